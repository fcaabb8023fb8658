"""How a step is written (`scene`, `marks`, `code`, `question`: pure), and how it is shown (`view` and its helpers)."""

from ui.lab import Lab, question_of, rooms

__all__ = ["Lab", "question_of", "rooms"]
