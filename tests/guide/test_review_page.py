"""Review and Progress: the right question on the right day, and a record that is moved, merged and forgotten."""

import importlib
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.review import weakest
from tests.conftest import ROOT, STEPS
from ui import question_of
from ui.notebooks import zipped
from ui.progress import _memory, clean


def day(ago: int) -> str:
    return (date.today() - timedelta(ago)).isoformat()


def entry(ago: int, right: int = 1, wrong: int = 0) -> dict:
    return {"done": day(ago), "right": right, "wrong": wrong, "last": day(ago)}


def opened(page: str, steps: dict | None = None, arrived: bool = True, **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.session_state["_progress"] = clean(json.dumps({"steps": steps or {}}))
    if arrived:
        app.session_state["_loaded"] = True  # as once the browser has told what it keeps
    app.switch_page(f"guide/{page}.py")
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    kinds = (app.main.markdown, app.main.caption, app.main.info, app.main.success, app.main.error, app.main.warning)
    return " ".join(part.value for kind in kinds for part in kind)


def press(app: AppTest, key: str) -> AppTest:
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception
    return app


def reply(app: AppTest, right: bool) -> AppTest:
    """Answer the question that is on."""
    kept = app.session_state["_review"]
    question = question_of(next(step for _, step in STEPS if step.id == kept["step"]))(kept["seed"])
    given = question.answer if right else question.mistakes[0].value
    name = f"{kept['step']}-{kept['seed']}"
    if question.choices:
        app.radio(key=f"reply-{name}").set_value(given)
    else:
        app.text_input(key=f"reply-{name}").set_value(given if isinstance(given, str) else f"{given:.12g}")
    return press(app, f"check-{name}")


# ---------------------------------------------------------------- review


def test_without_a_finished_step_there_is_nothing_to_review():
    assert "Nothing to review yet" in words(opened("review"))
    tried = {"vectors": entry(9) | {"done": "", "right": 0, "wrong": 3}}
    assert "Nothing to review yet" in words(opened("review", tried))


@pytest.mark.parametrize("page", ["review", "progress", "start"])
def test_before_the_record_has_arrived_no_page_says_that_nothing_is_done(page):
    told = words(opened(page, arrived=False))
    assert "Reading what this browser keeps" in told
    assert not re.search("Nothing|Begin here|0 of", told)
    assert "Reading what this browser keeps" not in words(opened(page))


def test_the_weakest_is_asked_first_and_a_right_answer_sends_it_away():
    steps = {"spread": entry(9), "vectors": entry(9, 1, 5), "dot_product": entry(40), "bayes": entry(0)}
    app = opened("review", steps)
    order = weakest({step: _memory(known) for step, known in steps.items()}, date.today())
    assert order[-1] == "bayes" and "3 questions due" in words(app)
    for place, step in enumerate(order[:3]):
        assert app.session_state["_review"]["step"] == step
        reply(app, right=True)
        known = app.session_state["_progress"][step]
        assert known["right"] == 2 and known["last"] == day(0) and known["due"] > day(0)
        assert "Right." in words(app)
        assert app.button(key="review-next").label == ("Next question" if place < 2 else "Done for today")
        press(app, "review-next")
    assert "Nothing is due today. Next: " in words(app)


def test_a_wrong_answer_is_named_solved_and_comes_back_tomorrow():
    app = opened("review", {"vectors": entry(9)})
    kept = app.session_state["_review"]
    question = importlib.import_module("labs.linear_algebra.vectors.question").question(kept["seed"])
    reply(app, right=False)
    assert question.mistakes[0].why in words(app) and question.solution in words(app)
    known = app.session_state["_progress"]["vectors"]
    assert (known["wrong"], known["due"], known["done"]) == (1, day(-1), day(9))
    press(app, "review-next")
    assert "Nothing is due today. Next: 1 question tomorrow." in words(app)


def test_an_answer_that_cannot_be_read_counts_for_nothing():
    app = opened("review", {"dot_product": entry(9)})
    name = f"dot_product-{app.session_state['_review']['seed']}"
    app.text_input(key=f"reply-{name}").set_value("<b>?</b>")
    press(app, f"check-{name}")
    assert app.main.warning and app.session_state["_progress"]["dot_product"] == entry(9)


def test_practice_asks_every_step_once_with_new_numbers():
    app = press(opened("review", {"vectors": entry(0), "spread": entry(0)}), "practise")
    seen = []
    for _ in range(2):
        seen.append((app.session_state["_review"]["step"], app.session_state["_review"]["seed"]))
        reply(app, right=True)
        press(app, "review-next")
    assert {step for step, _ in seen} == {"vectors", "spread"}
    assert app.session_state["_review"]["step"] == "" and "Nothing is due today" in words(app)
    press(app, "practise")
    assert (app.session_state["_review"]["step"], app.session_state["_review"]["seed"]) not in seen


@pytest.mark.parametrize("step", [step.id for _, step in STEPS])
def test_every_step_can_be_reviewed(step):
    app = opened("review", {step: entry(9)})
    reply(app, right=True)
    assert app.session_state["_progress"][step]["right"] == 2


def test_a_step_that_no_longer_exists_is_not_asked_and_not_lost():
    app = opened("review", {"retired": entry(9)})
    assert "Nothing to review yet" in words(app) and "retired" in app.session_state["_progress"]


# ---------------------------------------------------------------- progress


def test_it_says_what_is_done_due_and_next():
    app = opened("progress", {"vectors": entry(9), "bayes": entry(0)})
    assert "Due today: 1" in words(app)
    assert any("What does a dot product" in link.proto.label for link in app.get("page_link"))


def loaded(app: AppTest, raw: bytes) -> AppTest:
    app.get("file_uploader")[0].set_value(("record.json", raw, "application/json"))
    submit = next(button for button in app.button if button.label == "Add it to this record")
    submit.click().run()
    assert not app.exception
    return app


def test_a_file_is_merged_and_nothing_is_lost():
    ours, theirs = {"vectors": entry(9)}, {"vectors": entry(3, 4, 1), "bayes": entry(2)}
    app = loaded(opened("progress", ours), json.dumps({"version": 1, "steps": theirs}).encode())
    held = app.session_state["_progress"]
    assert held["vectors"] == {"done": day(9), "right": 4, "wrong": 1, "last": day(3)} and held["bayes"] == entry(2)
    assert "You have done 2 now; it was 1 before." in words(app)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff\x89PNG" * 99, b"{", b"[]", b'{"steps": {"<img src=x onerror=alert(1)>": {}}}', b"[" * 90_000,
     b'{"cells": [], "nbformat": 4}', b'{"steps": "' + b"x" * 900_000 + b'"}'],
)  # fmt: skip
def test_a_file_that_is_no_record_changes_nothing_and_is_told_so(raw):
    app = loaded(opened("progress", {"vectors": entry(9)}), raw)
    assert app.session_state["_progress"] == {"vectors": entry(9)}
    assert "so nothing was changed" in app.main.error[0].value and "<img" not in words(app)


def test_a_link_carries_a_record_and_asks_before_it_adds():
    sender = opened("progress", {"vectors": entry(9), "bayes": entry(2)})
    shown = next(block.value for block in sender.code if "?record=" in block.value)
    app = opened("progress", {"spread": entry(1)}, record=shown.split("?record=")[1])
    assert "2 steps done" in words(app) and set(app.session_state["_progress"]) == {"spread"}
    press(app, "add")
    assert set(app.session_state["_progress"]) == {"spread", "vectors", "bayes"} and "record" not in app.query_params


@pytest.mark.parametrize("link", ["x", "<script>alert(1)</script>", "eNqVk9GO", "A" * 3000])
def test_a_spoilt_link_is_told_so(link):
    app = opened("progress", {"spread": entry(1)}, record=link)
    assert "Nothing was changed" in words(app) and app.session_state["_progress"] == {"spread": entry(1)}


def test_a_full_record_fits_a_link():
    full = {step.id: entry(9, 12, 3) | {"due": day(-20), "stability": 29.123, "difficulty": 5.432} for _, step in STEPS}
    app = opened("progress", full)
    shown = next(block.value for block in app.code if "?record=" in block.value)
    assert len(shown) < 4000


def test_starting_afresh_forgets():
    app = press(opened("progress", {"vectors": entry(9)}), "forget")
    assert app.session_state["_progress"] == {} and "Nothing due today" in words(app)


def test_the_zip_has_a_folder_for_each_lab_and_all_steps():
    names = zipfile.ZipFile(io.BytesIO(zipped(STEPS)())).namelist()
    assert len(names) == len(set(names)) == len(STEPS)
    assert "01_linear_algebra/02_dot_product.ipynb" in names
