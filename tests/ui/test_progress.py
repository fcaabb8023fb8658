"""Progress: what comes back from a browser or a file is checked, and nothing sound is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.progress import clean, merge

SOUND = {"done": "2026-01-02", "right": 1, "wrong": 2, "last": "2026-01-03"}


def stored(steps) -> str:
    return json.dumps({"version": 1, "steps": steps})


def test_sound_progress_comes_back_unchanged():
    assert clean(stored({"vectors": SOUND})) == {"vectors": SOUND}


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", "7", '{"steps": []}', '{"steps": 3}', "[" * 10_000, None, 5, b"\xff"]
)
def test_what_is_no_progress_is_none(text):
    assert clean(text) == {}


def test_only_the_sound_part_is_kept():
    raw = {
        "vectors": SOUND,
        "<script>": SOUND,
        "x" * 50: SOUND,
        "bayes": "done",
        "layer": {"done": "<b>", "right": -3, "wrong": 1e9},
    }
    assert clean(stored(raw)) == {"vectors": SOUND, "layer": {"done": "", "right": 0, "wrong": 0, "last": ""}}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_text_whatever_raises(raw):
    for entry in clean(json.dumps({"steps": {"vectors": raw}})).values():
        assert set(entry) == set(SOUND)


def test_merging_keeps_what_was_done_and_forgets_nothing():
    other = {"done": "2025-12-31", "right": 5, "wrong": 0, "last": "2025-12-31"}
    merged = merge({"vectors": SOUND}, {"vectors": other, "bayes": other})
    assert merged == {"vectors": {"done": "2025-12-31", "right": 5, "wrong": 2, "last": "2026-01-03"}, "bayes": other}
    assert merge({}, {"bayes": other}) == merge({"bayes": other}, {}) == {"bayes": other}
