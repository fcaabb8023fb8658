"""A box that a button can fill."""

import streamlit as st


def fill(key: str, text: str) -> None:
    """Put a text into the box with this key: a button's `on_click=fill, args=(key, text)`."""
    st.session_state[key] = text
