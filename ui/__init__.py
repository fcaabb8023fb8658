"""The only place that knows session state, the link and the browser."""

from ui.lab import Lab, Step, step
from ui.page import Chart, Handle, Page, switch

__all__ = ["Chart", "Handle", "Lab", "Page", "Step", "step", "switch"]
