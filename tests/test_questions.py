"""Every checkpoint over hundreds of seeds, and the judge that reads what people type."""

import math
import re

import pytest

from tests.conftest import STEPS
from ui import question_of
from ui.question import Mistake, Question, judge, parse_number

GENERATORS = {step.id: question_of(step) for _, step in STEPS}
NAMES = list(GENERATORS)
SEEDS = 300


@pytest.mark.parametrize("name", NAMES)
def test_questions_are_sound(name):
    generator = GENERATORS[name]
    prompts = set()
    for seed in range(1, SEEDS + 1):
        question = generator(seed)
        prompts.add(question.prompt)
        assert question == generator(seed), "the same seed gives the same question"
        assert question.is_clear(), (seed, question)
        assert len(question.mistakes) >= 2
        check_mistakes(question, seed)
        check_solution(question, seed)
        check_rounding(question, seed)
    assert len(prompts) > SEEDS / 10, "new numbers at every try"


def check_mistakes(question: Question, seed: int) -> None:
    assert judge(question, typed(question.answer)).right, (seed, question)
    for mistake in question.mistakes:
        verdict = judge(question, typed(mistake.value))
        assert not verdict.right and verdict.why == mistake.why, (seed, mistake)
        assert len(mistake.why.split()) >= 5
    if question.choices:
        assert question.answer in question.choices
        assert {mistake.value for mistake in question.mistakes} <= set(question.choices)


def check_solution(question: Question, seed: int) -> None:
    """The worked solution ends in the answer, in bold."""
    assert not re.search(r"\\n(?![a-z])", question.prompt + question.solution), "a line break spelt out"
    bold = re.findall(r"\*\*(.+?)\*\*", question.solution)
    assert bold, (seed, question.solution)
    last = re.sub(r"[`$\\]", "", bold[-1]).replace("−", "-").replace(" %", "%")
    if isinstance(question.answer, str):
        assert judge(question, last).right, (seed, last, question.answer)
    else:
        number = re.search(r"-?[\d,]*\.?\d+(e-?\d+)?%?", last).group().replace(",", "")
        assert judge(question, number).right, (seed, last, question.answer)


def check_rounding(question: Question, seed: int) -> None:
    """An answer rounded as coarsely as the prompt allows is still right, and not by a hair."""
    if isinstance(question.answer, str):
        return
    stated = re.search(r"(\w+) decimals?|nearest|whole|exact", question.prompt)
    if question.tolerance == 0:
        assert float(question.answer).is_integer() or len(f"{question.answer:.10g}") <= 8, (seed, question.answer)
        return
    assert stated, f"{question.prompt!r} doesn't say how exact to be"
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4}
    if stated.group(1):
        decimals = words[stated.group(1).casefold()]
        share = 0.01 if "per cent" in question.prompt and abs(question.answer) <= 1 else 1
        assert abs(round(question.answer / share, decimals) * share - question.answer) < question.tolerance


def typed(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2.5", -2.5), ("−2.5", -2.5), ("2,5", 2.5), (" 3/4 ", 0.75), ("12 %", 0.12), ("1e-3", 0.001), ("1,234", 1234),
        ("12,345.6", 12345.6), ("0,234", 0.234), (".5", 0.5), ("+7", 7), ("-1/4", -0.25), ("1 000", 1000),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text, value):
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "  ", "x", "1/0", "1/2/3", "--3", "1e999", "nan", "inf", "0x10", "½", "<b>", "1;2", "%"]
)
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w+ .*\."):
        parse_number(text)


def test_the_judge_names_the_mistake_and_stays_within_the_tolerance():
    question = Question("?", 2.0, (Mistake(3.0, "You added."), Mistake(-2.0, "The sign.")), "**2**", tolerance=0.01)
    assert judge(question, "2.009").right and judge(question, "2").right
    assert not judge(question, "2.02").right
    assert judge(question, "3").why == "You added."
    assert "isn't it" in judge(question, "77").why


def test_shapes_are_compared_as_text_without_what_does_not_matter():
    question = Question("?", "(3, 4)", (Mistake("(4, 3)", "Turned round."), Mistake("(12,)", "Flat.")), "**(3, 4)**")
    assert judge(question, "3,4").right and judge(question, " ( 3 , 4 ) ").right and judge(question, "[3, 4]").right
    assert judge(question, "(4,3)").why == "Turned round." and judge(question, "(12)").why == "Flat."


def test_a_question_whose_mistakes_can_be_confused_is_not_clear():
    def with_mistakes(*values):
        return Question("?", 1.0, tuple(Mistake(value, "…") for value in values), "", tolerance=0.1)

    assert with_mistakes(2.0, 3.0).is_clear()
    assert not with_mistakes(1.2, 3.0).is_clear()
    assert not with_mistakes(2.0, 2.1).is_clear()
    assert not with_mistakes(2.0, math.nan).is_clear()
