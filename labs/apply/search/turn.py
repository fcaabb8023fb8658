"""Your turn in `search`: the vote of the neighbours."""

import numpy as np

from core.retrieval import vote
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """The labels of one to seven neighbours, nearest first, among a few digits, so that ties are common."""
    return {"labels": [int(label) for label in rng.choice(rng.permutation(10)[:3], size=rng.integers(1, 8))]}


turn = Turn(
    function=vote,
    inputs=inputs,
    slips=(
        Slip("return labels[0]", "You ask the nearest alone. Let all of them vote."),
        Slip(
            "return np.mean(labels)", "You took the mean. Labels are names: the mean of a 3 and a 9 is no vote for a 6."
        ),
        Slip("return np.median(labels)", "You took the middle one by size. Labels are names, and none is larger."),
        Slip("return np.max(labels)", "You took the largest label. Which of them occurs most often?"),
        Slip(
            "return np.argmax(np.bincount(labels))",
            "Where two labels have equally many votes, you take the smaller one. The one that comes first, the "
            "nearest, should win.",
        ),
        Slip(
            "best = labels[0]\nfor label in labels:\n    if np.sum(labels == label) >= np.sum(labels == best):\n"
            "        best = label\nreturn best",
            "Where two labels have equally many votes, you take the later one. The one that comes first, the nearest, "
            "should win.",
        ),
    ),
    hints=(
        "Count how often each label occurs, and keep the one with most votes.",
        "Go through the labels, nearest first. np.sum(labels == label) counts the votes of one of them.",
        "Begin with best = labels[0], and change it only when another label has more votes, not when it has as many.",
    ),
    answer="best = labels[0]\nfor label in labels:\n    if np.sum(labels == label) > np.sum(labels == best):\n"
    "        best = label\nreturn best",
)
