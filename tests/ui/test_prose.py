"""Terms in a step's prose: linked at their first use, formulas and code left as they are."""

import re

import pytest

from tests.conftest import LABS
from ui.prose import linked
from ui.terms import meant

STEPS = [step for lab in LABS for step in lab.steps]
LINK = re.compile(r'\[([^\]]+)\]\((glossary\?term=[^ )]+) "([^"]+)"\)')


def test_the_first_use_is_linked_and_no_other():
    text = linked("A dot product is a number.\nTwo dot\nproducts are two. The **mean** is a mean.", "layer")
    assert re.findall(r"\[([^\]]+)\]", text) == ["dot product", "**mean**"]
    assert text.count(meant("dot product", "").says) == 1


def test_everyday_words_are_linked_only_in_bold():
    assert linked("a share and a run of the mean", "layer") == "a share and a run of the mean"
    assert linked("**Share**", "layer").startswith("[**Share**](glossary?term=share ")


def test_formulas_code_and_links_stay():
    for kept in ("$gradient$", "$$\\text{variance}$$", "`softmax`", "[loss](x)", "recall@k-gradient", "eigenvaluesque"):
        assert linked(kept, "layer") == kept


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_step_reads_as_before(step):
    shown = linked(step.prose, step.id)
    assert LINK.sub(r"\1", shown) == step.prose
    targets = [target for _, target, _ in LINK.findall(shown)]
    assert len(set(targets)) == len(targets)
