"""Your turn in `rag`: chunks that overlap."""

import numpy as np

from core.retrieval import chunks
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One to twelve numbered words; the overlap may be none, and the text shorter than a chunk."""
    size = int(rng.integers(1, 6))
    return {"items": list(range(int(rng.integers(1, 13)))), "size": size, "overlap": int(rng.integers(size))}


turn = Turn(
    function=chunks,
    inputs=inputs,
    slips=(
        Slip(
            "return [items[start : start + size] for start in range(0, len(items), size)]",
            "Your chunks stand end to end. With an overlap the next one begins earlier, every size − overlap items.",
        ),
        Slip(
            "return [items[start : start + size] for start in range(0, len(items) - size + 1, size - overlap)]",
            "You drop what is left at the end: the last chunk may be shorter than the others.",
        ),
        Slip(
            "return [items[start : start + size] for start in range(0, len(items), size - overlap)]",
            "At the end you add a chunk that holds nothing new: it stands whole in the one before. Stop once the rest "
            "is no longer than the overlap.",
        ),
        Slip(
            "return [items[start : start + size + overlap] for start in range(0, max(len(items) - overlap, 1), size)]",
            "You make each chunk longer. It keeps its size, and begins earlier.",
        ),
    ),
    hints=(
        "How far is it from the start of one chunk to the start of the next?",
        "`range(0, …, size - overlap)` gives the starts, and a slice of `size` items each chunk.",
        "The last start must lie below len(items) - overlap, or the chunk holds nothing new. The first is always 0.",
    ),
)
