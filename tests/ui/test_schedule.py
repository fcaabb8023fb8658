"""The schedule: what FSRS says, in whole days; the weak and long-unseen first; nothing lost to a wrong clock."""

from datetime import date, timedelta

from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from bench.review import compared
from ui.schedule import AIM, LONGEST, SHARE, Memory, answered, chance, due, practised, rests_on, weakest

DAY = date(2026, 3, 1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
memories = st.builds(
    lambda last, wait, firm, hard: Memory(last, last + timedelta(wait), firm, hard),
    days, st.integers(1, LONGEST), st.floats(0.001, 36_500), st.floats(1, 10),
)  # fmt: skip


def test_the_first_waits_are_those_of_the_published_parameters():
    """FSRS-6 begins a right answer with a stability of 2.3065 days, a wrong one with 0.212."""
    right, wrong = answered(None, True, DAY), answered(None, False, DAY)
    assert (right.stability, wrong.stability) == (2.3065, 0.212)
    assert (right.due, wrong.due) == (DAY + timedelta(2), DAY + timedelta(1))


def test_the_chance_follows_its_formula():
    decay = 0.1542
    for t in (0, 1, 7, 100):
        by_hand = (1 + (0.9 ** (-1 / decay) - 1) * t / 12) ** -decay
        assert abs(chance(Memory(DAY, DAY + timedelta(9), 12, 5), DAY + timedelta(t)) - by_hand) < 1e-12


def test_right_answers_in_a_row_stretch_the_wait_up_to_a_year():
    memory, waits = answered(None, False, DAY), []
    for _ in range(12):
        memory = answered(memory, True, memory.due)
        waits.append((memory.due - memory.last).days)
    assert waits == sorted(waits) and waits[0] <= 3 and waits[-1] == LONGEST


@given(memories, st.booleans(), days)
def test_whatever_the_clock_says_the_memory_is_sound(memory, right, today):
    after = answered(memory, right, today)
    assert after.is_sound() and after.last == max(today, memory.last) and after.due > after.last
    assert right or after.due == after.last + timedelta(1)
    assert answered(memory, True, today).stability >= answered(memory, False, today).stability
    assert 0 < chance(memory, today) <= 1


@given(memories, days)
def test_a_right_answer_is_what_the_library_says(memory, today):
    from datetime import UTC, datetime

    def moment(day):
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    day = max(today, memory.last)
    days = {"learning_steps": (), "relearning_steps": (), "maximum_interval": LONGEST, "enable_fuzzing": False}
    scheduler = Scheduler(desired_retention=AIM, **days)
    card = Card(1, State.Review, None, memory.stability, memory.difficulty, moment(memory.due), moment(memory.last))
    assert answered(memory, True, today).due == scheduler.review_card(card, Rating.Good, moment(day))[0].due.date()


@given(st.dictionaries(st.sampled_from("abcdef"), memories), days)
def test_what_is_due_is_due_and_the_weakest_comes_first(known, today):
    waiting = due(known, today)
    assert set(waiting) == {step for step in known if known[step].due <= today}
    chances = [chance(known[step], today) for step in weakest(known, today)]
    assert chances == sorted(chances) and len(chances) == len(known)


def test_the_weak_and_the_long_unseen_come_first():
    weak, firm = answered(None, False, DAY), answered(None, True, DAY)
    old = answered(None, True, DAY - timedelta(30))
    assert weakest({"firm": firm, "weak": weak}, DAY + timedelta(9)) == ["weak", "firm"]
    assert weakest({"firm": firm, "old": old}, DAY + timedelta(9)) == ["old", "firm"]


# ---------------------------------------------------------------- an answer practises what its step rests on

GRAPH = {"retrieval": ("dot_product",), "dot_product": ("vectors",), "attention": ("dot_product", "vectors")}


def test_a_share_for_each_step_below_the_nearest_way_counting():
    assert rests_on("retrieval", GRAPH) == {"dot_product": SHARE, "vectors": SHARE**2}
    assert rests_on("attention", GRAPH) == {"dot_product": SHARE, "vectors": SHARE}
    assert rests_on("vectors", GRAPH) == rests_on("elsewhere", GRAPH) == {}
    assert rests_on("a", {"a": ("b",), "b": ("a", "c"), "c": ("c",)}) == {"b": SHARE, "c": SHARE**2}, "a ring ends"


@given(memories, st.lists(st.tuples(st.floats(0, 1), days), max_size=6))
def test_practice_puts_off_at_most_by_the_wait_and_touches_nothing_else(memory, times):
    after = memory
    for share, today in times:
        before, after = after, practised(after, share, today)
        assert after.due >= before.due and after.is_sound()
    assert after.due <= memory.last + timedelta(min(LONGEST, 2 * memory.wait)) and after.wait == memory.wait
    assert after == memory._replace(due=after.due, later=after.later)
    assert practised(memory, 1, memory.last) == memory, "what was answered today isn't put off"


def test_a_step_that_was_practised_counts_as_remembered_better_and_an_answer_settles_it():
    memory = Memory(DAY, DAY + timedelta(10), 10, 5)
    day = DAY + timedelta(8)
    after = practised(memory, SHARE, day)
    assert after.later == 6 and chance(after, day) == chance(memory, DAY + timedelta(2)) > chance(memory, day)
    assert answered(after, True, day) == answered(memory, True, day), "asked itself, it counts as it always did"


def test_what_rests_on_a_step_is_asked_before_it_and_the_weakest_are_taken():
    known = {step: answered(None, True, DAY - timedelta(ago)) for step, ago in
             {"vectors": 40, "dot_product": 30, "retrieval": 20, "bayes": 35}.items()}  # fmt: skip
    assert due(known, DAY) == ["vectors", "bayes", "dot_product", "retrieval"]
    assert due(known, DAY, GRAPH) == ["bayes", "retrieval", "dot_product", "vectors"]
    assert due(known, DAY, GRAPH, most=2) == ["vectors", "bayes"], "the others wait"
    ring = {"vectors": ("bayes",), "bayes": ("vectors",)}
    assert due(known, DAY, ring, most=2) == ["vectors", "bayes"]
    assert due(known, DAY, GRAPH, most=0) == []


def test_simulated_learners_are_asked_less_and_remember_no_less():
    """The shortened table of bench/review.py: a year of learners whose true memory isn't the schedule's own."""
    (q, kept, _, _), (q2, kept2, _, most) = compared(40, "half-life", 0.5).values()
    assert q2 < 0.97 * q and kept2 > kept - 0.002 and most <= 20, "a standard error of so few learners is 0.003"
    (q, kept, _, _), (q2, kept2, _, _) = compared(10, "half-life", 0).values()
    assert q2 < 1.05 * q and kept - 0.05 < kept2 < kept, "where nothing is practised along, that is what it costs"


def test_what_no_schedule_made_is_not_sound():
    good = Memory(DAY, DAY + timedelta(2), 2.0, 5.0)
    assert good.is_sound()
    for spoilt in (
        good._replace(stability=float("nan")), good._replace(stability=float("inf")), good._replace(stability=-1.0),
        good._replace(difficulty=0.0), good._replace(difficulty=11.0), good._replace(due=DAY),
        good._replace(due=DAY + timedelta(LONGEST + 1)), good._replace(later=2), good._replace(later=-1),
    ):  # fmt: skip
        assert not spoilt.is_sound(), spoilt
