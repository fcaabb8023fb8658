"""Just Enough Math: the entry. Navigation for each visitor; around it the server with the lane. Nothing else."""

import gc
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from guide.planning import NEEDS
from labs import every_lab
from ui import progress, view
from ui.lane import route
from workshop import live, strip


def pages() -> None:
    """The script that Streamlit runs for each visitor."""
    st.set_page_config(page_icon="📐", layout="wide", initial_sidebar_state=230)
    st.html(Path(__file__).parent / "ui" / "look.css")
    page = st.navigation(
        {
            "": [
                st.Page("guide/start.py", title="Start", url_path="start", icon=":material/home:", default=True),
                st.Page("guide/plan.py", title="Plan", url_path="plan", icon=":material/route:"),
                st.Page("guide/check.py", title="Check", url_path="check", icon=":material/quiz:"),
            ],
            "Labs": [
                st.Page("labs/01_linear_algebra.py", title="1 · Linear algebra", url_path="linear_algebra"),
                st.Page(
                    "labs/02_probability_stats.py", title="2 · Probability, statistics", url_path="probability_stats"
                ),
                st.Page("labs/03_calculus.py", title="3 · Calculus", url_path="calculus"),
                st.Page("labs/04_apply.py", title="4 · Apply it now", url_path="apply"),
                st.Page("labs/00_warm_up.py", title="Warm-up", url_path="warm_up"),
            ],
            "Guide": [
                st.Page("guide/review.py", title="Review", url_path="review", icon=":material/replay:"),
                st.Page("guide/progress.py", title="Progress", url_path="progress", icon=":material/trending_up:"),
                st.Page("guide/look_up.py", title="Look up", url_path="look_up", icon=":material/search:"),
                st.Page("guide/glossary.py", title="Glossary", url_path="glossary", icon=":material/menu_book:"),
                st.Page("workshop/workshop.py", title="Workshop", url_path="workshop", icon=":material/groups:"),
            ],
        },
        position="top",
    )
    progress.exchange(NEEDS)  # once the browser knows which page it is on
    view.arrived(page.url_path)
    strip.show(page.url_path)
    page.run()


if st.runtime.exists():
    pages()
else:  # `streamlit run` finds the app here; a host that knows only the script runs the pages without the lane
    steps = {step.id: step for lab in every_lab() for step in lab.steps}
    app = st.App(
        __file__, routes=[route(steps), live.route()], middleware=[Middleware(GZipMiddleware, minimum_size=400)]
    )
    gc.collect()
    gc.freeze()  # what is loaded by now stays: a collection that goes through all of it takes a tenth of a second
