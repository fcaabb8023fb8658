"""Every checkpoint over hundreds of seeds, and the judge that reads what people type."""

import json
import math
import re
from collections import Counter
from fractions import Fraction
from functools import cache

import pytest

from tests.conftest import STEPS, look
from ui import question_of
from ui.question import Mistake, Question, Verdict, judge, parse_number, readings

GENERATORS = {step.id: question_of(step) for _, step in STEPS}
NAMES = list(GENERATORS)
BASICS = [step.id for lab, step in STEPS if not lab.number]
SEEDS = range(1, 301)
WORDS = {1: "one", 2: "two", 3: "three", 4: "four"}


@cache
def asked(name: str) -> list[tuple[int, Question]]:
    """The questions of 300 seeds."""
    return [(seed, GENERATORS[name](seed)) for seed in SEEDS]


@pytest.mark.parametrize("name", NAMES)
def test_questions_are_sound(name):
    for seed, question in asked(name):
        if seed % 10 == 0:
            assert question == GENERATORS[name](seed), "the same seed gives the same question"
        assert question.is_clear(), (seed, question)
        assert len(question.mistakes) >= 2
        check_mistakes(name, question, seed)
        check_solution(question, seed)
        check_rounding(question, seed)


@pytest.mark.parametrize("name", NAMES)
def test_new_numbers_at_every_try(name):
    """No answer is worth guessing, no two of the first thirty are the same: no question has to be excepted."""
    prompts = [question.prompt for _, question in asked(name)]
    assert len(set(prompts)) >= 200
    assert len(set(prompts[:30])) == 30
    answers = Counter(typed(question.answer) for _, question in asked(name))
    answer, times = answers.most_common(1)[0]
    assert times <= 0.15 * len(prompts), f"{answer} is the answer to {times} of {len(prompts)}"


def check_mistakes(name: str, question: Question, seed: int) -> None:
    assert judge(question, typed(question.answer)).right, (seed, question)
    for mistake in question.mistakes:
        verdict = judge(question, typed(mistake.value))
        assert verdict == Verdict(False, mistake.why, mistake.step), (seed, mistake)
        assert not mistake.step or mistake.step in earlier(name), f"{mistake.step} comes after {name}"
        assert len(mistake.why.split()) >= 5
    if question.choices:
        assert question.answer in question.choices
        assert {mistake.value for mistake in question.mistakes} <= set(question.choices)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_slip_that_belongs_to_an_earlier_step_leads_there(number):
    """In each of these labs some questions to compute name such slips."""
    steps = [step.id for lab, step in STEPS if lab.number == number]
    leads = {
        each: {slip.step for seed in range(9) for slip in GENERATORS[each](seed).mistakes} - {""} for each in steps
    }
    assert sum(map(bool, leads.values())) >= 3, leads


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
    """The prompt says how many decimals the judge wants, and the tolerance lets through every way to round to them."""
    if isinstance(question.answer, str):
        return
    if question.tolerance == 0:
        assert float(question.answer).is_integer(), (seed, question.answer)
        assert re.search("whole number|How many", question.prompt), (seed, question.prompt)
        return
    assert re.search(rf"\b{WORDS[question.decimals]} decimals?\b", question.prompt, re.I), (seed, question.prompt)
    assert question.tolerance == pytest.approx(0.6 * 10.0**-question.decimals), "half a step, and a little for dust"


