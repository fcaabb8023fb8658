"""The rules of a room: what may follow what, who sees what, which names and codes there are."""

import csv
import io
import re
import unicodedata
from dataclasses import replace
from random import Random

import pytest

from tests.workshop.conftest import POLL
from workshop import rooms
from workshop.rooms import Poll, Room, sight

NOW, NEW = 1e9, Room(code="C")


def after(*deeds, room: Room = NEW) -> Room:
    """The room after these deeds, each a rule or a rule with its arguments."""
    for deed in deeds:
        rule, *arguments = deed if isinstance(deed, tuple) else (deed,)
        room = rule(room, NOW, *arguments)
    return room


ASK = (rooms.ask, POLL)
ROAD = [ASK, rooms.close, rooms.show, rooms.talk, rooms.second, rooms.close, rooms.show, rooms.tell, rooms.finish]
STATES = {f"{n} {getattr(deed, '__name__', 'ask')}": after(*ROAD[: n + 1]) for n, deed in enumerate(ROAD)}
DEEDS = {
    "ask": ASK,
    "close": rooms.close,
    "show": rooms.show,
    "talk": rooms.talk,
    "second": rooms.second,
    "tell": rooms.tell,
    "take_back": rooms.take_back,
    "hold_again": rooms.hold_again,
    "finish": rooms.finish,
    "bring": (rooms.bring, "vectors", "u=1,2"),
}
MAY = {  # what may be done in each state of the road
    "0 ask": "close take_back",
    "1 close": "ask show talk second take_back finish bring",
    "2 show": "ask talk second tell take_back finish bring",
    "3 talk": "ask show talk second take_back finish bring",
    "4 second": "close take_back",
    "5 close": "ask show take_back finish bring",
    "6 show": "ask tell take_back finish bring",
    "7 tell": "ask tell take_back finish bring",
    "8 finish": "ask take_back finish bring",
}


@pytest.mark.parametrize("state", STATES)
def test_what_may_follow_what(state):
    may = set()
    for name, deed in DEEDS.items():
        try:
            after(deed, room=STATES[state])
            may.add(name)
        except ValueError as problem:
            assert str(problem).endswith("."), "a sentence"
    assert may == set(MAY[state].split())


def test_the_road_of_a_vote():
    told = [(room.phase, room.round, room.revealed, room.truth) for room in STATES.values()]
    assert told == [
        ("open", 1, 0, False),
        ("closed", 1, 0, False),
        ("shown", 1, 1, False),
        ("talk", 1, 1, False),
        ("open", 2, 1, False),
        ("closed", 2, 1, False),
        ("shown", 2, 2, False),
        ("shown", 2, 2, True),
        ("idle", 2, 2, True),
    ]


def test_after_the_truth_there_is_no_second_round():
    room = after(ASK, rooms.close, rooms.show, rooms.tell)
    for rule in (rooms.talk, rooms.second):
        with pytest.raises(ValueError, match="has been told"):
            after(rule, room=room)


def test_nobody_but_the_facilitator_sees_votes_before_they_are_shown():
    seen = {state: sight(room).rounds for state, room in STATES.items()}
    assert seen == {
        "0 ask": (),
        "1 close": (),
        "2 show": (1,),
        "3 talk": (1,),
        "4 second": (),
        "5 close": (1,),
        "6 show": (1, 2),
        "7 tell": (1, 2),
        "8 finish": (),
    }
    hidden = after(ASK, rooms.close, rooms.talk)  # the talk without the votes
    for deeds in ((), (rooms.second,), (rooms.second, rooms.close)):
        assert sight(after(*deeds, room=hidden)).rounds == ()
    assert [state for state, room in STATES.items() if sight(room).truth] == ["7 tell"]
    assert not any(sight(room).whose for room in STATES.values())
    for room in STATES.values():
        assert sight(room, facilitator=True) == (tuple(range(1, room.round + 1)), True, True)


