"""The one chart theme: colours by meaning. The colours themselves are in `.streamlit/config.toml`, light and dark.

Streamlit hands its categorical colours to every chart in order, so a fixed domain of roles is all a chart needs.
"""

from __future__ import annotations

import altair as alt

from ui.marks import ROLES

SCALE = alt.Scale(domain=list(ROLES))


def role(name: str) -> alt.ColorDatum:
    """The colour of a whole mark, by role: `mark_line().encode(color=role("truth"))`.

    Vega-Lite takes a scale here, Altair's own check doesn't know it: write the chart with `to_dict(validate=False)`.
    """
    return alt.ColorDatum(name, type="nominal", scale=SCALE, legend=None)


def by_role(field: str) -> alt.Color:
    """The colour of each row, from a field that holds roles."""
    return alt.Color(field, type="nominal", scale=SCALE, legend=None)
