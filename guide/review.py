"""Review: the questions of finished steps, mixed, with new numbers, on the day they are due."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import streamlit as st

from guide.reminders import WEEKS, reminders
from labs import every_lab
from ui import again_of, checkpoint, progress, review, view
from ui.scene import scene
from ui.schedule import Memory

STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}
SHOWN = 6  # days listed
KINDS = {"compute": "to compute", "understand": "to understand", "predict": "its prediction, at other values"}


def on(day: date, today: date) -> str:
    """A day as one says it: tomorrow, in 12 days, on 3 March 2027."""
    days = (day - today).days
    if days < 2:
        return "today" if days < 1 else "tomorrow"
    return f"in {days} days" if days <= 60 else f"on {day.day} {day:%B %Y}"


def ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"


def number(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def count(steps: Iterable) -> str:
    return number(len(list(steps)), "question")


def listed(names: list[str]) -> str:
    """Names as one says them: A, B and C."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def link(step_id: str, label: str) -> None:
    lab, step = STEPS[step_id]
    lab.link(step, label.format(step.title), ":material/arrow_forward:")


def offers(step_id: str) -> review.Offers:
    return review.offers(STEPS[step_id][1])


def question(step_id: str, memories: dict[str, Memory], today: date) -> None:
    """The question that is on, and the way on once it is answered."""
    lab, step = STEPS[step_id]
    kept, earlier = review.round_(), partial(link, label="The earlier step: {}")
    with st.container(border=True):
        told = [lab.heading, step.name, KINDS[kept["kind"]], f"last answered {ago(memories[step_id].last, today)}"]
        st.caption(" · ".join(told))
        ask = {"praise": "Right.", "numbered": False, "kind": kept["kind"], "way": earlier}
        verdict = checkpoint.ask(kept, step_id, offers(step_id)[kept["kind"]], **ask)
        if verdict is None:
            return
        if kept["kind"] == "predict":
            seen(step_id, kept["seed"])
        again = on(progress.memories()[step_id].due, today)
        st.markdown(f"This step is asked again **{again}**.")
        if later := [STEPS[each][1].name for each in review.put_off() if each in STEPS]:
            st.markdown(f"You used {listed(later)} here, so {'it is' if len(later) == 1 else 'they are'} asked later.")
        link(step_id, "Look at it again: {}")
    more = progress.waiting(memories, review.left())
    more = more or (kept["practises"] and review.left() and set(memories) - set(kept["asked"]))
    label = "Next question" if more else "Done for today"
    st.button(label, key="review-next", type="primary", on_click=review.go_on)


def seen(step_id: str, seed: int) -> None:
    """The picture that shows what was asked, and the way to it."""
    lab, step = STEPS[step_id]
    at = again_of(step)(seed).at
    page = scene(step, at | {"guess": "shown"})
    view.small(page, "review-picture", "What was asked, in the picture")
    st.markdown(page.said)
    query = {"step": step_id, "guess": "shown"} | at
    st.page_link(lab.file, label="Move this picture", icon=":material/open_in_full:", query_params=query)


def rest(memories: dict[str, Memory], today: date) -> None:
    """Nothing more is asked: say so, and offer to practise where nothing is due."""
    waiting = progress.waiting(memories)
    if waiting:
        verb = "waits" if len(waiting) == 1 else "wait"
        st.success(f"That is enough for today. {count(waiting)} {verb} for tomorrow, the weakest first.")
        return
    day = min(memory.due for memory in memories.values())
    coming = [step for step, memory in memories.items() if memory.due == day]
    st.success(f"Nothing is due today. Next: {count(coming)} {on(day, today)}.", icon=":material/check:")
    st.markdown("Waiting is part of it: you remember longer what you recall just before it fades.")
    if review.left():
        st.button("Practise anyway", key="practise", icon=":material/replay:", on_click=review.practise)


def told(waiting: list[str], memories: dict[str, Memory]) -> None:
    """What is due, and how much of it today."""
    kept, left = review.round_(), review.left()
    if waiting and left:
        order = ", the weakest first. A step that rests on another is asked before it." if len(waiting) > 1 else "."
        st.markdown(f"**{count(waiting)} due**{order}")
        more = "" if left == review.MOST else " more"
        rest = f"{left}{more} today, the rest tomorrow." if left < len(waiting) else "what is more waits for tomorrow."
        st.caption(f"At most {review.MOST} a day: {rest}")
    elif not waiting and kept["practises"] and kept["step"]:
        more = min(len(memories) - len(kept["asked"]), left - (kept["verdict"] is None))
        words = f"{more} more after this one" if more > 0 else "this is the last one"
        st.markdown(f"Nothing is due. You are practising, the weakest first; {words}.")
        st.button("Stop practising", key="stop", type="tertiary", on_click=review.stop)


