"""Just Enough Math: the entry. Page set-up and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from ui import progress

st.set_page_config(page_icon="📐", layout="wide", initial_sidebar_state=280)
st.html(Path(__file__).parent / "ui" / "look.css")
pages = st.navigation(
    {
        "": [
            st.Page("guide/start.py", title="Start", url_path="start", icon=":material/home:", default=True),
            st.Page("guide/plan.py", title="Plan", url_path="plan", icon=":material/route:"),
            st.Page("guide/check.py", title="Check", url_path="check", icon=":material/quiz:"),
        ],
        "Labs": [
            st.Page("labs/01_linear_algebra.py", title="1 · Linear algebra", url_path="linear_algebra"),
            st.Page("labs/02_probability_stats.py", title="2 · Probability, statistics", url_path="probability_stats"),
            st.Page("labs/03_calculus.py", title="3 · Calculus", url_path="calculus"),
            st.Page("labs/04_apply.py", title="4 · Apply it now", url_path="apply"),
            st.Page("labs/00_warm_up.py", title="Warm-up", url_path="warm_up"),
        ],
        "Guide": [
            st.Page("guide/review.py", title="Review", url_path="review", icon=":material/replay:"),
            st.Page("guide/progress.py", title="Progress", url_path="progress", icon=":material/trending_up:"),
            st.Page("guide/look_up.py", title="Look up", url_path="look_up", icon=":material/search:"),
            st.Page("guide/glossary.py", title="Glossary", url_path="glossary", icon=":material/menu_book:"),
        ],
    }
)
progress.exchange()  # once the browser knows which page it is on
pages.run()
