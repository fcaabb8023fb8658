"""Look up: the right step for what people really type, nothing for what no step explains, every entry sound."""

import re
import tomllib
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calculus import central_difference, sigmoid_slope
from core.linear_algebra import chance_of_cosine
from core.optimisation import cross_entropy
from guide.finder import ELSEWHERE, Entry, entries, find, message, stem, words
from tests.conftest import LABS, ROOT, SCENES, look
from ui import code
from ui.question import Question
from ui.terms import terms

STEPS = [step.id for lab in LABS for step in lab.steps]
SHOWN = [entry for entry in entries() if entry.step != ELSEWHERE]
DEFINITIONS = {term.says for term in terms()}
WRITTEN = [entry for entry in SHOWN if entry.why not in DEFINITIONS]  # the rest are the glossary's
PLACES = {"prose", "prediction", "picture", "report", "code", "bites", "checkpoint", "glossary"}


def queries() -> tuple[list[tuple[str, list[str]]], list[str]]:
    """What was asked, each with the steps that answer it, and what nothing here answers."""
    table = tomllib.loads((ROOT / "tests" / "guide" / "look_up_asked.toml").read_text(encoding="utf-8"))
    return [(text, steps.split()) for steps, texts in table["asked"].items() for text in texts], table["off"]


answers = cache(find)  # to each query, found once


def missed(asked: list[tuple[str, list[str]]]) -> list:
    """The queries whose steps are not among the first three."""
    found = [(text, steps, [entry.step for entry in answers(text)]) for text, steps in asked]
    return [row for row in found if not set(row[1]) & set(row[2])]


# ---------------------------------------------------------------- what it finds


def test_what_people_ask_leads_to_the_right_step():
    asked, off = queries()
    assert len(asked) >= 650 and len(off) >= 300
    assert len(missed(asked)) <= 0.05 * len(asked), missed(asked)
    sure = [text for text in off if any(entry.sure for entry in answers(text))]
    assert len(sure) <= 0.05 * len(off), sure
    assert len([text for text in off if answers(text)]) <= 0.2 * len(off)


def test_what_is_sure_is_seldom_wrong():
    sure = [row for row in queries()[0] if any(entry.sure for entry in answers(row[0]))]
    assert len(sure) >= 550 and len(missed(sure)) <= 0.04 * len(sure), missed(sure)


def test_the_questions_are_not_the_entries():
    phrasings = {text.lower().rstrip("?.") for entry in entries() for text in entry.asked}
    sentences = [text.lower().rstrip("?.") for text, _ in queries()[0] if len(text.split()) > 4]
    same = [text for text in sentences if text in phrasings]
    assert len(same) <= 0.05 * len(sentences), same


@pytest.mark.parametrize("step", SCENES, ids=[step.id for step in SCENES])
def test_where_it_bites_is_found(step):
    assert step.id in [entry.step for entry in find(look(step).bite)]


@pytest.mark.parametrize("shapes", ["(3,4) and (3,)", "(150, 4) and (7,)", "(1,784) and (10,128)"])
def test_numbers_in_shapes_do_not_matter(shapes):
    assert find(f"ValueError: shapes {shapes} not aligned: 4 (dim 1) != 3 (dim 0)")[0].step == "matrix_product"


def test_a_traceback_counts_by_its_last_message():
    text = "Traceback (most recent call last):\n  File 'bayes.py', line 3, in posterior\n    shapes(a, b)\n"
    assert message(text + "numpy.linalg.LinAlgError: Singular matrix\n") == "LinAlgError: Singular matrix"
    assert find(text + "numpy.linalg.LinAlgError: Singular matrix\n")[0].step == "matrices"
    assert message(text.replace("\n", "") + "LinAlgError: Singular matrix") == "LinAlgError: Singular matrix"
    warned = "x.py:8: RuntimeWarning: overflow encountered in exp\n  return 1 / (1 + np.exp(-z))"
    assert message(warned) == "RuntimeWarning: overflow encountered in exp"


@pytest.mark.parametrize(
    ("text", "step"),
    [("vanishng gradeints", "chain_rule"), ("standart deviation", "spread"), ("cosine simliarity", "dot_product")],
)
def test_typos_are_read(text, step):
    assert step in [entry.step for entry in find(text)]


def test_symbols_are_words():
    for symbol, step in {
        "Σ": "sums",
        "∇": "gradient",
        "∂": "gradient",
        "λ": "eigenvectors",
        "σ": "spread",
        "‖x‖": "vectors",
    }.items():
        assert find(symbol)[0].step == step, symbol


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_anything_can_be_typed(text):
    found = find(text, 5)
    assert len({entry.step for entry in found}) == len(found) <= 5
    assert [entry.sure for entry in found] == sorted((entry.sure for entry in found), reverse=True)
    assert all(isinstance(entry, Entry) and entry.step != ELSEWHERE for entry in found)


def test_nothing_finds_nothing():
    assert find("") == find("   ") == find("how do I") == find("12345") == []
    assert find("loss " * 100_000)  # and a long text is only read in part


def test_words_and_their_stems():
    assert words("CrossEntropyLoss, R^2 and 8x64 or (3, 4) at 2.303") == ["cross", "entropy", "loss", "r2", "2.303"]
    assert stem("scaling") == stem("scaled") == stem("scales") and stem("ρ") == "ρ"


# ---------------------------------------------------------------- the entries


def test_every_entry_leads_somewhere():
    known = set(STEPS)
    for entry in SHOWN:
        assert entry.step in known, entry.step
        assert entry.place in PLACES, entry
        assert entry.why[-1] in ".?" and len(entry.why.split()) <= 40, entry.why
    assert all(len(entry.asked) >= 3 for entry in WRITTEN)


