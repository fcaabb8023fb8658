"""The projected page of a room: its code, what is asked, how many have voted, and what was voted once it is shown."""

from __future__ import annotations

import streamlit as st

from ui.components import sketches
from ui.lab import KNOWN
from workshop import host, polls, rooms, votes
from workshop.live import listen
from workshop.store import NoRoom, Unavailable, the_store

LARGE = """<style>
.st-key-wall p, .st-key-wall li { font-size: 1.35rem; line-height: 1.45; }
.st-key-wall .code { font: 700 clamp(1.6rem, 4.5vw, 4rem)/1.1 var(--st-code-font, monospace); white-space: nowrap; }
.st-key-wall .code.small { font-size: clamp(1.3rem, 2.1vw, 2.4rem); }
</style>"""


def show(code: str) -> None:
    """The page; all of it is drawn from the room as it is now."""
    st.html(LARGE)
    with st.container(key="wall"):
        _wall(code)


@st.fragment
def _wall(code: str) -> None:
    store = the_store()
    try:
        room, now, (here, voted) = store.room(code), store.now(), store.count(code)
        cast = votes.shown(store, room)
    except (Unavailable, NoRoom) as problem:
        st.error(str(problem))
        st.button("Try again", key="try-wall")
        return
    asked = bool(room.round) and room.phase != "idle"
    main, side = st.columns([8, 3] if asked else [6, 6], gap="large")
    with side:
        st.html(f'<div class="code{" small" if asked else ""}">{rooms.shown_code(code)}</div>')
        st.image(host.qr(host.address(room=code)), width=200 if asked else 380)
        st.markdown(f"**{here}** here")
        listen(room, now, follow="all", until=room.deadline or room.until, key="live-wall")
    with main:
        if asked:
            _vote(room, cast, here, voted)
        elif room.step in KNOWN:
            st.markdown("We are at")
            st.title(KNOWN[room.step][1].title, anchor=False)
        else:
            st.title("Join this room", anchor=False)
            st.markdown("Scan the picture, or open the page Workshop and type the code.")


def _vote(room: rooms.Room, cast: list, here: int, voted: int) -> None:
    which = "Round two" if room.round == 2 else "Round one"
    heading = {"open": f"{which}: vote now", "closed": f"{which} is closed", "talk": "Talk with your neighbour"}
    st.title(heading.get(room.phase, "What you said"), anchor=False)
    votes.ask(room.poll, "wall", large=True)
    if room.phase in ("open", "closed"):
        for choice in room.poll.choices if room.poll.seed is not None else ():
            st.markdown(f"- {choice}")
        st.markdown(f"**{voted} of {here}** have voted")
        st.progress(min(voted / here, 1.0) if here else 0.0)
    elif room.phase == "talk":
        st.markdown("Convince each other. Then you vote once more.")
    may = rooms.sight(room)
    rounds = {place: [vote for vote in cast if vote.round == place] for place in may.rounds}
    if rounds:
        votes.show(room, rounds, truth=may.truth, key="wall", large=True)
    elif room.poll.kind == "placement":
        sketches(key="wall-ground", data={"sketches": [polls.placed(room.poll, [])], "names": [""], "large": True})
