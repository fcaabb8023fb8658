"""What a room is asked, and what its votes are taken for."""

import json
from urllib.parse import parse_qsl

import numpy as np
import pytest

from labs import every_lab
from ui.question import printed
from ui.scene import scene
from workshop import polls, rooms
from workshop.store import Vote

STEPS = [step.id for lab in every_lab() for step in lab.steps]


def votes(*answers, persons=True):
    return [Vote(1, 1, place if persons else None, answer, None) for place, answer in enumerate(answers, start=1)]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_voted_on(step):
    for kind in polls.offered(step):
        poll = polls.make(kind, step, seed=12_345 if kind in ("compute", "understand") else 0)
        assert rooms.Room.from_json(rooms.Room(poll=poll).to_json()).poll == poll
        if kind == "placement":
            continue
        asked = polls.question(poll)
        assert poll.text == asked.prompt
        for choice in asked.choices:
            answer = choice if kind == "compute" else asked.choices.index(choice)
            kept, _ = rooms.accept(poll, answer)
            assert polls.judge(poll, kept).right == (choice == asked.answer)
        if not asked.choices:
            typed = polls.right_answer(poll)
            polls.read(poll, typed)
            assert polls.judge(poll, rooms.accept(poll, typed)[0]).right
        assert [count.right for count in polls.counts(poll, [], "")].count(True) == 1


@pytest.mark.parametrize("step", STEPS)
def test_the_picture_of_a_prediction_is_the_one_that_was_asked_about(step):
    poll = polls.make("prediction", step)
    page = scene(polls.step_of(step), {"guess": "shown"} | dict(parse_qsl(poll.link)))
    assert page.asked[0] == poll.text and tuple(page.asked[1]) == poll.choices
    assert page.asked[2] == polls.right_answer(poll)


def test_a_prediction_can_be_asked_at_other_values():
    poll = polls.make("prediction", "dot_product", seed=7)
    assert poll.text != polls.make("prediction", "dot_product").text and poll.link
    wrong = [count.why for count in polls.counts(poll, [], "") if not count.right]
    assert all(wrong) and len(wrong) == len(poll.choices) - 1


def test_what_was_computed_is_counted_by_what_went_wrong():
    poll = polls.make("compute", "dot_product", seed=4)
    asked = polls.question(poll)
    slip = asked.mistakes[0]
    text = printed(slip.value, asked.decimals)
    found = polls.counts(poll, votes(polls.right_answer(poll), text, text, "123456", "=1+1"), "")
    assert [(count.votes, count.right) for count in found] == [(1, True), (2, False), (2, False)]
    assert {count.why for count in found} == {"", slip.why}
    assert {count.answer for count in found} == {polls.right_answer(poll), text, polls.ANOTHER}, "no learner's text"
    assert polls.share(poll, votes(polls.right_answer(poll), text), "") == (1, 2)


@pytest.mark.parametrize("kind", ["compute", "understand"])
def test_each_has_their_own_numbers(kind):
    poll, code = polls.make(kind, "dot_product", seed=None), "K7M4XWRPA"
    seeds = [polls.seed_of(poll, code, 1, person) for person in (1, 2, 3, 4)]
    asked = [polls.question(poll, seed) for seed in seeds]
    assert len({each.prompt for each in asked}) == 4
    rights = [polls.right_answer(poll, seed) for seed in seeds]
    if kind == "understand":
        rights = [each.choices.index(right) for each, right in zip(asked, rights)]
    assert polls.share(poll, votes(*rights), code) == (4, 4)
    others = [*rights[1:], rights[0]]
    assert polls.share(poll, votes(*others), code)[0] < 4
    if kind == "understand":
        least = min(asked, key=lambda each: len(each.choices))
        assert not polls.judge(poll, polls.MOST_CHOICES - 1, seeds[asked.index(least)]).right


def test_reading_says_nothing_of_how_right_it_is():
    poll = polls.make("compute", "pca", seed=3)
    asked = polls.question(poll)
    assert asked.decimals
    polls.read(poll, f"{asked.answer:.{asked.decimals - 1}f}")
    polls.read(poll, "123456")
    with pytest.raises(ValueError, match="isn't a number"):
        polls.read(poll, "many")


def test_a_step_or_vote_that_isnt_there_is_refused_in_words():
    for bad in (("prediction", "nowhere"), ("placement", "arrays"), ("poem", "arrays"), ("prediction", "arrays", None)):
        with pytest.raises(ValueError, match=r"\.$"):
            polls.make(*bad)


# ---------------------------------------------------------------- placements

HITS = {  # a place for each name that can be found; the first of each is right
    "vectors": [("right", (1, -1)), ("sum", (3, 3)), ("turned", (-1, 1)), ("", (4, -3))],
    "dot_product": [
        ("right", (-1.2, 2.4)),
        ("right", (1.2, -2.4)),
        ("short", (-0.5, 1)),
        ("along", (-4, -2)),
        ("", (0, 3)),
    ],
    "eigenvectors": [
        ("right", (1, 0.5)),
        ("right", (-0.5, 1)),
        ("column", (1.3, 0.4)),
        ("column", (0.4, 0.7)),
        ("", (1, -0.3)),
    ],
    "pca": [("right", (1.6, 1)), ("least", (-1, 1.6)), ("", (0, 1))],
    "gradient": [
        ("right", (-1, 55.5)),
        ("lowest", (-13, 23.5)),
        ("uphill", (38, 36)),
        ("level", (38, 56)),
        ("", (30, 10)),
    ],
    "descent": [("right", (-13, 23.5)), ("zero", (0, 0)), ("", (30, 40))],
}


@pytest.mark.parametrize("step", polls.PLACEMENTS)
def test_a_placement_is_judged_by_core(step):
    asked, poll = polls.PLACEMENTS[step], polls.make("placement", step)
    (name,) = poll.handles
    assert {found for found, _ in HITS[step]} == {"right", "", *asked.slips}
    for found, place in HITS[step]:
        verdict = polls.judge(poll, rooms.accept(poll, {name: list(place)})[0])
        assert verdict.right == (found == "right"), place
        if not verdict.right:
            assert verdict.why == asked.slips.get(found, polls.UNKNOWN_PLACE), place
    start = {name: np.array(handle.at) for name, handle in asked.handles.items()}
    assert asked.finds(start) == "", "it starts where nothing is said of it"
    rows = votes(*({name: list(place)} for _, place in HITS[step]))
    found = polls.counts(poll, rows, "")
    assert sum(count.votes for count in found) == len(rows) and found[0].right
    assert not {count.why for count in found} - {"", *asked.slips.values()}


@pytest.mark.parametrize("step", polls.PLACEMENTS)
def test_the_picture_to_place_on_tells_nothing(step):
    poll = polls.make("placement", step)
    (name,) = poll.handles
    rights = [place for found, place in HITS[step] if found == "right"]
    shown = [scene(polls.placing(poll), {name: f"{x},{y}"}) for x, y in (*rights, (2, 2))]
    assert shown[0].drawn["handles"][0]["at"] == rights[0]
    assert all(page.marks == shown[-1].marks and page.said == "" and not page.badge for page in shown)
    json.dumps(shown[0].json(), allow_nan=False)
    before, after = (polls.placed(poll, votes({name: [2.0, 2.0]}), truth) for truth in (False, True))
    assert len(after["marks"]) > len(before["marks"]) == len(shown[0].marks) + 1
