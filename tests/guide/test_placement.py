import random

import pytest

from guide import placement
from guide.placement import (
    AREA,
    EARLIER,
    LADDERS,
    MOST,
    UNASKED,
    WARM_UP,
    Asked,
    asked,
    coming,
    concluded,
    first_step,
    is_whole,
    known,
    left,
    mark,
    missed,
    next_step,
    question,
    read,
    reason,
    right,
    stands_alone,
    start,
    warm_up,
)
from guide.planning import resting_on
from tests.conftest import LABS, STEPS

IDS = [step.id for lab, step in STEPS if lab.number] + [step.id for lab, step in STEPS if not lab.number]
PLACES = {"compute": 0, "understand": 2}


def typed(value) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def some(count: int, letters: str = "rd", earlier: bool = False) -> list[str]:
    """Answers of all lengths, drawn by lot."""
    rng = random.Random(7)
    seeds = ["" if earlier else f"{rng.randint(1, 9999)}-" for _ in range(count)]
    return [seed + "".join(rng.choices(letters, k=rng.randint(1, MOST))) for seed in seeds]


# ---------------------------------------------------------------- the pool


def test_the_ladders_are_the_labs():
    assert set(LADDERS) == {lab.title for lab in LABS} and WARM_UP in LADDERS
    for lab in LABS:
        assert [*LADDERS[lab.title]] == [step.id for step in lab.steps if step.id not in UNASKED]
    assert set(UNASKED) <= set(IDS) and set(EARLIER) <= set(AREA) and len(EARLIER) == MOST
    assert all(len(why.split()) > 5 for why in UNASKED.values())


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("step", AREA)
def test_letters_say_what_was_answered(step, kind):
    """Of every step, both kinds: asked without pictures, in new numbers, each slip told by its number."""
    place, seen = PLACES[kind], set()
    for seed in (1, 2, 77, 9999):
        one = question(step, place, seed)
        assert stands_alone(one) and not one.sketches
        assert bool(one.choices) or kind == "compute"
        assert mark(one, typed(one.answer)) == "r" and Asked(step, one, "r").why == ""
        for mistake in one.mistakes:  # where two have the same sentence, the letter is the first one's
            assert Asked(step, one, mark(one, typed(mistake.value))).why == mistake.why
        assert Asked(step, one, "x").why == Asked(step, one, "d").why == ""
        if not isinstance(one.answer, str):
            assert mark(one, "123456789.123") == "x"
        with pytest.raises(ValueError):
            mark(one, "no idea" if not one.choices else "")
        seen.add(one.prompt + str(one.choices))
    assert len(seen) > 1


def test_what_speaks_of_its_step_is_not_asked():
    speaks = "The small model of this step goes on three times"
    assert not stands_alone(question("sums", 0, 1).__class__(speaks, 1.0, (), ""))
    assert stands_alone(question("sums", 0, 1).__class__("What is 1 + 1?", 2.0, (), ""))


# ---------------------------------------------------------------- which comes next


def test_the_next_question_depends_on_the_last_answer():
    for seed in range(1, 6):
        (first, _), after_right, after_miss = coming("", seed), coming(f"{seed}-r", seed), coming(f"{seed}-d", seed)
        assert first == coming("", seed)[0] and after_right[0] != after_miss[0]


def test_right_leads_up_and_missed_leads_down_in_each_lab():
    for answers in some(60):
        taken = asked(answers)
        assert len({one.step for one in taken}) == len(taken) <= MOST
        for number, one in enumerate(taken):
            ladder = LADDERS[AREA[one.step]]
            for later in taken[number + 1 :]:
                assert later.step not in one.settles
                if later.step in ladder:
                    assert (ladder.index(later.step) > ladder.index(one.step)) == one.right


def test_it_asks_of_every_lab_and_other_steps_for_another_seed():
    able = [{one.step for one in asked(f"{seed}-" + "r" * MOST)} for seed in range(1, 13)]
    lost = [{one.step for one in asked(f"{seed}-" + "d" * MOST)} for seed in range(1, 13)]
    for steps in able:
        assert {AREA[step] for step in steps} == set(LADDERS) - {WARM_UP}
    for steps in lost:
        assert {AREA[step] for step in steps} >= set(LADDERS) - {"Apply it now"}, "the warm-up, too"
    assert len(set().union(*able)) > MOST + 5 and len(set().union(*lost)) > MOST


