"""Where the keyboard's focus goes when what had it is gone: to what came instead."""

import uuid

import streamlit as st

from ui.components import browser


def focus(place: str) -> None:
    """From a callback, or before a rerun: move the focus to the container with this key, `st.container(key=place)`."""
    st.session_state["_focus"] = {"place": place, "turn": uuid.uuid4().hex[:12]}


def move(key: str) -> None:
    """Let the browser do it, once. For fragments whose callbacks call `focus`; else `progress.exchange` does."""
    browser(key=key, data={"focus": st.session_state.get("_focus", {})})