def test_every_step_is_reached_by_several():
    count = Counter(entry.step for entry in WRITTEN)
    assert len(WRITTEN) >= 150
    for step in STEPS:
        assert count[step] >= 3, step


def test_no_reason_and_no_phrasing_stands_twice():
    reasons = [entry.why for entry in SHOWN]
    assert len(set(reasons)) == len(reasons)
    phrasings = Counter(text for entry in entries() if entry.why not in DEFINITIONS for text in entry.asked)
    assert [text for text, times in phrasings.items() if times > 1] == []


def slope_error(h: float) -> float:
    """How far off the slope of the sine at 1 is by a central difference."""
    return abs(central_difference(np.sin, 1.0, h) - np.cos(1.0))


FACTS = {
    "86 % on 50 cases is ± 10 points": round(200 * np.sqrt(0.86 * 0.14 / 50)) == 10,
    "three standard deviations in one or two pairs of a thousand": 0.001 < chance_of_cosine(3 / 384**0.5, 384) < 0.002,
    "good around 1e-5 and far worse at 1e-12": slope_error(1e-5) < 1e-9 < 1e-6 < slope_error(1e-12),
    "(442,) minus (442, 1) is a (442, 442) table": (np.ones(442) - np.ones((442, 1))).shape == (442, 442),
    "slope is at most 0.25": sigmoid_slope(np.linspace(-9, 9, 1001)).max() == 0.25,
    "at most about a millionth": round(0.25**10, 6) == 1e-6,
    "0.693 for two classes, 2.303 for ten": [round(cross_entropy(np.zeros(n), 0), 3) for n in (2, 10)]
    == [0.693, 2.303],
    "e, about 2.718": round(np.e, 3) == 2.718,
}


@pytest.mark.parametrize("fact", FACTS)
def test_the_numbers_in_the_reasons(fact):
    assert FACTS[fact] and any(fact in entry.why for entry in WRITTEN)


# ---------------------------------------------------------------- every word leads to a page that says it

WORDS = tomllib.loads((ROOT / "tests" / "guide" / "common_words.toml").read_text(encoding="utf-8"))
SINGLE = [text for entry in WRITTEN for text in entry.asked if len(text.split()) == 1]
CODE = re.compile(r"[^\w\s-]|[_\d]|[a-z][A-Z]")  # what a name in code or a formula has, and no word
CARDS = {term.name: f"{term.name} {term.meaning}{term.written} {term.signs}" for term in terms()}  # in look-up


def stems(text: str) -> str:
    """The words of a text without their endings, a space around each."""
    found = " ".join(map(stem, re.findall(r"[^\W_]+", text.lower())))
    return f" {found} "


@cache
def page_of(step: str) -> str:
    """All that a step's page says, at every choice: its words, what runs, and its questions with their solutions."""
    step = next(each for each in SCENES if each.id == step)
    page = look(step)
    modes = [(each["name"], text) for each in page.controls if each["kind"] in ("choice", "toggle")
             for text in page.extremes[each["name"]]]  # fmt: skip
    pages = [page, *(look(step, **{name: text}) for name, text in modes)]
    asked = [make(seed) for make in (page.generator, page.understand) for seed in range(4)]
    return "\n".join(dict.fromkeys(said for part in (*pages, *asked) for said in shown(part)))


def shown(part) -> list[str]:
    """What a scene or a question says."""
    if isinstance(part, Question):
        return [part.prompt, part.solution, *part.hints, *part.choices, *(slip.why for slip in part.mistakes)]
    cells = [code.read(ran.cell.__code__).body for ran in (part.ran, part.library) if ran]
    said = [part.step.title, part.step.why, part.step.prose, part.said, part.verdict, part.bite, *part.tasks, *cells]
    said += [str(each) for each in (part.asked, part.controls, [block.content for block in part.blocks])]
    return said + [str(mark.get(name, "")) for mark in part.marks for name in ("text", "texts", "title", "titles")]


def says(entry: Entry, text: str) -> bool:
    """Whether a word stands in what look-up shows of an entry, or on the page that it leads to."""
    card = CARDS.get(entry.term, entry.why)
    if not CODE.search(text):
        return stems(text) in stems(card) or stems(text) in stems(page_of(entry.step))
    names = [f"{term.forms} {term.signs} {term.numpy}" for term in terms() if term.step == entry.step]
    # formulas as one would type them; of a name in code, each part
    said = re.sub(r"\\sqrt\W?(\w)\W?", "√\\1", f"{page_of(entry.step)} {card} {names}")
    parts = {*map(stem, words(text))}
    return text.lower() in said.lower() or bool(parts) and parts <= {*map(stem, words(said))}


FORMS = [
    (term, form)
    for term in terms()
    for form in (*term.forms, *term.signs)
    if not term.everyday and form != "|"  # a bar alone may be anything
]


@pytest.mark.parametrize(("term", "form"), FORMS, ids=[form for _, form in FORMS])
def test_a_term_leads_to_the_step_that_explains_it(term, form):
    steps = {other.step for other in terms() if form in (*other.forms, *other.signs)}
    assert steps & {entry.step for entry in find(form)}


@pytest.mark.parametrize("text", [*SINGLE, *WORDS["words"]])
def test_a_word_leads_to_a_place_that_says_it(text):
    first = find(text, 1)[0]
    assert says(first, text), first


@pytest.mark.parametrize("text", WORDS["off"])
def test_a_word_that_no_step_explains_is_told_as_such(text):
    assert not any(entry.sure for entry in find(text))
