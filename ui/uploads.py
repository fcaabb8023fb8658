"""A learner's own file: held in this visit's memory, never on a disk."""

from __future__ import annotations

import streamlit as st
from starlette.formparsers import MultiPartParser

# The server's parser would put a file of more than 1 MB on disk while it arrives. 20 MB is the most that is let in.
MultiPartParser.spool_max_size = 32 * 2**20


def choose_file(label: str, key: str) -> tuple[str, bytes] | None:
    """A box to choose a file in; gives its name and bytes, or None before one is chosen."""
    chosen = st.file_uploader(label, type=None, key=key, label_visibility="collapsed")
    if chosen is None:
        return None
    return chosen.name, chosen.getvalue()
