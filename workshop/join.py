"""A learner's page of a room: who they are, what is asked, what came of it; drawn from the room as it is now."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import Any

import streamlit as st

from ui import seat, view
from ui.components import sketches
from workshop import host, polls, rooms, strip, votes
from workshop.live import listen
from workshop.rooms import Poll, Room
from workshop.store import NoRoom, Person, Unavailable, Vote, the_store

TRIES = rooms.Tries()
TOO_MANY = "Too many codes that lead nowhere came from this browser. Try again in ten minutes."
ROUNDS = {1: "Round one: on your own", 2: "Round two: after the talk"}


def enter() -> None:
    """A box for the code of a room."""
    with st.form("enter", border=False):
        typed = st.text_input("Code of the room", key="enter-code", placeholder="ABC-DEF-GHJ")
        pressed = st.form_submit_button("Join", type="primary")
    if pressed:
        code = rooms.read_code(typed)
        if code:
            st.query_params.from_dict({"room": code})
            st.rerun()
        st.error("A code has nine letters and digits, such as K7M-4XW-RPA. Look at the wall once more.")
    if here := seat.room():
        st.page_link(
            "workshop/workshop.py", label=f"Back to room {rooms.shown_code(here)}", icon=":material/arrow_forward:",
            query_params={"room": here},
        )  # fmt: skip


def show(code: str) -> None:
    """The page for who has the code."""
    st.title(f"Room {rooms.shown_code(code)}", anchor=False)
    if not seat.browser():
        st.caption("One moment: your browser looks whether you have been here before.")
        return
    if not TRIES.left(seat.browser(), time.time()):
        st.error(TOO_MANY)
        return
    _page(code, seat.token(code))


def again(problem: Unavailable | NoRoom) -> None:
    """Say what is wrong; where that may pass, look again by itself."""
    st.error(str(problem))
    if isinstance(problem, Unavailable):
        _wait()


@st.fragment(run_every=3)
def _wait() -> None:
    try:
        the_store().now()
    except Unavailable:
        st.caption("This page looks again every three seconds.")
    else:
        st.rerun()


def tell(deed: Callable[..., Any], *arguments: Any) -> None:
    """Do something with the store. What it refuses stands on the page until something else is done, or asked."""
    mine = seat.memory()
    mine.pop("told", None)
    try:
        deed(*arguments)
    except (Unavailable, ValueError) as problem:
        mine["told"] = [str(problem), None]


def _told(room: Room) -> None:
    told, place = seat.memory().get("told"), (room.number, room.round)
    if told and told[1] in (None, place):
        told[1] = place
        st.warning(told[0], icon=":material/info:")


@st.fragment
def _page(code: str, token: str) -> None:
    store, mine = the_store(), seat.memory()
    try:
        room, now, me = store.room(code), store.now(), store.person(code, token)
        own = store.my_votes(code, token) if me and not me.removed else {}
        seen = votes.shown(store, room) if me and not me.removed else []
    except NoRoom as problem:
        if code not in mine.setdefault("wrong", set()):
            mine["wrong"].add(code)
            TRIES.wrong(seat.browser(), time.time())
        if seat.room() == code:
            seat.take("")
        again(problem)
        return
    except Unavailable as problem:
        again(problem)
        return
    _told(room)
    if me is None:
        try:
            _join(room, now, token)
        except (Unavailable, NoRoom) as problem:
            again(problem)
        return
    if me.removed:
        st.error("The facilitator has removed you from this room.")
        return
    if seat.room() != code:
        seat.take(code)
        st.rerun()
    with st.container(border=True, key="asked"):
        listen(room, now, until=room.deadline or room.until, key="live-learner")
        _asked(room, token, me, own, seen)
    strip.invitation(room)
    _me(room, token, me)
    _questions(code, token)
    _feedback(code, token)
    st.caption(host.KEPT)
    if said := seat.unkept():
        st.caption(said)


# ---------------------------------------------------------------- who one is


def _join(room: Room, now: float, token: str) -> None:
    if room.locked:
        listen(room, now, key="live-outside")
        st.info("The facilitator lets nobody new in just now.")
        return
    with st.form("join"):
        name = ""
        if room.names:
            offers = seat.memory().setdefault("offers", {})
            if room.code not in offers:
                offers[room.code] = rooms.offer_name(Random(), the_store().names(room.code))
            name = st.text_input(
                f"Your name here, of at most {rooms.LONGEST_NAME} letters", offers[room.code], key="join-name"
            )
        else:
            st.markdown("In this room nobody has a name.")
        pressed = st.form_submit_button("Join the room", type="primary")
    st.caption(host.KEPT)
    if said := seat.unkept():
        st.caption(said)
    if pressed:
        try:
            the_store().join(room.code, token, name)
        except (Unavailable, ValueError) as problem:
            st.error(str(problem))
        else:
            seat.take(room.code)
            st.rerun()


def _me(room: Room, token: str, me: Person) -> None:
    """Calls for help, one's name, the way out."""
    with st.container(horizontal=True, gap="small"):
        strip.help_buttons(room.code, token, me)
        if room.names:
            with st.popover("Your name", icon=":material/person:"):
                st.markdown(rooms.shown_name(me.name))
                st.text_input("Another name", key="new-name")
                st.button("Take it", on_click=_rename, args=(room.code, token), key="rename")
        if st.button("Leave", key="leave", type="tertiary"):
            seat.take("")
            st.query_params.clear()
            st.rerun()


