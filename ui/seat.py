"""A learner's seat in a room, as their browser keeps it: a token by which it is known again, and the room's code.

So sleep, a reload or a server that was started again bring back the same person. Who sits in no room, and opens no page
that asks, isn't troubled: the browser tells nothing, and nothing runs again.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import streamlit as st

from ui import components

TOKEN, CODE = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9A-Z]{9}")
UNKEPT = "This browser keeps nothing: if you close or reload this page, you come back as somebody new."


def exchange(asks: bool) -> None:
    """Hand the browser the room to keep, and take in what it tells. `asks`: the page on screen wants an answer."""
    mine = memory()
    ask = mine.setdefault("ask", uuid.uuid4().hex)
    data = {"ask": ask, "room": mine.get("room"), "asks": asks}
    told = components.seat(key="_seat", data=data, on_seat_change=lambda: None, height=1).get("seat")
    told = told if isinstance(told, dict) else {}
    if told.get("ask") == ask and TOKEN.fullmatch(str(told.get("token"))) and "browser" not in mine:
        mine |= {"browser": told["token"], "kept": told.get("kept") is True}
        if CODE.fullmatch(str(told.get("room"))):
            mine.setdefault("room", told["room"])


def memory() -> dict[str, Any]:
    """What this visit remembers of its seat, and of what was told or begun there."""
    return st.session_state.setdefault("_seated", {})


def browser() -> str:
    """The token of this browser; empty until it has told."""
    return memory().get("browser", "")


def token(code: str) -> str:
    """By what this browser is known in a room; empty until it has told. In each room by another one."""
    return browser() and f"{browser()} {code}"


def room() -> str:
    """The room in which this browser sits, or an empty text."""
    return memory().get("room") or ""


def take(code: str) -> None:
    """Sit down in a room, or, with an empty code, in none."""
    memory()["room"] = code


def unkept() -> str:
    """A sentence where the browser keeps nothing; else empty."""
    return "" if memory().get("kept", True) else UNKEPT


def said(key: str) -> Any:
    """What the control with this key says; None for nothing."""
    return st.session_state.get(key)
