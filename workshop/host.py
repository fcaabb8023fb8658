"""The facilitator's page of a room: who is here, what is asked, what was voted, and what to do next."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import segno
import streamlit as st

from labs import every_lab
from ui import view
from ui.lab import KNOWN
from ui.words import counted
from workshop import polls, rooms, votes
from workshop.live import listen
from workshop.rooms import Room
from workshop.store import NoRoom, Unavailable, the_store

TIMES = {"No limit": None, "30 s": 30, "1 min": 60, "2 min": 120, "3 min": 180, "5 min": 300}
NAMES = {
    "prediction": "Its prediction",
    "compute": "To compute",
    "understand": "To understand",
    "placement": "To place",
}
KEPT = (
    "Kept of a room: names, steps, votes, questions, calls for help and feedback. After 24 hours all of it is deleted."
)
TAPS = ("I can use it at work", "The pace was right")


def show(code: str, key: str) -> None:
    """The page for who has the key."""
    try:
        room = the_store().leads(code, key)
    except (Unavailable, NoRoom) as problem:
        st.error(str(problem))
        return
    _head(room, key)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _now(code, key)
        _ask(code, key)
        _plan(code, key)
    with right:
        _here(code, key)
        _after(code, key)


def address(**query: str) -> str:
    """The address of this page with another query, as others can open it."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}{here.path}" if here.netloc else "/workshop"
    return base + "?" + "&".join(f"{name}={text}" for name, text in query.items())


def qr(text: str) -> str:
    """A QR picture as SVG, for `st.image`: dark on white, on dark pages, too."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, "svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode()


def do(code: str, key: str, rule: Callable[..., Room], *arguments: Any, **more: Any) -> None:
    """Apply a rule; what it refuses is said. A button's `on_click`."""
    tell(the_store().change, code, key, rule, *arguments, **more)