def coming(memories: dict[str, Memory], today: date) -> dict[date, list[str]]:
    """The days on which something is asked, each with the names of its steps: what is overdue today, what is too much
    for today tomorrow."""
    late = set(progress.waiting(memories)) - set(progress.waiting(memories, review.left()))
    days: dict[date, list[str]] = {}
    for step, memory in memories.items():
        day = today + timedelta(1) if step in late else max(memory.due, today)
        days.setdefault(day, []).append(STEPS[step][1].name)
    return dict(sorted(days.items()))


def calendar(days: dict[date, list[str]], today: date) -> None:
    """What comes when."""
    st.markdown("## What comes when")
    shown = list(days)[:SHOWN]
    for day in shown:
        when = on(day, today)
        st.markdown(f"**{when[0].upper()}{when[1:]}** · {', '.join(days[day])}")
    if later := [name for day, names in days.items() if day not in shown for name in names]:
        st.markdown(f"**Later** · {count(later)}")
    st.caption(
        "After a wrong answer a question comes back tomorrow. Right ones in a row make the wait longer, up to a year. "
        "A right answer to a step that rests on it makes it wait longer, too."
    )


def remind(days: dict[date, list[str]], today: date) -> None:
    """These days as a file for the learner's own calendar."""
    with st.expander("Have your calendar remind you", icon=":material/calendar_month:"):
        st.markdown(f"A file with the days of the next {WEEKS} weeks, as they stand now. It needs no account.")
        at = st.time_input("At what time", value=None, step=900, key="remind-at")
        ahead = {day: names for day, names in days.items() if day <= today + timedelta(weeks=WEEKS)}
        address = (st.context.url or "").split("?")[0].split("#")[0]
        st.download_button(
            "Calendar file", key="remind", icon=":material/download:", on_click="ignore", mime="text/calendar",
            data=lambda: reminders(ahead, address, at, datetime.now(UTC)), file_name="just-enough-math.ics",
            disabled=not ahead,
        )  # fmt: skip
        when = f"is at {at:%H:%M}, with an alarm" if at else "lasts all day"
        st.caption(
            f"Each appointment {when}. Your answers move the days: a newer file replaces those that stand in both."
        )


def week(today: date) -> None:
    """What was done this week, beside the goal if there is one."""
    monday = today - timedelta(today.weekday())
    done = {step for step in progress.since(monday, "done") if step in STEPS}
    reviewed = {step for step in progress.since(monday) if step in STEPS} - done
    st.markdown("## This week")
    so_far = f"{number(len(done), 'step')} done, {len(reviewed)} reviewed"
    goal, sum_ = progress.goal(), len(done | reviewed)
    if goal:
        reached = " Your goal is reached." if sum_ >= goal else ""
        st.progress(min(1.0, sum_ / goal), f"**{sum_} of {goal}**: {so_far}.{reached}")
    else:
        st.markdown(f"{so_far[0].upper()}{so_far[1:]}.")
    review.ask_goal()


memories = {step: memory for step, memory in progress.memories().items() if step in STEPS}
today = progress.today()
st.title("Review", anchor=False)
if progress.reading():
    st.markdown(progress.READING)
else:
    if said := progress.unkept():
        st.warning(said)
    asks, tells = st.columns([7, 4], gap="large")
    with asks.container(key=review.PLACE):
        if not memories:
            st.info("Nothing to review yet. Each step you have done comes back here on its day, with new numbers.")
            st.page_link("guide/start.py", label="Choose a step", icon=":material/home:", query_params={})
        else:
            step_id = review.current(memories, offers)
            with st.container():  # always there: what is typed below stays when this changes
                told(progress.waiting(memories), memories)
            if step_id:
                question(step_id, memories, today)
            else:
                rest(memories, today)
    with tells:
        if memories:
            days = coming(memories, today)
            calendar(days, today)
            remind(days, today)
        week(today)
