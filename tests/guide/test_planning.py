import itertools

import pytest

from guide.placement import LADDERS, UNASKED, WARM_UP, known, warm_up
from guide.planning import (
    BASICS,
    COUNTS,
    FIRST,
    LATER,
    MINUTES,
    NEEDS,
    PATHS,
    SKIPS,
    TIME,
    WORK,
    duration,
    plan,
    read,
    resting_on,
)
from tests.conftest import STEPS

CURRICULUM = [step.id for lab, step in STEPS if lab.number]
NAMED = {step for steps in FIRST.values() for step in steps.split()} | set(LATER)
NAMED |= {step for needs in NEEDS.values() for step in needs}
every_answer = pytest.mark.parametrize(("path", "work", "time"), list(itertools.product(PATHS, WORK, TIME)))


def test_the_plan_names_steps_of_the_labs():
    assert NAMED <= set(CURRICULUM)


def test_nothing_rests_on_what_comes_later():
    for step, needs in NEEDS.items():
        assert all(CURRICULUM.index(need) < CURRICULUM.index(step) for need in needs), step


def test_every_step_has_its_place_in_some_list():
    """By name, or because one that is named rests on it; those for doing, not for knowing, may come last."""
    named = {step for steps in FIRST.values() for step in steps.split()} | set(LATER)
    resting = {need for step in named for need in resting_on(step)}
    assert set(CURRICULUM) - named - resting <= {*UNASKED, "eigenvectors"}
    assert len(BASICS) == len(LADDERS[WARM_UP]) and set(BASICS) == set(LADDERS[WARM_UP])


def test_every_pair_of_answers_has_its_list():
    assert set(FIRST) == set(itertools.product(PATHS, WORK))
    assert len({tuple(plan(*pair, "20 minutes", CURRICULUM).steps) for pair in FIRST}) == len(FIRST)


@every_answer
@pytest.mark.parametrize(
    "answers", ["", "rrrrrrrrrr", "dddddddddd", "rrrrdrrrrd", "rr", "3-rrrrrrrrrr", "3-dddddddddd", "5-rdrdrd"]
)
@pytest.mark.parametrize("steps", [CURRICULUM, CURRICULUM[:12]])
def test_a_plan_is_in_order_complete_and_fits_the_time(path, work, time, answers, steps):
    basics = warm_up(answers)
    made = plan(path, work, time, steps, known(answers), basics)
    labs = [step for step in made.steps if step in steps]
    assert labs == [step for step in steps if step in labs] and len(made.steps) == len(set(made.steps))
    assert made.steps == [*(step for step in basics if step in made.steps), *labs]
    assert not set(made.steps) & known(answers) and not set(labs) & set(made.later)
    for step in labs:
        before = set(labs[: labs.index(step)]) | known(answers) | set(made.later)
        assert {need for need in resting_on(step) if need in steps} <= before, step
    if time in COUNTS:
        assert len(made.steps) == min(COUNTS[time], len(steps) - len(set(made.known)) - len(made.later) + len(basics))
    else:
        assert set(labs) | set(made.known) | set(made.later) == set(steps)
    waits = {step for step in LATER if step in steps} - known(answers) if path == "Engineering" else set()
    assert set(made.later) == waits


def test_what_the_page_promises_of_the_short_plans():
    assert plan("Engineering", "Text", "20 minutes", CURRICULUM).steps == ["vectors", "dot_product", "retrieval"]
    assert plan("Engineering", "Tables", "20 minutes", CURRICULUM).steps == ["spread", "metrics", "overfitting"]
    forgot = plan("Engineering", "Training", "20 minutes", CURRICULUM, known("rrrrdrrrrd"))
    assert forgot.steps == ["derivative", "gradient", "descent"]
    assert set(plan("Research", "Mixed", "All of it", CURRICULUM).steps) == set(CURRICULUM)


@every_answer
def test_a_warm_up_leaves_room_for_the_work_at_hand(path, work, time):
    basics = warm_up("d" * 10)
    made = plan(path, work, time, CURRICULUM, warm_up=basics)
    if time == "20 minutes":
        assert made.steps == ["functions", "sums", FIRST[path, work].split()[0]]
    else:
        assert made.steps[: len(basics)] == basics == LADDERS[WARM_UP]


def test_the_four_things_to_skip_have_reasons():
    assert len(SKIPS) == 4 and all(len(why.split()) > 8 for why in [*SKIPS.values(), *LATER.values()])


@pytest.mark.parametrize("link", [{}, {"path": "x"}, {"path": ""}, {"work": "<b>", "time": "1e9"}, {"step": "vectors"}])
def test_a_doctored_link_answers_nothing(link):
    assert read(link) == {}


def test_durations_are_five_to_ten_minutes_a_step():
    assert MINUTES == (5, 10)
    for count in range(1, 41):
        words = duration(count)
        assert "minutes" in words if count <= 6 else "hour" in words
        low, high = (float(part.replace("½", ".5").split()[0]) for part in words.split(" to "))
        low = low if "minutes" in words.split(" to ")[0] or count <= 6 else 60 * low
        high = high if count <= 6 else 60 * high
        assert abs(low - 5 * count) <= 15 and abs(high - 10 * count) <= 15
