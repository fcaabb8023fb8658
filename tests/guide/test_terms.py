"""The glossary: nothing that a step sets in bold is missing, nothing in it dangles."""

import importlib
import re
import unicodedata
from collections import Counter

import numpy as np
import pytest

from guide.finder import find, matching
from tests.conftest import LABS, ROOT, look
from ui.terms import forms, terms

STEPS = {step.id: step for lab in LABS for step in lab.steps}
STRESSED = {
    "one line",
    "buy looks",
    "one head",
    "all heads",
    "two senses",
    "remembers",
    "nudged",
    "every",
}  # in bold for the eye, and no terms


def plain(words: str) -> str:
    return " ".join(words.lower().split()).strip(".:,")


def letters(text: str) -> str:
    """Words in small letters, whatever stands between them."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_word_in_bold_is_a_term(step):
    bold = {plain(words) for words in re.findall(r"\*\*([^*]+)\*\*", step.prose)}
    assert bold <= set(forms()) | STRESSED, bold - set(forms()) - STRESSED


@pytest.mark.parametrize("step", [step for step in STEPS if step != "clinic"])
def test_every_step_has_a_term(step):
    assert any(term.step == step for term in terms())


@pytest.mark.parametrize("term", terms(), ids=[term.name for term in terms()])
def test_the_step_uses_the_term_or_it_is_said_to_be_only_near(term):
    source = next((ROOT / "labs").glob(f"*/{term.step}/step.py")).read_text(encoding="utf-8")
    said = f" {letters(source)} "
    used = any(f" {letters(form)} " in said for form in (term.name, *term.also))
    assert used != term.near, f"{'near' if used else 'not in'} {term.step}"


@pytest.mark.parametrize("term", [term for term in terms() if term.numpy], ids=lambda term: term.name)
def test_the_name_in_the_library_exists(term):
    library, *path = term.numpy.split(".")
    if library == "np":
        found = np
        for name in path:
            found = getattr(found, name)
    else:
        assert library == "sklearn"
        found = getattr(importlib.import_module(".".join([library, *path[:-1]])), path[-1])


def test_a_term_is_one_sentence_that_nothing_else_says():
    for term in terms():
        assert term.says[0].isupper() or term.says[0] in "−1", term
        assert term.says.endswith(".") and len(term.says.split()) <= 36, term
        assert not re.search(r'["$*_<\[]', term.says.replace("ddof=1", "")), f"{term.name}: it becomes a link's title"
    assert len({term.says for term in terms()}) == len(terms())


def test_a_word_means_one_thing_in_a_step():
    count = Counter((term.step, form.lower()) for term in terms() for form in term.forms)
    assert [form for form, times in count.items() if times > 1] == []
    assert len({term.name for term in terms()}) == len(terms())
    for form, may in forms().items():
        assert len(may) == 1 or all(term.everyday for term in may), f"{form}: linked outside bold, but as which?"


def test_what_is_typed_finds_its_term_first():
    for term in terms():
        for form in term.forms:
            assert matching(f"  {form.upper()} ")[0] in forms()[form.lower()], form
        for sign in term.signs:
            first = [found for found in matching(sign) if sign in found.signs]
            assert term in first and matching(sign)[: len(first)] == first, sign
    assert matching("np.linalg.eigh")[0].name == matching("eigh")[0].name == "eigenvector"
    assert len(matching("")) == len(terms()) and matching("zzz") == []


SIGNS = {
    "approx": "≈", "bar": "x̄", "cap": "∩", "cdot": "·", "cup": "∪", "ge": "≥", "hat": "ŷ", "in": "∈", "le": "≤",
    "leftarrow": "←", "lVert": "‖", "mid": "|", "nabla": "∇", "partial": "∂", "prod": "∏", "propto": "∝",
    "Rightarrow": "⇒",
    "setminus": "∖", "sqrt": "√", "sum": "∑", "top": "⊤",
}  # fmt: skip
LAYOUT = set(
    "begin end big dfrac frac tfrac dots ldots ln log cos sin exp max min det rVert text textit qquad quad times "
    "left right mathcal mathbb".split()
)  # what is no sign, or one that is a word


def signs_of(step) -> set[str]:
    """The signs and Greek letters in a step's words, as one would type them."""
    page = look(step)
    told = " ".join([page.step.prose, page.said, page.bite, page.verdict, str(page.asked), *page.tasks])
    commands = set(re.findall(r"\\\\?([A-Za-z]+)", re.sub(r"\\\\\[|\\n", " ", told))) - LAYOUT
    greek = {
        unicodedata.lookup(f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {name.replace('mbd', 'md')}")
        for name in commands - set(SIGNS)
    }  # Unicode spells lambda without its b
    typed = {letter for letter in told if unicodedata.name(letter, "").startswith("GREEK") or letter in "√±∑∏∞∂∇"}
    return {SIGNS[name] for name in commands & set(SIGNS)} | greek | typed


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_sign_in_a_step_finds_its_term(step):
    for sign in signs_of(step):
        found = matching(sign)
        assert found and sign in found[0].signs, sign
        assert sign == "|" or find(sign), sign  # a bar alone may be anything
