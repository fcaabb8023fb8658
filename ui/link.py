"""A guide page's own controls in its link: read when the page opens, written back without a new history entry.

Streamlit's `bind="query-params"` would write the emptied link as an entry of its own when the page is left, and Back
would lead there first.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui import progress
from ui.components import browser


def opened(
    page: str, reads: dict[str, Callable[[str], bool]], otherwise: dict[str, str] | None = None
) -> dict[str, str]:
    """Before a page's controls: what the link says of them, else what they were when it was left, else `otherwise`.

    Gives each control that has no value yet what is said of it. `reads`: by name, which texts are sound. In a new
    session that goes on with an open page (the server was started again) the browser's own address counts.
    """
    state, asked = st.session_state, _sound(dict(st.query_params), reads)
    told = _sound(progress.address(), reads)
    if told and told != asked:
        state.update(told)
        asked = told
    said = asked or state.get("_held", {}).get(page, {})
    whole = state.get("_written") == page  # else a run was broken off, or not seen before the next one
    for name, text in said.items():
        if not whole or name not in state:
            state[name] = state.get(name) or text  # a run that knew no link yet left it empty
    if not said and otherwise:
        said = _sound(otherwise, reads)
        state.update(said)  # it may come late, to controls that are there and empty
    return said


def written(page: str, **values: str | None) -> None:
    """Write controls into the link, right after them. None or an empty text leaves a name out."""
    st.session_state["_written"] = page if progress.arrived() else None
    st.session_state.setdefault("_held", {})[page] = {name: text for name, text in values.items() if text}
    link = {"page": page, "now": True, "values": {name: text or None for name, text in values.items()}}
    browser(key="_link_page", data={"link": link})


def _sound(said: dict[str, str], reads: dict[str, Callable[[str], bool]]) -> dict[str, str]:
    return {name: said[name] for name, sound in reads.items() if name in said and sound(said[name])}
