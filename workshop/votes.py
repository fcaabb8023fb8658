"""What was voted, drawn: of choices a bar for each, of a placement everybody's dot; both rounds side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.components import sketches
from ui.words import counted, percent
from workshop import polls, rooms
from workshop.rooms import Poll, Room

ROUNDS = {1: "Before the talk", 2: "After the talk"}


def ask(poll: Poll, key: str, large: bool = False) -> None:
    """The question as everyone has it, without its choices where these are words."""
    kind = {"placement": "Place it", "prediction": "What do you expect?"}.get(poll.kind, "")
    st.markdown(f"**{kind}** {poll.text}" if kind else poll.text)
    if poll.kind == "understand" and poll.seed is not None and (drawn := polls.question(poll).sketches):
        shown = [{"marks": each.marks, "size": each.size, "axes": each.axes} for each in drawn]
        sketches(key=f"{key}-asked", data={"sketches": shown, "names": poll.choices, "large": large})


def shown(store: Any, room: Room) -> list:
    """The votes that were shown to all. Where each has their own numbers it is known whose each is, to be counted here;
    a page is told the counts."""
    return store.votes(room.code, whose=bool(room.poll and room.poll.seed is None))


def show(room: Room, rounds: Mapping[int, Sequence[Any]], truth: bool, key: str, large: bool = False) -> None:
    """The votes of these rounds, by round. With the truth: which answer is right, and what wrong ones mean."""
    poll, names = room.poll, ROUNDS if len(rounds) > 1 else {place: "" for place in rounds}
    if poll.kind == "placement":
        titles = [names[place] or counted(len(votes), "vote") for place, votes in rounds.items()]
        drawn = [polls.placed(poll, votes, truth) for votes in rounds.values()]
        sketches(key=f"{key}-dots", data={"sketches": drawn, "names": titles, "large": True})
        if truth:
            st.markdown(f":green[:material/check:] {polls.right_answer(poll)}")
    if poll.kind != "placement" or truth:
        _bars(poll, {place: polls.counts(poll, votes, room.code) for place, votes in rounds.items()}, names, truth)
    if truth and poll.kind != "placement" and poll.seed is not None:
        with st.container(border=True):
            st.markdown(polls.solution(poll))
    if poll.confidence and truth:
        latest = rounds[max(rounds)]
        sure = rooms.sure_and_wrong((_right(room, vote), vote.confidence) for vote in latest)
        if sure is not None:
            st.markdown(f"**{counted(sure, 'vote')}** sure and wrong.")
    if len(rounds) > 1:
        st.caption(rooms.WHICH)


def _right(room: Room, vote: Any) -> bool:
    seed = polls.seed_of(room.poll, room.code, vote.number, vote.person)
    return polls.judge(room.poll, vote.answer, seed).right


def _bars(poll: Poll, found: dict[int, list[polls.Count]], names: dict[int, str], truth: bool) -> None:
    """A bar for each answer and round. Before the truth is told, typed answers are only counted."""
    totals = {place: sum(count.votes for count in each) for place, each in found.items()}
    typed = poll.kind == "compute" or poll.seed is None
    if typed and not truth:
        said = [f"{names[place]}: {total}" if names[place] else str(total) for place, total in totals.items()]
        st.markdown(f"**{' · '.join(said)}** answered. What they say is shown with the right answer.")
        return
    rows = dict.fromkeys((count.answer, count.right, count.why) for each in found.values() for count in each)
    for answer, right, why in rows:
        mark = ":green[:material/check:] " if truth and right else ""
        st.markdown(f"{mark}**{answer}**" if mark else answer)
        for place, each in found.items():
            votes = next((count.votes for count in each if (count.answer, count.why) == (answer, why)), 0)
            share = votes / totals[place] if totals[place] else 0.0
            lead = f"{names[place]}: " if names[place] else ""
            st.progress(share, f"{lead}{votes} · {percent(share)}")
        if truth and why and poll.kind != "prediction":
            st.caption(why)