def tell(deed: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    """Do something with the store, and say what it refuses."""
    try:
        return deed(*arguments, **more)
    except (Unavailable, ValueError) as problem:
        st.toast(str(problem), icon=":material/error:")
        return None


def _head(room: Room, key: str) -> None:
    st.title(f"Room {rooms.shown_code(room.code)}", anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.link_button("The wall, to project", address(room=room.code, wall="1"), icon=":material/present_to_all:")
        with st.popover("How learners join", icon=":material/qr_code:"):
            st.markdown("They scan this, open the link, or type the code on the page Workshop.")
            st.image(qr(address(room=room.code)), width=220)
            st.code(address(room=room.code), language=None, wrap_lines=True)
        with st.popover("Your secret link", icon=":material/key:"):
            st.markdown("Who has this link leads the room: keep it, and open it on your phone as a remote.")
            st.code(address(room=room.code, key=key), language=None, wrap_lines=True)
    st.caption(KEPT)


# ---------------------------------------------------------------- what is asked, and what next


@st.fragment
def _now(code: str, key: str) -> None:
    """The vote that is held, with what can be done next."""
    store = the_store()
    try:
        room, now, (here, voted) = store.leads(code, key), store.now(), store.count(code)
        cast = store.votes(code, key) if room.round else []
    except (Unavailable, NoRoom) as problem:
        st.error(str(problem))
        st.button("Try again", key="try-now")
        return
    with st.container(border=True, key="now"):
        st.header(_phase(room), anchor=False)
        if room.phase == "open" or room.round:
            st.markdown(f"**{voted} of {here}** have voted in round {'two' if room.round == 2 else 'one'}.")
        listen(room, now, follow="all", until=room.deadline or room.until, key="live-now")
        if room.round:
            rounds = {place: [vote for vote in cast if vote.round == place] for place in range(1, room.round + 1)}
            _vote(room, key, rounds)
        elif room.poll:
            st.markdown(f"Taken back: {room.poll.text}")
            st.button("Hold it again, 1 min", key="again", on_click=do, args=(code, key, rooms.hold_again, 60))


def _phase(room: Room) -> str:
    which = "Round two" if room.round == 2 else "Round one"
    if not room.round:
        return "Nothing is asked"
    told = {
        "open": f"{which} is open",
        "closed": f"{which} is closed",
        "talk": "They talk",
        "shown": "The votes are shown",
    }
    return told.get(room.phase, "The last vote")


def _vote(room: Room, key: str, rounds: dict[int, list]) -> None:
    """The question, the votes so far, advice, and the buttons for what may come next."""
    code, shown = room.code, room.phase != "open"
    votes.ask(room.poll, "now")
    if shown:
        if room.revealed < room.round:
            st.caption("Only you see this so far.")
        votes.show(room, rounds, truth=True, key="now")
        right, cast = polls.share(room.poll, rounds[room.round], code)
        if cast and room.round == 1 and not room.truth:
            st.info(f"**{right} of {cast}** are right. {rooms.advice(right, cast)[1]}", icon=":material/lightbulb:")
            st.caption(
                "The lines at 30 and 70 %: Lasry, Mazur and Watkins, American Journal of Physics 76, 1066 (2008)."
            )

    def button(label: str, rule: Callable[..., Room], *arguments: Any, main: bool = False, **more: Any) -> None:
        look = {"type": "primary" if main else "secondary", "kwargs": more}
        st.button(label, key=f"do-{label}", on_click=do, args=(code, key, rule, *arguments), **look)

    with st.container(horizontal=True, gap="small"):
        if room.phase == "open":
            button("Close the vote", rooms.close, main=True)
            if room.deadline is not None:
                button("30 s more", rooms.more_time, 30)
        if room.phase == "closed":
            button("Show both rounds" if room.round == 2 else "Show the votes", rooms.show, main=True)
            button("Open it again, 30 s", rooms.more_time, 30)
        if room.phase == "talk" and room.revealed < 1:
            button("Show the votes", rooms.show)
        if room.round == 1 and room.phase in ("closed", "shown") and not room.truth:
            button("Let them talk, 2 min", rooms.talk, 120)
        if room.round == 1 and room.phase in ("closed", "shown", "talk") and not room.truth:
            button("Open round two", rooms.second, main=room.phase == "talk")
        if room.phase == "shown" and not room.truth:
            button("Tell the answer", rooms.tell, main=True)
        if room.phase in ("shown", "closed"):
            button("Put it away", rooms.finish)
        what = "Take back round two" if room.round == 2 else "Take back this vote"
        with st.popover(what):
            st.markdown("Its votes are deleted. You can hold it again.")
            button("Take it back", rooms.take_back)


@st.fragment
def _ask(code: str, key: str) -> None:
    """Choose a step, and vote on it or bring everyone there."""
    room = tell(the_store().leads, code, key)
    if room is None:
        return
    every_lab()
    with st.container(border=True, key="ask"):
        st.header("Ask or show", anchor=False)
        step = st.selectbox("Step", list(KNOWN), format_func=_titled, key="ask-step")
        kinds = polls.offered(step)
        kind = st.segmented_control(
            "Vote on", kinds, format_func=NAMES.get, default=kinds[0], required=True, key=f"ask-kind-{len(kinds)}"
        )
        seed: int | None = 0
        if kind in ("compute", "understand"):
            own = st.segmented_control(
                "Numbers",
                ["The same for all", "Each their own"],
                default="The same for all",
                required=True,
                key="ask-own",
            )
            other = st.number_input("Variant", 1, 99, 1, key="ask-variant", width=160) if own != "Each their own" else 0
            seed = 10_000 + rooms.own_seed(code, room.number + 1, other) % 900_000 if other else None
        elif kind == "prediction":
            values = ["As on its page", "At other values"]
            if st.segmented_control("Values", values, default=values[0], required=True, key="ask-values") == values[1]:
                other = st.number_input("Variant", 1, 99, 1, key="ask-variant-p", width=160)
                seed = 10_000 + rooms.own_seed(code, room.number + 1, other) % 900_000
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            time = st.selectbox("Time", list(TIMES), index=2, key="ask-time", width=140)
            sure = st.toggle("Ask how sure they are", key="ask-sure")
        poll = polls.make(kind, step, seed, sure)
        with st.expander("What they will be asked, with the answer"):
            votes.ask(poll, "ask")
            for choice in poll.choices if poll.seed is not None else ():
                st.markdown(f"- {choice}")
            if poll.seed is not None:
                st.markdown(f"**Right:** {polls.right_answer(poll)}")
                st.markdown(polls.solution(poll))
        with st.container(horizontal=True, gap="small"):
            label = "Vote on its prediction" if kind == "prediction" else "Vote on it"
            pressed = st.button(
                label, key="ask-vote", type="primary", on_click=do, args=(code, key, rooms.ask, poll),
                kwargs={"seconds": TIMES[time]},
            )  # fmt: skip
            pressed |= st.button("Bring everyone here", key="ask-bring", on_click=_bring, args=(code, key, step))
            if pressed:
                st.rerun()  # what is held now stands in another part of the page
        st.text_input(
            "Link of your picture", key="ask-link", placeholder="Paste the address of a step, to show it as you have it"
        )
        st.caption("Without a link everyone sees the step as you left it in this window.")


def _titled(step_id: str) -> str:
    lab, step = KNOWN[step_id]
    return f"{lab.name} · {step.title}"


def _bring(code: str, key: str, step: str) -> None:
    """Invite everyone to a step, in the state of the link that was pasted, or as this window has it."""
    pasted = dict(parse_qsl(urlsplit(view.typed("ask-link")).query))
    if pasted.get("step") in KNOWN:
        step = pasted["step"]
    link = rooms.urlencode(pasted, safe=",") if pasted else view.link_of(step)
    if tell(the_store().change, code, key, rooms.bring, step, link):
        st.toast("Everyone is invited.", icon=":material/check:")


@st.fragment
def _plan(code: str, key: str) -> None:
    """The plan of the hour: steps with minutes, to walk through."""
    room = tell(the_store().leads, code, key)
    if room is None:
        return
    with st.expander("Plan of the hour", icon=":material/route:", expanded=bool(room.plan)):
        for place, (step, minutes) in enumerate(room.plan):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                at = place == room.place
                mark = ":primary[:material/arrow_forward:] **" if at else ""
                st.markdown(f"{mark}{KNOWN[step][1].title}{'**' if at else ''} · {minutes} min")
                if st.button("Go", key=f"go-{place}", on_click=do, args=(code, key, rooms.go, place)):
                    st.rerun()
        with st.form("plan", border=False):
            before = [step for step, _ in room.plan]
            chosen = st.multiselect("Steps", list(KNOWN), before, format_func=_titled, key="plan-steps")
            minutes = st.number_input("Minutes for each", 1, 120, 8, key="plan-minutes", width=160)
            if st.form_submit_button("Keep this plan"):
                do(code, key, rooms.set_plan, [(step, minutes) for step in chosen])
                st.rerun()


# ---------------------------------------------------------------- who is here


@st.fragment
def _here(code: str, key: str) -> None:
    """Who is here and where, who asks for help, and the questions."""
    store = the_store()
    try:
        room, now, people = store.leads(code, key), store.now(), store.people(code, key)
        steps, asked = store.steps(code, key), store.questions(code, key=key)
    except (Unavailable, NoRoom) as problem:
        st.error(str(problem))
        return
    with st.container(border=True, key="here"):
        st.header(f"{len(people)} here", anchor=False)
        listen(room, now, follow="all", every=2.0, key="live-here")
        names = {person.number: _name(person) for person in people}
        for person in sorted(people, key=lambda person: person.helped or 0):
            if person.help:
                with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                    said = (
                        ":red[:material/front_hand:] stuck"
                        if person.help == "stuck"
                        else ":green[:material/check:] done"
                    )
                    st.markdown(f"{names[person.number]}: {said}")
                    args = (store.answered, code, key, person.number)
                    st.button("Seen", key=f"seen-{person.number}", on_click=tell, args=args)
        where, done = Counter(person.step for person in people if person.step), Counter(s for _, s, d in steps if d)
        for step in dict.fromkeys([*where, *done]):
            if step in KNOWN:
                st.markdown(f"{KNOWN[step][1].title}  \n**{where[step]}** here · **{done[step]}** done")
        if people:
            alike = rooms.alike({person.number: person.name for person in people})
            with st.expander("Names"):
                said = [names[n] + (" *(looks like another name)*" if n in alike else "") for n in names]
                st.markdown("  \n".join(said))
                gone = st.selectbox("Remove", list(names), None, format_func=lambda n: _plain(people, n), key="remove")
                if gone is not None:
                    args = (store.remove, code, key, gone)
                    st.button("Remove, with all that is theirs", key="do-remove", on_click=tell, args=args)
        with st.container(horizontal=True, gap="medium"):
            label = "Let new people in again" if room.locked else "Let nobody new in"
            st.button(
                label, key="lock", on_click=do, args=(code, key, rooms.settle), kwargs={"locked": not room.locked}
            )
    if asked:
        with st.container(border=True, key="questions"):
            st.header("Questions", anchor=False)
            for each in asked:
                with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                    text = rooms.shown_name(each.text)
                    st.markdown(f"**{each.votes}** · " + (f"*hidden:* {text}" if each.hidden else text))
                    args = (store.hide, code, key, each.number, not each.hidden)
                    st.button("Show" if each.hidden else "Hide", key=f"hide-{each.number}", on_click=tell, args=args)


def _name(person: Any) -> str:
    return rooms.shown_name(person.name) if person.name else f"Learner {person.number}"


def _plain(people: list, number: int) -> str:
    person = next((each for each in people if each.number == number), None)
    return (person.name if person else "") or f"Learner {number}"


# ---------------------------------------------------------------- afterwards


@st.fragment
def _after(code: str, key: str) -> None:
    """What to take home, and the end of the room."""
    store = the_store()
    with st.expander("Take home, and the end", icon=":material/download:", key="after", on_change="rerun") as after:
        if not after.open:
            return
        try:
            taps = store.feedback(code, key)
            tables = {"votes": votes_csv(code, key), "progress": progress_csv(code, key)}
        except (Unavailable, NoRoom) as problem:
            st.error(str(problem))
            return
        for name, text in tables.items():
            file = {"file_name": f"{name}-{code}.csv", "mime": "text/csv", "on_click": "ignore"}
            st.download_button(f"All {name} as CSV", text, key=f"csv-{name}", icon=":material/download:", **file)
        if taps:
            for place, asked in enumerate(TAPS):
                mean = sum(tap[place] for tap in taps) / len(taps)
                st.markdown(
                    f"{asked}: **{mean:.1f}** of 5, from {counted(len(taps), 'person').replace('persons', 'people')}"
                )
        with st.popover("Delete the room", icon=":material/delete:"):
            st.markdown("All in it is deleted at once: names, votes, questions.")
            if st.button("Delete it now", key="delete", type="primary"):
                tell(store.delete, code, key)
                st.query_params.clear()
                st.rerun()


def votes_csv(code: str, key: str) -> str:
    """All votes, each with its question's text, its round and how sure they were."""
    store = the_store()
    asked, cast = store.history(code, key)
    names = {person.number: person.name for person in store.people(code, key)}
    head = "number kind step question round person name answer right confidence".split()
    rows = []
    for vote in cast:
        poll = asked[vote.number]
        seed = polls.seed_of(poll, code, vote.number, vote.person)
        text, answer = poll.text, vote.answer
        if poll.kind != "placement":
            found = polls.question(poll, seed)
            text = found.prompt
            if isinstance(answer, int):
                answer = found.choices[answer] if answer < len(found.choices) else ""
        else:
            answer = "; ".join(f"{name} ({x:g}, {y:g})" for name, (x, y) in answer.items())
        sure = rooms.SURE[vote.confidence - 1] if vote.confidence else ""
        right = polls.judge(poll, vote.answer, seed).right
        row = [vote.number, poll.kind, poll.step, text, vote.round, vote.person, names.get(vote.person, "")]
        rows.append([*row, answer, right, sure])
    return rooms.to_csv(head, rows)


def progress_csv(code: str, key: str) -> str:
    """Which steps everybody reached and finished."""
    store = the_store()
    names = {person.number: person.name for person in store.people(code, key)}
    rows = [[person, names.get(person, ""), step, done] for person, step, done in store.steps(code, key)]
    return rooms.to_csv(["person", "name", "step", "done"], rows)
