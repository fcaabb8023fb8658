"""Review: the questions of finished steps, mixed, with new numbers, on the day they are due."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from core.review import Memory, due
from labs import every_lab
from ui import checkpoint, progress, question_of, review

STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}
SHOWN = 6  # days listed


def on(day: date, today: date) -> str:
    """A day as one says it: tomorrow, in 12 days, on 3 March 2027."""
    days = (day - today).days
    if days < 2:
        return "today" if days < 1 else "tomorrow"
    return f"in {days} days" if days <= 60 else f"on {day.day} {day:%B %Y}"


def ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"


def count(steps: Iterable) -> str:
    number = len(list(steps))
    return f"{number} question" + ("" if number == 1 else "s")


def question(step_id: str, memories: dict[str, Memory], today: date) -> None:
    """The question that is on, and the way on once it is answered."""
    lab, step = STEPS[step_id]
    kept = review.round_()
    with st.container(border=True):
        st.caption(f"{lab.heading} · {step.name} · last answered {ago(memories[step_id].last, today)}")
        ask = question_of(STEPS[step_id][1])
        verdict = checkpoint.ask(kept, step_id, ask, praise="Right.", numbered=False)
        if verdict is None:
            return
        again = on(progress.memories()[step_id].due, today)
        st.markdown(f"This step is asked again **{again}**.")
        lab.link(step, f"Look at it again: {step.title}", ":material/arrow_forward:")
    more = due(memories, today) or (kept["practises"] and set(memories) - set(kept["asked"]))
    label = "Next question" if more else "Done for today"
    st.button(label, key="review-next", type="primary", on_click=review.go_on)


def rest(memories: dict[str, Memory], today: date) -> None:
    """Nothing is due: say so, and offer to practise."""
    day = min(memory.due for memory in memories.values())
    coming = [step for step, memory in memories.items() if memory.due == day]
    st.success(f"Nothing is due today. Next: {count(coming)} {on(day, today)}.", icon=":material/check:")
    st.markdown("Waiting is part of it: you remember longer what you recall just before it fades.")
    st.button("Practise anyway", key="practise", icon=":material/replay:", on_click=review.practise)


def calendar(memories: dict[str, Memory], today: date) -> None:
    """What comes when."""
    days = sorted({max(memory.due, today) for memory in memories.values()})
    st.markdown("## What comes when")
    for day in days[:SHOWN]:
        names = [STEPS[step][1].name for step, memory in memories.items() if max(memory.due, today) == day]
        when = on(day, today)
        st.markdown(f"**{when[0].upper()}{when[1:]}** · {', '.join(names)}")
    later = [step for step, memory in memories.items() if memory.due > days[:SHOWN][-1]]
    if later:
        st.markdown(f"**Later** · {count(later)}")
    st.caption(
        "After a wrong answer a question comes back tomorrow. Right ones in a row make the wait longer, up to a year."
    )


memories = {step: memory for step, memory in progress.memories().items() if step in STEPS}
today = progress.today()
st.title("Review", anchor=False)
if progress.reading():
    st.markdown(progress.READING)
elif not memories:
    with st.container(width=720):
        st.info("Nothing to review yet. Each step you have done comes back here on its day, with new numbers.")
        st.page_link("guide/start.py", label="Choose a step", icon=":material/home:", query_params={})
else:
    asks, tells = st.columns([7, 4], gap="large")
    with asks.container(key=review.PLACE):
        step_id = review.current(memories, today)
        waiting = due(memories, today)
        with st.container():  # always there: what is typed below stays when this changes
            if waiting:
                st.markdown(f"**{count(waiting)} due**, the weakest first.")
            elif step_id and review.round_()["practises"]:
                left = len(memories) - len(review.round_()["asked"])
                more = f"{left} more after this one" if left else "this is the last one"
                st.markdown(f"Nothing is due. You are practising, the weakest first; {more}.")
                st.button("Stop practising", key="stop", type="tertiary", on_click=review.stop)
        if step_id:
            question(step_id, memories, today)
        else:
            rest(memories, today)
    with tells:
        calendar(memories, today)
