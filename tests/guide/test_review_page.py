"""Review and Progress: the right question on the right day, and a record that is moved, merged and forgotten."""

import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT, STEPS
from ui import review
from ui.notebooks import zipped
from ui.progress import _memory, clean
from ui.schedule import weakest


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


def asked(app: AppTest):
    """The question that is on."""
    kept = app.session_state["_review"]
    step = next(step for _, step in STEPS if step.id == kept["step"])
    return review.offers(step)[kept["kind"]](kept["seed"])


def reply(app: AppTest, right: bool) -> AppTest:
    """Answer the question that is on."""
    kept = app.session_state["_review"]
    question = asked(app)
    given = question.answer if right else question.mistakes[0].value
    name = f"{kept['step']}-{kept['seed']}" + ("" if kept["kind"] == "compute" else f"-{kept['kind']}")
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
    steps = {"spread": entry(9), "vectors": entry(9, 1, 5), "derivative": entry(40), "bayes": entry(0)}
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
    question = asked(app)
    reply(app, right=False)
    assert question.mistakes[0].why in words(app) and question.solution in words(app)
    known = app.session_state["_progress"]["vectors"]
    assert (known["wrong"], known["due"], known["done"]) == (1, day(-1), day(9))
    press(app, "review-next")
    assert "Nothing is due today. Next: 1 question tomorrow." in words(app)


def test_an_answer_that_cannot_be_read_counts_for_nothing():
    known = entry(9) | {"asked": "understand"}
    app = opened("review", {"dot_product": known})
    name = f"dot_product-{app.session_state['_review']['seed']}"
    app.text_input(key=f"reply-{name}").set_value("<b>?</b>")
    press(app, f"check-{name}")
    assert app.main.warning and app.session_state["_progress"]["dot_product"] == known


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


@pytest.mark.parametrize("place", range(len(STEPS)), ids=[step.id for _, step in STEPS])
def test_every_step_can_be_reviewed(place):
    step, kind = STEPS[place][1].id, ("compute", "understand")[place % 2]
    other = {"compute": "understand", "understand": "compute"}[kind]
    app = opened("review", {step: entry(9) | {"asked": other}})
    assert app.session_state["_review"]["kind"] == kind
    reply(app, right=True)
    known = app.session_state["_progress"][step]
    assert (known["right"], known["asked"], known["reviewed"]) == (2, kind, day(0))


def test_the_kinds_alternate_and_after_every_third_answer_the_prediction_comes_back():
    app, kinds = opened("review", {"dot_product": entry(9)}), []
    for _ in range(6):
        kinds.append(app.session_state["_review"]["kind"])
        reply(app, right=True)
        if kinds[-1] == "predict":
            assert any(each.proto.label == "Move this picture" for each in app.get("page_link"))
        press(app, "review-next")
        press(app, "practise")
    assert kinds == ["understand", "compute", "predict", "understand", "compute", "predict"]


def test_what_rests_on_a_step_is_asked_before_it_and_puts_it_off():
    steps = {"vectors": entry(2), "dot_product": entry(2)}
    app = reply(opened("review", steps), right=True)
    assert app.session_state["_review"]["step"] == "dot_product" and "You used Vectors here, so it is" in words(app)
    assert app.session_state["_progress"]["vectors"]["later"] > 0 and app.button(key="review-next").label[:4] == "Done"


def test_at_most_twenty_a_day_and_the_rest_wait_for_tomorrow():
    names = [step.id for _, step in STEPS][:25]
    asked_today = {step: entry(90) | {"last": day(0), "due": day(-5), "stability": 5.0, "difficulty": 5.0,
                                      "reviewed": day(0)} for step in names[:19]}  # fmt: skip
    app = opened("review", asked_today | {step: entry(30) for step in names[19:]})
    assert "6 questions due" in words(app) and "At most 20 a day: 1 more today, the rest tomorrow." in words(app)
    reply(app, right=False)
    assert app.button(key="review-next").label == "Done for today"
    press(app, "review-next")
    assert "That is enough for today. 5 questions wait for tomorrow, the weakest first." in words(app)
    assert not any(button.key == "practise" for button in app.button)
    again = opened("review", app.session_state["_progress"])
    assert "That is enough for today." in words(again), "and so it is in another session"


def test_a_goal_is_counted_by_the_week_from_monday():
    monday = date.today() - timedelta(date.today().weekday())
    old = (monday - timedelta(1)).isoformat()
    last_week = {"done": old, "right": 1, "wrong": 0, "last": old, "reviewed": old}
    steps = {"vectors": entry(0), "spread": last_week | {"reviewed": monday.isoformat()}, "bayes": last_week}
    app = opened("review", steps)
    assert "1 step done, 1 reviewed." in words(app)
    app.number_input(key="goal").set_value(2).run()
    assert app.session_state["_goal"] == 2 and app.session_state["_aimed"] > 0
    assert app.get("progress")[0].proto.text == "**2 of 2**: 1 step done, 1 reviewed. Your goal is reached."
    app.number_input(key="goal").set_value(0).run()
    assert not app.get("progress") and app.session_state["_goal"] == 0


def test_a_slip_of_an_earlier_step_shows_the_way_there():
    app = opened("review", {"embeddings": entry(9) | {"asked": "understand"}})
    slip = asked(app).mistakes[0]
    reply(app, right=False)
    assert app.session_state["_review"]["kind"] == "compute" and slip.why in words(app)
    links = [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]
    title = next(step.title for _, step in STEPS if step.id == slip.step)
    assert (f"The earlier step: {title}", f"step={slip.step}") in links


def test_without_storage_the_page_promises_nothing():
    app = opened("review", {"vectors": entry(0)})
    app.session_state["_blocked"] = True
    app.run()
    assert app.main.warning[0].value.startswith("This browser doesn't let the page keep anything")


def test_a_step_that_no_longer_exists_is_not_asked_and_not_lost():
    app = opened("review", {"retired": entry(9)})
    assert "Nothing to review yet" in words(app) and "retired" in app.session_state["_progress"]


# ---------------------------------------------------------------- progress


def test_it_says_what_is_done_due_and_next():
    done = {"vectors": entry(9), "bayes": entry(0)}
    app = opened("progress", done)
    assert "Due today: 1" in words(app)
    ahead = [step.title for lab, step in STEPS if lab.number and step.id not in done]  # the warm-up is for who wants it
    labels = [link.proto.label for link in app.get("page_link")]
    assert [title for title in ahead if title in labels] == ahead[:1], "the first that isn't done, and no other"


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
    mine = "return dot(u, v) / dot(v, v) * v  # mine"
    archive = zipfile.ZipFile(io.BytesIO(zipped(STEPS, {"dot_product": mine})()))
    names = archive.namelist()
    told = [name for name in names if "# mine" in archive.read(name).decode()]
    assert len(names) == len(set(names)) == len(STEPS)
    steps = [step.id for lab, step in STEPS if lab.number == 1]
    folder = [f"01_linear_algebra/{place:02}_{step}.ipynb" for place, step in enumerate(steps, start=1)]
    assert [name for name in names if name.startswith("01_linear_algebra/")] == folder
    assert told == [folder[steps.index("dot_product")]], "what the learner wrote is in its step's notebook"
