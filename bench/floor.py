"""The least a Streamlit page can be: one fragment, one native slider, one chart of 200 points.

`plain` is written as one would at first, an Altair object at every run; `tuned` swaps the data of a constant spec. With
?empty in its address it is a page with a title alone.
"""

import sys

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

X = np.linspace(-4, 4, 200)


def curve(width: float) -> pd.DataFrame:
    return pd.DataFrame({"x": X, "y": np.exp(-((X / width) ** 2) / 2)})


def chart(data) -> alt.Chart:
    return alt.Chart(data).mark_line().encode(x="x:Q", y=alt.Y("y:Q").scale(domain=[0, 1])).properties(height=350)


@st.cache_resource
def constant() -> dict:
    return chart(alt.NamedData("points")).to_dict()


@st.fragment
def picture(tuned: bool) -> None:
    points = curve(st.slider("Width", 0.1, 3.0, 1.0, 0.05))
    if tuned:
        st.vega_lite_chart({**constant(), "datasets": {"points": points}}, key="picture")
    else:
        st.altair_chart(chart(points), key="picture")


if "empty" in st.query_params:
    st.title("Nothing")
else:
    picture("tuned" in sys.argv)