def typed(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


# ---------------------------------------------------------------- however it is typed


@pytest.mark.parametrize("name", NAMES)
def test_every_honest_way_of_writing_the_answer_is_right(name):
    for seed, question in asked(name):
        for text in points(question.answer) if isinstance(question.answer, str) else numbers(question):
            assert judge(question, text).right, (seed, text, question.answer)


def points(answer: str) -> list[str]:
    """A point or a shape in the ways people type it; a choice is only picked."""
    if not answer.startswith("("):
        return [answer]
    x, y = answer.strip("()").split(", ")
    patterns = "({}, {})|({},{})|{} {}|{}, {}|({}; {})|[{}, {}]|( {} , {} )|[[{}], [{}]]|({} {})".split("|")
    written = [(x, y), (f"{x}.0", f"{y}.0"), (x.replace("-", "−"), y.replace("-", "−"))]
    ways = {pattern.format(*pair) for pattern in patterns for pair in written}
    return [*ways, f"{x},0; {y},0", f"({x},0, {y},0)"]


def numbers(question: Question) -> list[str]:
    """A number in the ways people type it: as exact as asked or more, in any country, as a fraction, in per cent."""
    value, decimals = question.answer, question.decimals
    plain = {half_up(value, decimals), typed(value), *(f"{value:.{more}f}" for more in range(decimals, decimals + 3))}
    ways = {*plain, f"{value:.5e}", f"{value:.5E}", power_of_ten(value), f" {half_up(value, decimals)} "}
    ways |= {text.replace(".", ",") for text in plain} | {f"k = {half_up(value, decimals)}"}
    for sign in (",", " ", "\u00a0", "\u2009", "\u202f", "'", "’"):
        ways |= {f"{float(text):,.{decimals}f}".replace(",", sign) for text in plain}
    fraction = Fraction(value).limit_denominator(5000)
    if abs(fraction - Fraction(value)) < 1e-12:
        ways |= {f"{fraction.numerator}/{fraction.denominator}", f"{fraction.numerator} / {fraction.denominator}"}
    ways |= set(per_cent(question))
    return list(dict.fromkeys([*ways, *(text.replace("-", "−") for text in ways)]))


def per_cent(question: Question) -> list[str]:
    """With the sign everywhere; without it, and in any rounding, where a share or a per cent is asked for."""
    value = question.answer if question.unit == "per cent" else 100 * question.answer
    exact = [half_up(value, 2), typed(value)]
    if question.unit == "per cent":
        return [f"{text} %" for text in (*exact, half_up(value, 1))] + [f"{value / 100:.5f}", f"{value / 100:.3f}"]
    if question.unit != "share":
        return [f"{text} %" for text in exact]
    texts = [half_up(value, places) for places in range(4)] + exact
    return (
        [f"{text} %" for text in texts] + [f"{text}%" for text in texts] + [text for text in texts if float(text) > 1]
    )


def half_up(value: float, decimals: int) -> str:
    """Rounded as on paper, by whole numbers: 0.125 is 0.13, and 0.285 is 0.29 although the float is a little less."""
    exact = Fraction(f"{value:.11g}") * 10**decimals
    steps = math.floor(abs(exact) + Fraction(1, 2)) * (1 if exact > 0 else -1)
    return f"{float(Fraction(steps, 10**decimals)) + 0.0:.{decimals}f}"


def power_of_ten(value: float) -> str:
    digits, power = f"{value:.6e}".split("e")
    return f"{digits} × 10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


@pytest.mark.parametrize("name", NAMES)
def test_one_decimal_too_few_is_close_and_no_slip(name):
    """It isn't counted: before any slip is named, the sentence says how many decimals are wanted."""
    for seed, question in asked(name):
        if isinstance(question.answer, str) or question.decimals == 0:
            continue
        for text in {half_up(question.answer, question.decimals - 1), f"{question.answer:.{question.decimals - 1}f}"}:
            if abs(float(text) - question.answer) <= question.tolerance:
                assert judge(question, text).right, (seed, text)
            else:
                for way in (text, text.replace(".", ","), text.replace("-", "−")):
                    with pytest.raises(ValueError, match=f"^Close: {WORDS[question.decimals]} decimals?, please"):
                        judge(question, way)


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_typed_as_exactly_as_asked_is_told_what_it_is(name):
    for seed, question in asked(name):
        for mistake in question.mistakes:
            if isinstance(mistake.value, str):
                texts = [mistake.value] if question.choices else [mistake.value, mistake.value.replace("-", "−")]
            else:
                plain = half_up(mistake.value, question.decimals)
                texts = [plain, plain.replace("-", "−"), plain.replace(".", ","), typed(mistake.value)]
            for text in texts:
                assert judge(question, text).why == mistake.why, (seed, text, mistake)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_of_the_kind_asked_for_is_unread(name):
    question = asked(name)[0][1]
    for text in ("", "hello", "?", "(a, b)", "a lot"):
        with pytest.raises(ValueError, match=r"\w+ .*\."):
            judge(question, text)


# ---------------------------------------------------------------- what is printed


@pytest.mark.parametrize("name", NAMES)
def test_zero_has_no_sign_and_halves_go_up(name):
    for seed, question in asked(name):
        text = " ".join([question.prompt, question.solution, *question.choices])
        assert not re.search(r"(?<![\d.,^)] )(?<![\d.,)])[-−]0(\.0+)?(?![\d.])", text), (seed, text)
        if not isinstance(question.answer, str):
            last = re.findall(r"\*\*(.+?)\*\*", question.solution)[-1]
            decimals = len(last.partition(".")[2])
            assert last == half_up(question.answer, decimals), (seed, last, question.answer)
            assert decimals in (question.decimals, 0), "as exact as the prompt asks"


WORDS_ONLY = {"matrices", "correlation"}  # columns are added there, and nothing is


@pytest.mark.parametrize("name", NAMES)
def test_the_arithmetic_of_a_solution_comes_out(name):
    """Both sides of each equals sign, worked out from the numbers as they are printed."""
    found = 0
    for seed, question in asked(name):
        for left, right in equations(question.solution):
            found += 1
            step = 0.5 * 10.0 ** -len(right.partition(".")[2]) if re.fullmatch(r"-?[\d.]+", right) else 1e-6
            assert abs(value_of(left) - value_of(right)) <= step + 1e-9, (seed, left, right, question.solution)
    assert found or name in WORDS_ONLY or GENERATORS[name](1).choices, "nothing was worked out"


def equations(solution: str) -> list[tuple[str, str]]:
    """The pairs of numbers or sums that stand next to each other with an equals sign between."""
    text = re.sub(r"\$ \*\*([^*]+)\*\*", r" \1$", solution.replace("−", "-").replace("·", r"\cdot"))
    pieces = re.findall(r"\$([^$]+)\$", text)
    outside = re.sub(r"\$[^$]+\$", ";", text).replace("**", "").replace(",", "")
    number = r"[-+]?[\d.]*\d"
    a_sum = rf"{number}(?: (?:\\cdot|[-+/]) {number})*"
    pieces += re.findall(rf"{a_sum}(?: = {a_sum})+", outside)
    sides = [[side.strip() for side in piece.split("=")] for piece in pieces]
    return [pair for chain in sides for pair in zip(chain, chain[1:]) if None not in map(value_of, pair)]


def value_of(side: str) -> float | None:
    """What a piece of LaTeX comes to; None if it holds a letter."""
    side = re.sub(r"\\frac\{([^{}]+)\}\{([^{}]+)\}", r"((\1)/(\2))", side.replace(r"\cdot", "*"))
    side = re.sub(r"\\sqrt\{([^{}]+)\}", r"((\1)**0.5)", re.sub(r"\^\{([^{}]+)\}", r"**(\1)", side)).replace("^", "**")
    side = re.sub(r"\\log ([\d.]+)", r"math.log(\1)", re.sub(r"^e\*\*", "math.e**", side))
    side = re.sub(r"(?<=\d) (?=\()", "*", side)
    if not side or re.search(r"[A-Za-z\\&]", side.replace("math.log", "").replace("math.e", "")):
        return None
    return float(eval(side, {"math": math}))


# ---------------------------------------------------------------- the judge


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
    "text",
    ["", "  ", "x", "1/0", "1/2/3", "--3", "1e999", "nan", "inf", "0x10", "<b>", "1;2", "%", "1 2", "5-4", "e5"],
)
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w+ .*\."):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5,831", {5831, 5.831}), ("5.831", {5831, 5.831}), ("0,831", {0.831}), ("1,234,567", {1234567}),
        ("1.234,5", {1234.5}), ("5831", {5831}), ("1 3/4", {1.75}), ("-1 3/4", {-1.75}), ("1\u2009234", {1234}),
        ("1’234", {1234}), ("3 × 10⁻⁴", {0.0003}), ("3*10^-4", {0.0003}), ("≈ 5.8", {5.8}), ("12 per cent", {0.12}),
    ],
)  # fmt: skip
def test_a_text_that_can_be_read_two_ways_is_read_both_ways(text, values):
    assert {typed.value for typed in readings(text)} == values


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


