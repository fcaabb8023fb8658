"""The only place that knows session state, the link and the browser."""

from ui.code import FromFile
from ui.lab import Lab, Step, question_of, rooms, step
from ui.page import Chart, Handle, Page, switch
from ui.uploads import choose_file

__all__ = [
    "Chart",
    "FromFile",
    "Handle",
    "Lab",
    "Page",
    "Step",
    "choose_file",
    "question_of",
    "rooms",
    "step",
    "switch",
]