def test_taking_back_goes_one_round_back():
    shown = STATES["7 tell"]
    once = after(rooms.take_back, room=shown)
    assert (once.phase, once.round, once.revealed, once.truth, once.number) == ("talk", 1, 1, False, 1)
    twice = after(rooms.take_back, room=once)
    assert (twice.phase, twice.round, twice.revealed, twice.number) == ("idle", 0, 0, 1)
    assert after(rooms.hold_again, room=twice).number == 1
    assert after(ASK, room=twice).number == 1, "one that was taken back leaves no gap"
    assert after(ASK, room=shown).number == 2
    with pytest.raises(ValueError, match="no vote to take back"):
        after(rooms.take_back, room=twice)
    with pytest.raises(ValueError, match="no vote to take back"):
        after(rooms.take_back)


def test_a_deadline_closes_the_round_by_itself():
    room = rooms.ask(Room(), NOW, POLL, seconds=60)
    assert rooms.at(room, NOW + 59.9) is room
    closed = rooms.at(room, NOW + 60)
    assert (closed.phase, closed.deadline) == ("closed", None)
    talk = rooms.talk(closed, NOW, seconds=60)
    assert rooms.at(talk, NOW + 61) is talk, "a talk ends when the facilitator says so"
    more = rooms.more_time(room, NOW + 50, 30)
    assert more.deadline == NOW + 90
    assert rooms.more_time(closed, NOW + 70, 30).deadline == NOW + 100
    for wrong in (0, -5, 3601, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="count-down"):
            rooms.ask(Room(), NOW, POLL, seconds=wrong)
    for still in (Room(), STATES["0 ask"], STATES["6 show"]):
        with pytest.raises(ValueError, match="count-down"):
            rooms.more_time(still, NOW, 30)


def test_a_room_is_kept_whole():
    room = after((rooms.set_plan, [("vectors", 5), ("dot_product", 10)]), (rooms.go, 1), *ROAD[:5])
    placed = rooms.ask(Room(), NOW, Poll("placement", "descent", handles=("w",), size=(-3, 3, -2, 2)))
    for each in (Room(code="C"), room, placed):
        assert Room.from_json(each.to_json(), code=each.code, version=7) == each


def test_a_plan_of_the_hour():
    room = after((rooms.set_plan, [("vectors", 5), ("dot_product", 10)]))
    assert (room.place, room.until) == (-1, None)
    there = after((rooms.go, 1), room=room)
    assert (there.step, there.place, there.until, there.invited) == ("dot_product", 1, NOW + 600, 1)
    for place in (-1, 2):
        with pytest.raises(ValueError, match="no such stop"):
            after((rooms.go, place), room=room)
    for plan in ([("vectors", 0)], [("vectors", 481)], [("vectors", 1)] * 61):
        with pytest.raises(ValueError, match="at most"):
            after((rooms.set_plan, plan))


def test_a_shared_link_says_nothing_of_the_facilitators_own():
    link = "guess=2&whose=link&u=1,2&q=17&understand=3&own=return+1&met=2&place=check&step=vectors&text=a%26guess%3D1"
    assert after((rooms.bring, "vectors", link)).link == "u=1,2&text=a%26guess%3D1"
    assert Poll("prediction", "vectors", link="guess=1&u=1,2", choices=("a", "b")).link == "u=1,2"
    with pytest.raises(ValueError, match="too long"):
        after((rooms.bring, "vectors", "u=" + "1" * 5000))


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "essay"}, {"kind": "prediction", "choices": ("a",)}, {"kind": "understand"}, {"kind": "placement"}],
)
def test_what_can_not_be_asked(wrong):
    with pytest.raises(ValueError):
        Poll(**{"step": "vectors", **wrong})


def test_what_was_computed_is_kept_as_it_was_typed():
    poll = Poll("compute", "vectors")
    assert rooms.accept(poll, " 2,5\u202e \n") == ("2,5", None)
    for wrong in ("", "  ", "1" * 61, 3, None, ["1"]):
        with pytest.raises(ValueError, match="Type an answer"):
            rooms.accept(poll, wrong)
    with pytest.raises(ValueError, match="how sure"):
        rooms.accept(poll, "1", confidence=1)  # it wasn't asked for