def test_too_few_decimals_are_close_before_a_slip_is_named():
    question = Question(
        "?", 0.34, (Mistake(0.3, "One try."), Mistake(0.66, "The rest.")), "**0.34**", 0.006, unit="share"
    )
    for text in ("0.3", "0,3"):
        with pytest.raises(ValueError, match="Close: two decimals, please"):
            judge(question, text)
    assert not question.is_clear(), "its slip, typed in full, would be taken for a coarse answer"
    assert judge(question, "34").right and judge(question, "34 %").right and judge(question, "0.34").right
    assert judge(question, "0.30").why == "One try." and judge(question, "66").why == "The rest."
    with pytest.raises(ValueError, match="Close: one decimal, please"):
        judge(Question("?", 12.3, (), "**12.3**", 0.06), "12")


def test_a_question_whose_mistakes_can_be_confused_is_not_clear():
    def with_mistakes(*values):
        return Question("?", 1.0, tuple(Mistake(value, "…") for value in values), "", tolerance=0.1)

    assert with_mistakes(2.0, 3.0).is_clear()
    assert not with_mistakes(1.2, 3.0).is_clear()
    assert not with_mistakes(2.0, 2.1).is_clear()
    assert not with_mistakes(2.0, math.nan).is_clear()


# ---------------------------------------------------------------- questions that ask for understanding

PAGES = {step.id: look(step) for _, step in STEPS}


@cache
def to_understand(name: str) -> list[Question]:
    """The questions of 120 seeds that ask for understanding."""
    return [PAGES[name].understand(seed) for seed in range(1, 121)]


