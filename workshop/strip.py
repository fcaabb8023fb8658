"""The strip on every other page for who sits in a room: an open vote, the facilitator's picture, help, the count-down.

It invites and turns no page by itself. Who sits in no room waits for none of the store's libraries.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from labs import every_lab
from ui import progress, seat, view
from ui.lab import KNOWN
from workshop import rooms
from workshop.live import listen
from workshop.rooms import Room

PAGE = "workshop/workshop.py"


def show(path: str) -> None:
    """The strip, on the page with this path. Called by the entry before the page runs."""
    seat.exchange(asks=path == "workshop")
    if path != "workshop" and seat.browser() and seat.room():
        _strip(path, seat.room(), seat.token(seat.room()))


@st.fragment
def _strip(path: str, code: str, token: str) -> None:
    from workshop.store import NoRoom, Unavailable, the_store

    store = the_store()
    with st.container(border=True, key="strip", horizontal=True, gap="small", vertical_alignment="center"):
        try:
            room, now, me = store.room(code), store.now(), store.person(code, token)
            if me and not me.removed:
                _reach(store, code, token, path)
        except Unavailable as problem:
            st.caption(str(problem))
            return
        except NoRoom:
            me = None
        if me is None or me.removed:
            seat.take("")
            st.rerun()
        voting = room.phase == "open"
        label = "Vote now" if voting else f"Room {rooms.shown_code(code)}"
        icon = ":material/how_to_vote:" if voting else ":material/groups:"
        st.page_link(PAGE, label=f"**{label}**", icon=icon, query_params={"room": code})
        invitation(room, path)
        help_buttons(code, token, me)
        listen(room, now, until=room.deadline or room.until, key="live-strip")


def invitation(room: Room, path: str = "") -> None:
    """A link to the step and the picture that all are invited to; while a vote on it is held, it would tell the answer.
    Within the lab on screen it is a button: a link to the page on screen would turn the page and leave the address
    behind."""
    every_lab()
    held = room.round and room.phase != "idle" and not room.truth
    if room.step not in KNOWN or held:
        return
    lab, step = KNOWN[room.step]
    link = dict(parse_qsl(room.link)) | {"step": step.id}
    look = {"label": f"The facilitator's picture: {step.title}", "icon": ":material/co_present:"}
    if not path or not lab.file.endswith(f"_{path}.py"):
        st.page_link(lab.file, query_params=link, **look)
    elif st.button(key="to-picture", type="tertiary", **look):
        view.go(step.id, link)
        st.rerun()


def help_buttons(code: str, token: str, me: Any) -> None:
    """Say that one is stuck, or done; a second press takes it back."""
    for help, label, icon in (("stuck", "I'm stuck", "front_hand"), ("done", "I'm done", "check")):
        on = me.help == help
        style = "primary" if on else "secondary"
        args = (code, token, "" if on else help)
        st.button(label, key=f"help-{help}", icon=f":material/{icon}:", type=style, on_click=_call, args=args)


def _call(code: str, token: str, help: str) -> None:
    from workshop.store import Unavailable, the_store

    try:
        the_store().call(code, token, help)
    except (Unavailable, ValueError) as problem:
        st.toast(str(problem), icon=":material/error:")


def _reach(store: Any, code: str, token: str, path: str) -> None:
    """Say which step is on screen, and whether it is done: once for each."""
    steps = [step for lab in every_lab() if lab.file.endswith(f"_{path}.py") for step in lab.steps]
    if not steps:
        return
    named = st.query_params.get("step")
    step = named if named in [each.id for each in steps] else steps[0].id
    where, mine = (code, step, progress.is_done(step)), seat.memory()
    if mine.get("reached") != where:
        mine["reached"] = where
        store.reach(code, token, step, where[2])