def test_own_numbers_are_the_same_after_every_return():
    seeds = {
        (number, person): rooms.own_seed("K7M4XWRPA", number, person) for number in (1, 2) for person in range(100)
    }
    assert len(set(seeds.values())) == 200 and all(0 <= seed < 2**32 for seed in seeds.values())
    assert rooms.own_seed("K7M4XWRPA", 1, 5) == seeds[1, 5]


# ---------------------------------------------------------------- after the vote


def test_the_lines_between_the_kinds_of_advice_are_at_30_and_70_per_cent():
    said = [rooms.advice(right, 100)[0] for right in (0, 29, 30, 50, 70, 71, 100)]
    assert said == ["explain", "explain", "discuss", "discuss", "discuss", "go on", "go on"]
    for wrong in ((0, 0), (3, 2), (-1, 2)):
        with pytest.raises(ValueError):
            rooms.advice(*wrong)


def test_sure_and_wrong_is_told_of_nobody_who_could_be_known():
    wrong = [(False, 3)]
    for few in range(5):
        assert rooms.sure_and_wrong(wrong * few + [(True, 3), (False, 2), (False, None)] * 30) is None
    assert rooms.sure_and_wrong(wrong * 5) == 5


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("<script>alert(1)", "<script>alert(1)"),
        ("=1+1", "=1+1"),
        ("Ada \u202eecalevoL", "Ada ecalevoL"),
        ("\u200fعلي\u200e", "علي"),
        ("\u2066Ada\u2069\ufeff", "Ada"),
        ("Ada\x00\x07\nLove\tlace", "Ada Love lace"),
        ("🐙", "🐙"),
        ("👩\u200d💻 Ada", "👩💻 Ada"),
        ("a\u0300\u0301\u0302\u0303\u0304\u0305", "à\u0301\u0302"),
        ("\u0301Ada", "Ada"),
        ("李小龍", "李小龍"),
        ("O’Brien-Smith", "O’Brien-Smith"),
        ("  x  ", "x"),
        ("e\u0301" * 24, "é" * 24),
    ],
)
def test_names_that_are_kept(typed, kept):
    name = rooms.clean_name(typed)
    assert name == kept and rooms.clean_name(name) == name
    assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in name)


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u200b", "\u202e\u202d", "\u3164", "\u2800\u115f", "\n\t", "\u0301\u0302", "\ufeff \xad"]
)
def test_names_that_nobody_could_see(typed):
    with pytest.raises(ValueError, match="can be seen"):
        rooms.clean_name(typed)


@pytest.mark.parametrize("typed", ["x" * 25, "x" * 10_000, "🐙" * 25, "\u200b" * 10_000, "a" + "\u0301" * 10_000])
def test_names_that_are_too_long(typed):
    with pytest.raises(ValueError, match="24 letters"):
        rooms.clean_name(typed)


def test_look_alikes_are_marked():
    names = {1: "Ada", 2: "Аda", 3: "ADA.", 4: "Bob", 5: "B0b", 6: "Paul", 7: "Pau1", 8: "", 9: "", 10: "Eve", 11: "🐙"}
    assert rooms.alike(names) == {1, 2, 3, 4, 5, 6, 7}
    assert rooms.alike({1: "🐙", 2: "🐙", 3: "🐢"}) == {1, 2}
    assert rooms.alike({1: "Ａｄａ", 2: "Àdá", 3: "ᴀdb"}) == {1, 2}


def test_offered_names_are_good_names_and_nobody_elses():
    rng, taken = Random(1), []
    for _ in range(rooms.MOST_PEOPLE):
        name = rooms.offer_name(rng, taken)
        assert rooms.clean_name(name) == name
        taken.append(name)
    assert rooms.alike(dict(enumerate(taken))) == set()
    assert rooms.offer_name(Random(7)) == rooms.offer_name(Random(7))
    everyone = [f"{a} {b}" for a in rooms.ADJECTIVES for b in rooms.ANIMALS]
    assert max(map(len, everyone)) <= rooms.LONGEST_NAME
    assert rooms.offer_name(Random(1), everyone).startswith("Learner ")


