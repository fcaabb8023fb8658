"""The schedule: what FSRS says, in whole days; the weak and long-unseen first; nothing lost to a wrong clock."""

from datetime import date, timedelta

from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from core.review import LONGEST, Memory, answered, chance, due, weakest

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
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)
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


def test_what_no_schedule_made_is_not_sound():
    good = Memory(DAY, DAY + timedelta(2), 2.0, 5.0)
    assert good.is_sound()
    for spoilt in (
        good._replace(stability=float("nan")), good._replace(stability=float("inf")), good._replace(stability=-1.0),
        good._replace(difficulty=0.0), good._replace(difficulty=11.0), good._replace(due=DAY),
        good._replace(due=DAY + timedelta(LONGEST + 1)),
    ):  # fmt: skip
        assert not spoilt.is_sound(), spoilt