def test_it_ends_where_each_lab_is_known_to_within_a_step():
    ends = set()
    for answers in some(40):
        answers = answers.split("-")[0] + "-" + "".join(random.Random(answers).choices("rd", k=MOST))
        taken, still = asked(answers), left(asked(answers))
        assert is_whole(answers) and next_step(taken, int(answers.split("-")[0])) is None
        assert len(taken) == MOST or all(len(still.intersection(ladder)) <= 1 for ladder in LADDERS.values())
        ends.add(len(taken))
    assert len(ends) > 1


def learner(area: str, count: int) -> set[str]:
    """Who knows the first steps of a lab, and what they rest on: any step of a lab asks for the warm-up."""
    first = LADDERS[area][:count]
    basics = LADDERS[WARM_UP] if first and area != WARM_UP else []
    return {*basics, *first}.union(*map(resting_on, first))


def taken_by(knows: set[str], seed: int) -> str:
    """The answers of somebody who answers right exactly where they know the step."""
    answers = f"{seed}-"
    while not (answers[-1] != "-" and is_whole(answers)):
        step, _ = coming(answers if answers[-1] != "-" else "", seed)
        answers += "r" if step in knows else "d"
    return answers


@pytest.mark.parametrize("area", LADDERS)
def test_who_knows_the_first_steps_of_a_lab_begins_where_they_end(area):
    """Within one step; where ten questions run out before that, in one case of twenty at most, within two."""
    ladder, off = LADDERS[area], []
    for count in range(len(ladder) + 1):
        knows = learner(area, count)
        for seed in (1, 2, 3, 4):
            begin = start(area, taken_by(knows, seed))
            off.append(abs((ladder.index(begin) if begin else len(ladder)) - count))
    assert max(off) <= 2 and sum(one > 1 for one in off) <= len(off) / 20, off


# ---------------------------------------------------------------- the link


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "q",
        "rr ",
        "RR",
        "r" * 11,
        "<script>",
        "0",
        "r\n",
        "ддд",
        "7-",
        "-r",
        "0-r",
        "10000-r",
        "7-rq",
        "7-7-r",
    ],
)
def test_a_doctored_link_has_no_answers(text):
    assert read(text) == ""


def test_letters_after_the_end_count_for_nothing():
    whole = taken_by(set(), 3)
    assert len(asked(whole)) < MOST and read(whole + "r") and asked(whole + "r") == asked(whole)


def test_answers_of_the_earlier_check_keep_what_they_let_you_skip():
    """Links and kept plans have them, without a seed: ten letters for ten fixed steps."""
    skips = {0: {"functions"}, 1: {"vectors", "dot_product"}, 2: {"conditional"}, 3: {"spread"}, 4: {"derivative"}}
    skips |= {5: {"sums"}, 6: {"matrices", "matrix_product"}, 7: {"bayes"}, 8: {"sampling"}, 9: {"descent"}}
    for place, steps in skips.items():
        assert steps <= known("d" * place + "r") and known("d" * place + "d") == set()
    assert is_whole("rd" * 5) and coming("rr", 1) is None and not is_whole("rr")
    assert asked("dd", 5)[1].question == asked("rd", 5)[1].question != asked("dd", 6)[1].question


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ("", "vectors"),
        ("d" * 10, "functions"),
        ("rdddd" + "d" * 5, "equations"),
        ("rdddd", "vectors"),
        ("d", "functions"),
        ("rrrrdrrrrd", "derivative"),  # calculus forgotten
        ("rdrrrrrrrr", "dot_product"),
        ("rrdrrrrrrr", "conditional"),
        ("drrrrrrrrr", "functions"),  # nothing else is missing
        ("drrrdrrrrr", "derivative"),  # one slip in the basics doesn't send anyone back
        ("r" * 10, "clinic"),
    ],
)
def test_where_to_begin(answers, step):
    assert first_step(answers) == step