def test_a_shown_name_has_no_sign_that_markdown_heeds():
    for name in ("*Ada*", "<b>x</b>", "[x](http://y.z)", "$x$", ":red[x]", "`x`", "# Ada", "1. Ada", "_a_", "\\(x"):
        shown = rooms.shown_name(name)
        assert re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "") == name
        assert re.fullmatch(r"(\\[!-/:-@\[-`{-~]|[A-Za-z0-9 \u2060])*", shown)
    for name in ("www.x.yz", "http://x.yz", "a@b.yz", ":star:", ":material/home:"):
        read = re.sub(r"\\(.)", r"\1", rooms.shown_name(name))
        assert not re.search(r"www\.|http:|\w@|:[\w/]+:", read), "what is looked for when the text is read"


def test_questions_to_the_facilitator():
    assert rooms.clean_text(" Why\nis it\u202e so? ") == "Why is it so?"
    for wrong in ("", " ", "\u200b", "x" * 301, "x" * 100_000):
        with pytest.raises(ValueError):
            rooms.clean_text(wrong)


# ---------------------------------------------------------------- codes


def test_codes_can_be_read_out_and_not_guessed():
    assert len(rooms.ALPHABET) ** rooms.LETTERS > 2**40
    assert len(set(rooms.ALPHABET)) == len(rooms.ALPHABET) and not set(rooms.ALPHABET) & set("01OILSBUZ")
    codes = {rooms.new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        shown = rooms.shown_code(code)
        assert shown.count("-") == 2
        assert {rooms.read_code(each) for each in (code, shown, shown.lower(), f" {shown.replace('-', ' ')}\n")} == {
            code
        }
    for wrong in ("", "ABC", "K7M4XWRPAA", "K7M4XWRP!", "x" * 10_000, "К7M4XWRPA", "K7M4XWRP٣"):
        assert rooms.read_code(wrong) == ""


def test_secrets_have_128_bits():
    made = {rooms.new_secret() for _ in range(200)}
    assert len(made) == 200 and min(map(len, made)) >= 22  # letters of 6 bits


def test_tries_are_counted_by_browser():
    tries = rooms.Tries(most=3, seconds=60, browsers=4)
    for moment in (0, 1, 2):
        assert tries.left("a", moment) == 3 - moment
        tries.wrong("a", moment)
    assert tries.left("a", 3) == 0 and tries.left("b", 3) == 3, "another browser behind the same address is free"
    assert [tries.left("a", moment) for moment in (59, 60, 61.5, 62)] == [0, 1, 2, 3]
    for n in range(1000):
        tries.wrong(f"browser {n}", 3)
    assert len(tries.when) == 4 and all(len(when) <= 3 for when in tries.when.values())


# ---------------------------------------------------------------- a table to take home


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1+1", "−2+3", "\x00=1", "=cmd|' /C calc'!A0"],
)
def test_no_cell_runs(text):
    assert str(rooms.cell(text)).startswith("'")


@pytest.mark.parametrize("value", ["-2.5", "2,5", "+3", "−4", "Ada", "a=b", 3, -2.5, "<b>"])
def test_what_runs_nothing_stays_as_it_is(value):
    assert rooms.cell(value) == value


def test_a_table_is_read_as_it_was_written():
    rows = [["Ada, “the first”", "=1", None, 2], ['say "so"', "two\nlines", True, -0.5]]
    text = rooms.to_csv(["name", "answer", "sure", "round"], rows)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert read[1:] == [["Ada, “the first”", "'=1", "", "2"], ['say "so"', "two lines", "yes", "-0.5"]]


def test_a_room_never_changes():
    with pytest.raises(AttributeError):
        Room().phase = "open"
    assert replace(Room(), version=1) == Room(), "what is counted is no part of the state"
