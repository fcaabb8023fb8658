"""A chart inside a picture: where its numbers stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.marks import Panel

BOX = (2.0, 12.0, -3.0, 1.0)
numbers = st.floats(0.01, 1000)


@given(numbers, numbers, st.sampled_from(["", "x", "y", "xy"]))
def test_the_ends_of_the_axes_are_the_edges_of_the_box_and_order_is_kept(a, b, log):
    panel = Panel(BOX, x=(0.01, 1000), y=(1000, 0.01), log=log)
    assert panel.at(0.01, 1000) == pytest.approx([2, -3]) and panel.at(1000, 0.01) == pytest.approx([12, 1])
    (x0, y0), (x1, y1) = panel.at([a, b], [a, b])
    assert np.sign(round(x1 - x0, 9)) in (0, np.sign(b - a)) and np.sign(round(y1 - y0, 9)) in (0, np.sign(a - b))


def test_a_logarithmic_axis_gives_every_factor_of_ten_the_same_length():
    x = Panel(BOX, x=(1, 1000), log="x").at([1, 10, 100, 1000], 0)[:, 0]
    assert np.diff(x) == pytest.approx(10 / 3)


def test_what_the_axes_hold():
    panel = Panel(BOX, x=(0, 10), y=(5, -5))
    assert panel.holds([0, 10, 11, 5], [5, -5, 0, 6]).tolist() == [True, True, False, False]


def test_the_frame_names_its_ticks_where_they_stand():
    texts = {mark["text"]: mark["at"] for mark in Panel(BOX, x=(0, 1000), y=(-1, 1)).frame([0, 1000], [(-1, "low"), 1],
             across="km", upwards="share") if mark["kind"] == "text"}  # fmt: skip
    assert texts == {"0": [2, -3], "1,000": [12, -3], "low": [2, -3], "1": [2, 1], "km": [12, -3], "share": [2, 1]}