def _rename(code: str, token: str) -> None:
    tell(the_store().rename, code, token, view.typed("new-name"))


# ---------------------------------------------------------------- the vote


def _asked(room: Room, token: str, me: Person, own: dict[int, Vote], seen: list[Vote]) -> None:
    """What is asked now, by the phase of the room."""
    if not room.round or room.phase == "idle":
        st.header("Nothing is asked just now", anchor=False)
        st.markdown("Leave this page open: what is asked next stands here by itself.")
        return
    poll, seed = room.poll, polls.seed_of(room.poll, room.code, room.number, me.number)
    mine = own.get(room.round)
    heads = {"open": ROUNDS[room.round], "closed": "The vote is closed", "talk": "Talk with your neighbours"}
    st.header(heads.get(room.phase, "What all of you said"), anchor=False)
    if room.phase == "open":
        st.caption(rooms.WHICH)
        _vote(room, token, poll, seed, mine)
        return
    _ask(poll, seed)
    if room.phase == "talk":
        st.markdown("Say what you think and why. Then you vote once more.")
    st.markdown(f"Your answer: {_words(poll, seed, mine.answer)}" if mine else "You have no vote in this round.")
    if room.phase == "closed":
        st.markdown("The facilitator shows the votes, or lets you talk first.")
    may = rooms.sight(room)
    if may.truth:
        _verdict(poll, seed, mine)
    if may.rounds:
        rounds = {place: [vote for vote in seen if vote.round == place] for place in may.rounds}
        votes.show(room, rounds, truth=may.truth, key="learner")
        if may.truth and poll.seed is None:
            st.markdown(polls.solution(poll, seed))


def _ask(poll: Poll, seed: int) -> None:
    """The question, with this learner's numbers where each has their own."""
    if poll.kind == "placement":
        st.markdown(poll.text)
        return
    asked = polls.question(poll, seed)
    st.markdown(asked.prompt)
    if asked.sketches:
        drawn = [{"marks": each.marks, "size": each.size, "axes": each.axes} for each in asked.sketches]
        sketches(key="learner-asked", data={"sketches": drawn, "names": asked.choices})


def _words(poll: Poll, seed: int, answer: Any) -> str:
    """An answer as it is told on the page, for `st.markdown`."""
    if poll.kind == "placement":
        return "; ".join(f"{name} at ({x:g}, {y:g})" for name, (x, y) in answer.items()).replace("-", "−")
    if poll.kind == "compute":
        return f"**{rooms.shown_name(answer)}**"
    choices = polls.question(poll, seed).choices
    return f"**{choices[answer]}**" if answer < len(choices) else ""


