"""Every step's turn: core's own body is right, each slip is told as itself, what is written draws the picture."""

import ast
import json

import pytest

from tests.conftest import SCENES, look
from ui import code
from ui.turn import TRIALS, Drawing, judged, same

TURNS = {step.id: (step, look(step).turn) for step in SCENES if look(step).turn}


@pytest.fixture(params=TURNS)
def step_and_turn(request):
    return TURNS[request.param]


def test_a_learner_can_write_it(step_and_turn):
    step, turn = step_and_turn
    assert turn.function in code.called(look(step).ran.cell), "the step's cell calls it"
    assert 1 <= len(turn.right.strip().splitlines()) <= 12
    assert 2 <= len(turn.hints) <= 3 and all(len(hint.split()) >= 4 for hint in turn.hints)
    assert len(turn.slips) >= 2 and all(len(slip.why.split()) >= 6 for slip in turn.slips)
    assert not {"import", "exec", "eval"} & {node.id for node in ast.walk(ast.parse(turn.whole(turn.right))) if
                                             isinstance(node, ast.Name)}  # fmt: skip


def test_the_trials_are_fifty_and_not_all_alike(step_and_turn):
    _, turn = step_and_turn
    trials = list(turn.trials())
    assert len(trials) == TRIALS
    results = [turn.function(**given) for given in trials]
    assert sum(not same(result, results[0]) for result in results) >= TRIALS // 2


def test_the_right_body_is_right_and_draws_the_picture(step_and_turn):
    step, turn = step_and_turn
    outcome = judged(turn, turn.whole(turn.right))
    assert outcome.right, outcome
    plain, drawn = look(step), look(step, own=turn.right)
    assert drawn.badge == f"Drawn by your {turn.name}()"
    assert len(drawn.marks) == len(plain.marks)
    assert {**drawn.json(), "marks": [], "badge": ""} == {**plain.json(), "marks": [], "badge": ""}


def test_each_slip_is_told_as_itself(step_and_turn):
    _, turn = step_and_turn
    for slip in turn.slips:
        outcome = judged(turn, turn.whole(slip.body))
        assert not outcome.right and outcome.says == slip.why, (slip, outcome)


def test_a_slip_is_seen_in_the_picture(step_and_turn):
    """At least one slip changes the picture where the step starts; none breaks it."""
    step, turn = step_and_turn
    drawn = [look(step, own=slip.body) for slip in turn.slips]
    assert all(page.badge for page in drawn)
    assert all(json.dumps(page.json(), allow_nan=False) for page in drawn)
    assert any(page.marks != look(step).marks for page in drawn), [page.badge for page in drawn]


def test_the_time_that_the_step_takes_is_not_the_learners(step_and_turn):
    _, turn = step_and_turn
    drawing, now = Drawing(turn, turn.whole(turn.right)), [0.0]
    drawing.budget.clock = lambda: now[0]
    drawing.budget.deadline = drawing.budget.seconds
    drawing.rested = 0.0
    for given in list(turn.trials())[:3]:
        now[0] += 100  # the cell is busy with something else
        drawing.call(**given)


STRANGE = [
    "",
    "pass",
    "return None",
    "return 'x'",
    "return [[1, 2], [3]]",
    "while True:\n    pass",
    "return 1 / 0",
    "x = (",
]


@pytest.mark.parametrize(
    "body", [*STRANGE, "x = (", "return nothing", "import os", "return float('nan')", "return 10**300"]
)
def test_whatever_is_written_the_step_stands(body):
    for step, turn in list(TURNS.values())[:6]:
        page = look(step, own=body)
        assert page.said == look(step).said and page.marks
        assert not body or not judged(turn, turn.whole(body)).right