# ---------------------------------------------------------------- what follows


def name(step: str) -> str:
    return f"**{placement.STEPS[step].name}**"


def names(text: str) -> set[str]:
    """The steps in a list of names: A, B and C."""
    called = {step.name: id for id, step in placement.STEPS.items()}
    return {called[one] for one in text.replace(" and ", ", ").split(", ") if one}


def test_a_choice_is_weaker_evidence_than_a_number():
    kinds = set()
    for answers in some(60, "rrrd"):
        for one in right(answers):
            luck = bool(one.question.choices)
            assert set(one.skips) == ({one.step} if luck else {one.step, *resting_on(one.step)})
            assert (one.settles <= set(LADDERS[AREA[one.step]])) or not luck
            line = next(line for line in concluded(AREA[one.step], answers) if name(one.step) in line)
            assert ("luck" in line and f"Among {len(one.question.choices)} choices" in line) == luck
            kinds.add(luck)
    assert kinds == {True, False}


def test_what_is_said_to_be_skipped_is_skipped_and_nothing_else():
    more, unshown = 0, 0
    for answers in some(60, "rrd") + some(60, "rd", earlier=True):
        told = {area: concluded(area, answers) for area in LADDERS}
        skipped = {one.step for one in right(answers)}
        for line in [line for lines in told.values() for line in lines]:
            if ", which it rests on" in line:
                skipped |= names(line.split("skip it, and ")[1].removesuffix(", which it rests on."))
                more += 1
            if line.startswith("Not asked, so not skipped: "):
                steps = names(line.removeprefix("Not asked, so not skipped: ").removesuffix("."))
                assert steps and not steps & (known(answers) | {one.step for one in asked(answers)})
                unshown += 1
        assert skipped == known(answers)
        for one in asked(answers):
            lines = [line for line in told[AREA[one.step]] if name(one.step) in line]
            assert len(lines) == 1 and lines[0].startswith("You missed" if one.letter == "x" else "You")
        for area in LADDERS:
            if not any(AREA[one.step] == area for one in asked(answers)):
                assert len(told[area]) == 1 and told[area][0].startswith("Not asked")
    assert more and unshown


def test_every_result_leads_to_a_step_not_yet_known():
    for answers in some(150, "rrdx1") + some(150, "rd", earlier=True):
        step = first_step(answers)
        assert step in IDS and step not in known(answers)
        assert len(right(answers)) + len(missed(answers)) == len(asked(answers))
        assert not set(warm_up(answers)) & known(answers)
        if warm_up(answers):
            assert step == warm_up(answers)[0] and 2 * len(right(answers)) < len(asked(answers))


def test_the_reason_is_the_reason():
    """What is said of the first step is so, whatever was answered and wherever it was stopped."""
    reasons, warm = set(), LADDERS[WARM_UP]
    everything = [f"{seed}-" + letter * count for seed in (1, 2) for letter in "rd" for count in range(1, MOST + 1)]
    for answers in some(150, "rrx") + some(100, "rx", earlier=True) + everything + ["drrrrrrrrr"]:
        step, why_so, lost = first_step(answers), reason(answers), [one.step for one in missed(answers)]
        reasons.add(why_so.split("**")[0])
        others = [one for one in lost if one not in warm]
        if "none of your answers reaches" in why_so:
            assert not lost and all(step not in one.settles for one in asked(answers))
        elif "is the first that you missed" in why_so:
            first = min(others, key=IDS.index)
            assert f"{name(first)} is the first" in why_so and ("Begin with it." in why_so) == (step == first)
            assert AREA[step] == AREA[first] and IDS.index(step) <= IDS.index(first)
        elif "All you missed is in the warm-up" in why_so:
            assert not others and step in warm and 2 * len(right(answers)) >= len(asked(answers))
        elif "what the warm-up is for" in why_so:
            assert step in warm and 2 * len(lost) > len(asked(answers))
        else:
            assert not lost and is_whole(answers) and step == "clinic"
    assert len(reasons) == 5 and "no question" in reason("")