def _vote(room: Room, token: str, poll: Poll, seed: int, mine: Vote | None) -> None:
    """The question with its way to answer. A vote may be changed while the round is open."""
    key, before = f"{room.code}-{room.number}-{room.round}", mine.answer if mine else None
    _ask(poll, seed)
    if poll.kind == "placement":
        start = {name: f"{x:g},{y:g}" for name, (x, y) in (before or {}).items()}
        _place(polls.placing(poll), f"vote-{key}", seat.memory().setdefault("starts", {}).setdefault(key, start))
    elif poll.kind == "compute":
        st.text_input("Your answer", before or "", key=f"vote-{key}", max_chars=60)
    else:
        choices = polls.question(poll, seed).choices
        st.radio("Your answer", range(len(choices)), before, format_func=choices.__getitem__, key=f"vote-{key}")
    if poll.confidence:
        st.segmented_control(
            "How sure are you?", (1, 2, 3), default=mine.confidence if mine else None, key=f"sure-{key}",
            format_func=lambda place: rooms.SURE[place - 1],
        )  # fmt: skip
    label = "Change my vote" if mine else "Vote"
    args = (_cast, room, token, poll, seed, key)
    st.button(label, key=f"send-{key}", type="primary", on_click=tell, args=args)
    if mine:
        st.success(
            f"Your vote is counted: {_words(poll, seed, mine.answer)}. You can change it while the vote is open.",
            icon=":material/check:",
        )


@st.fragment
def _place(step: Any, key: str, start: dict[str, str]) -> None:
    """What follows the hand: it asks the store for nothing."""
    view.place(step, key, start)


def _cast(room: Room, token: str, poll: Poll, seed: int, key: str) -> None:
    """Send the vote as the page has it, in the round it was asked in: the store knows whether that is still open."""
    if poll.kind == "placement":
        answer = view.placed(polls.placing(poll), f"vote-{key}", seat.memory()["starts"][key])
    else:
        answer = seat.said(f"vote-{key}")
        polls.read(poll, answer or "", seed)
    the_store().vote(room.code, token, room.number, room.round, answer, seat.said(f"sure-{key}"))


def _verdict(poll: Poll, seed: int, mine: Vote | None) -> None:
    if mine is None:
        return
    verdict = polls.judge(poll, mine.answer, seed)
    if verdict.right:
        st.success("You are right.", icon=":material/check:")
    else:
        why = "It comes out otherwise: what happens stands below." if poll.kind == "prediction" else verdict.why
        st.error(why, icon=":material/close:")


# ---------------------------------------------------------------- questions to the facilitator, feedback


@st.fragment
def _questions(code: str, token: str) -> None:
    store = the_store()
    with st.expander("Ask the facilitator", icon=":material/contact_support:", key="ask", on_change="rerun") as box:
        if not box.open:
            return
        try:
            room, now, asked = store.room(code), store.now(), store.questions(code, token)
        except (Unavailable, NoRoom) as problem:
            st.error(str(problem))
            return
        listen(room, now, follow="all", every=5.0, key="live-questions")
        for each in asked:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                label = f"{each.votes}" if each.mine else f"{each.votes} · {'Not mine' if each.voted else 'Mine, too'}"
                args = (store.upvote, code, token, each.number, not each.voted)
                st.button(label, key=f"up-{each.number}", disabled=each.mine, on_click=tell, args=args)
                st.markdown(rooms.shown_name(each.text))
        with st.form("question", clear_on_submit=True, border=False):
            text = st.text_area(
                f"Your question, of at most {rooms.LONGEST_TEXT} letters", key="question-text", height=80
            )
            if st.form_submit_button("Ask it"):
                tell(store.put_question, code, token, text)
                st.rerun()
        st.caption("All in the room see your question, without your name.")


def _feedback(code: str, token: str) -> None:
    with st.expander("At the end: two taps", icon=":material/thumbs_up_down:"):
        for place, asked in enumerate(host.TAPS):
            label = f"{asked}: 1 not at all, 5 very much"
            st.segmented_control(label, range(1, 6), key=f"tap-{place}", on_change=_tap, args=(code, token))
        if None not in _taps() and not seat.memory().get("told"):
            st.caption("Thank you. It is kept.")


def _taps() -> list[int | None]:
    return [seat.said(f"tap-{place}") for place in range(len(host.TAPS))]


def _tap(code: str, token: str) -> None:
    if None not in _taps():
        tell(the_store().give_feedback, code, token, *_taps())
