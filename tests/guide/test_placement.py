import itertools

import pytest

from guide.placement import AREAS, ITEMS, asked, first_step, known, mark, missed, read, reason, right, warm_up, why
from tests.conftest import STEPS


def typed(value) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


IDS = [step.id for lab, step in STEPS if lab.number] + [step.id for lab, step in STEPS if not lab.number]


def test_ten_questions_an_easy_and_a_harder_one_for_each_area():
    assert len(ITEMS) == 10
    assert {(item.area, item.level) for item in ITEMS} == set(itertools.product(AREAS, (1, 2)))
    assert [item.level for item in ITEMS] == [1] * 5 + [2] * 5, "the easy ones first"


def test_every_step_it_names_is_there():
    for item in ITEMS:
        assert {item.step, item.begin, *item.skips} <= set(IDS)
        assert IDS.index(item.begin) <= IDS.index(item.step)
        assert item.ask.__module__.endswith(f".{item.step}.question")


@pytest.mark.parametrize("place", range(10))
def test_letters_say_what_was_answered(place):
    for seed in (1, 2, 77, 9999):
        question = asked(place, seed)
        assert mark(question, typed(question.answer)) == "r" and why(question, "r") == ""
        for number, mistake in enumerate(question.mistakes, start=1):
            letter = mark(question, typed(mistake.value))
            assert letter == str(number) and why(question, letter) == mistake.why
        wrong = "(123456, 789)" if str(question.answer).startswith("(") else "123456789.123"
        assert mark(question, wrong) == "x" and why(question, "x") == why(question, "9") == ""
        if isinstance(question.answer, float):
            with pytest.raises(ValueError):
                mark(question, "no idea")
    assert asked(place, 1).prompt != asked(place, 2).prompt


@pytest.mark.parametrize("text", [None, "", "q", "rr ", "RR", "r" * 11, "<script>", "0", "r\n", "ддд"])
def test_a_doctored_link_has_no_answers(text):
    assert read(text) == ""


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ("", "vectors"),
        ("d" * 10, "functions"),
        ("rdddd" + "d" * 5, "sums"),
        ("rdddd", "vectors"),
        ("d", "functions"),
        ("rrrrdrrrrd", "derivative"),  # calculus forgotten
        ("rrrrrrrrrd", "gradient"),
        ("rdrrrrrrrr", "vectors"),
        ("rrrrrrdrrr", "matrices"),
        ("rrdrrrrrrr", "conditional"),
        ("drrrrrrrrr", "functions"),  # nothing else is missing
        ("drrrdrrrrr", "derivative"),  # one slip in the basics doesn't send anyone back
        ("rrrrr", "matrices"),  # stopped half-way, all right
        ("rr", "matrices"),
        ("r" * 10, "clinic" if "clinic" in IDS else "regression"),
    ],
)
def test_where_to_begin(answers, step):
    assert first_step(answers, IDS) == step


def test_every_result_leads_to_a_step_not_yet_known():
    for letters in itertools.product("rd", repeat=10):
        answers = "".join(letters)
        step = first_step(answers, IDS)
        assert step in IDS and step not in known(answers) and len(right(answers)) + len(missed(answers)) == 10
        assert not set(warm_up(answers)) & known(answers)
        if warm_up(answers):
            assert step == warm_up(answers)[0] and len(right(answers)) < 5


def test_nothing_breaks_where_steps_are_missing():
    for answers in ("", "d" * 10, "r" * 10, "rrrrdrrrrd"):
        assert first_step(answers, ["vectors"]) == "vectors"


@pytest.mark.parametrize("asked_for", [1, 3, 6, 10])
def test_the_reason_is_the_reason(asked_for):
    """What is said of the first step is so, whatever was answered and wherever it was stopped."""
    warm = [step for step in IDS if step in ("functions", "powers", "sums", "reading")]
    for letters in itertools.product("rx", repeat=asked_for):
        answers, begins = "".join(letters), [item.begin for item in ITEMS]
        step, why_so = first_step(answers, IDS), reason(answers)
        others = [item.begin for item, letter in zip(ITEMS, answers) if letter == "x" and item.begin not in warm]
        if "not asked" in why_so:
            assert "x" not in answers and begins.index(step) >= asked_for
        elif "you missed, in the order" in why_so:
            assert step == min(others, key=IDS.index)
        elif "All you missed is in the warm-up" in why_so:
            assert not others and step in warm and 2 * answers.count("r") >= asked_for
        elif "what the warm-up is for" in why_so:
            assert step in warm and 2 * answers.count("x") > asked_for
        else:
            assert answers == "r" * 10 and step == "clinic"
