"""How a step is written (`scene`, `marks`, `code`, `question`: pure), and how it is shown (`view` and its helpers)."""

from ui.lab import Lab, again_of, question_of, rooms

__all__ = ["Lab", "again_of", "question_of", "rooms"]