@pytest.fixture(params=NAMES)
def grasped(request):
    """A step's id, and its questions to understand."""
    return request.param, to_understand(request.param)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_asks_the_same_thing_to_understand(name):
    for seed in range(7, 121, 20):  # every situation that takes its turn
        assert PAGES[name].understand(seed) == to_understand(name)[seed - 1]


def without_numbers(text: str) -> str:
    return re.sub(r"[\d.,%−/-]+", "#", text)


def test_what_is_to_be_understood_changes(grasped):
    name, questions = grasped
    prompts = [question.prompt for question in questions[:60]]
    assert len(set(prompts)) >= 40, f"{len(set(prompts))} prompts in 60 seeds"
    assert len({without_numbers(prompt) for prompt in prompts}) >= 12, "a dozen that differ by more than numbers"
    assert len({without_numbers(question.answer) for question in questions}) >= 3, "always the same idea is right"


def test_every_choice_is_worth_a_thought(grasped):
    name, questions = grasped
    for question in questions:
        assert question.is_clear() and 3 <= len(question.choices) <= 5, question
        wrong = [choice for choice in question.choices if choice != question.answer]
        assert sorted(mistake.value for mistake in question.mistakes) == sorted(wrong), "each wrong choice has its slip"
        for mistake in question.mistakes:
            verdict = judge(question, mistake.value)
            assert verdict == Verdict(False, mistake.why, mistake.step)
            assert len(mistake.why.split()) >= 6, mistake
            assert not mistake.step or mistake.step in earlier(name), f"{mistake.step} comes after {name}"
        assert judge(question, question.answer).right
        assert len(question.solution.split()) >= 8
    places = Counter(question.choices.index(question.answer) for question in questions)
    assert max(places.values()) <= 0.55 * len(questions), "the right answer stands in one place"
    words = [question for question in questions if not question.sketches]
    longest = sum(len(question.answer) == max(map(len, question.choices)) for question in words)
    assert longest <= 0.45 * len(words) + 3, f"the longest choice is right in {longest} of {len(words)}"


def test_there_is_help_before_the_answer(grasped):
    name, questions = grasped
    for question in questions + [question for _, question in asked(name)[:60]]:
        assert 1 <= len(question.hints) <= 2, (name, question.hints)
        given = typed(question.answer).casefold()
        for hint in question.hints:
            assert len(hint.split()) >= 3
            assert not question.choices or question.sketches or given not in hint.casefold(), (name, hint)


def test_pictures_to_choose_by_can_be_drawn(grasped):
    name, questions = grasped
    for question in [question for question in questions if question.sketches]:
        assert len(question.sketches) == len(question.choices)
        texts = [json.dumps(sketch.marks, allow_nan=False) for sketch in question.sketches]
        assert len(set(texts)) == len(texts), "two of the pictures are the same"
        for sketch in question.sketches:
            left, right, bottom, top = sketch.size
            assert left < right and bottom < top and sketch.marks


def earlier(name: str) -> list[str]:
    """The steps that come before one, in the order of the labs, and the warm-up."""
    order = [each for each in NAMES if each not in BASICS]
    return BASICS + order[: order.index(name)] if name in order else BASICS[: BASICS.index(name)]


HONEST = {
    1234.5: ["$1,234.50", "1.234,50 €", "CHF 1'234.50", "1234.5 km", "about 1,234.5", "１，２３４．５", "1234.5…"],
    -4.25: ["minus 4.25", "-4.25 °C", "−4¼", "ca. -4,25"],
    0.5: ["½", "1⁄2", "approx. 0.5", ".5"],
}


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in HONEST.items() for text in texts])
def test_units_words_and_foreign_signs_are_read(value, text):
    assert value in [each.value for each in readings(text)]


@pytest.mark.parametrize("text", ["3²", "²", "10²x", "e", "km", "½½"])
def test_a_power_or_a_word_is_no_number(text):
    with pytest.raises(ValueError, match="isn't a number"):
        readings(text)


def test_a_number_is_missing_from_a_point():
    question = Question("?", "(3, -4)", (Mistake("(3, 4)", "You lost the sign of the second."),), "s")
    assert judge(question, "3，－4").right and judge(question, "[3; −4]").right
    for text in ("3", "(3/-4)", "3, -4, 5"):
        with pytest.raises(ValueError, match="2 numbers are asked for") as told:
            judge(question, text)
        assert "-4" not in str(told.value), "the answer isn't given away"


def test_six_decimals_are_asked_for_in_words():
    question = Question("?", 0.000062, (Mistake(0.5, "You forgot something here."),), "s", tolerance=6e-7)
    with pytest.raises(ValueError, match="6 decimals"):
        judge(question, "0.00006")
