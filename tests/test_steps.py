"""What every step promises: its six parts, in words that hold, at every position of every control."""

import importlib
import math
import re

import pytest

from tests.conftest import LABS, ROOT, open_step, page_of

LEVELS = ("selectbox", "button_group", "checkbox", "toggle", "radio", "slider", "select_slider", "number_input")


def test_ids_are_unique_and_match_their_files():
    ids = [step.id for lab in LABS for step in lab.steps]
    assert len(ids) == len(set(ids))
    for lab in LABS:
        folder = ROOT / "labs" / lab.file.split("_", 1)[1].removesuffix(".py")
        files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
        assert files == {step.id for step in lab.steps}, "each step in a file of its name, and each file in the lab"


def test_every_lab_has_a_step():
    assert all(lab.steps for lab in LABS)


def test_the_step_is_complete(lab, step):
    page = page_of(open_step(lab, step), step)
    question, choices, answer = page.asked
    assert question.endswith("?") or "?" in question
    assert 2 <= len(choices) <= 4 and answer in choices and len(set(choices)) == len(choices)
    assert page.ran and page.ran.results
    assert page.said and all(said.strip() for said in page.said)
    assert not any("$" in said for said in page.said), "says is read aloud: no LaTeX"
    assert page.tasks and not any(page.tasks.values()), "a task that is done before it starts is none"
    assert len(page.bite.split()) >= 20
    assert page.generator is importlib.import_module(f"core.questions.{step.id}").question


def test_the_prose_is_short_and_asks_its_question(lab, step):
    words = re.sub(r"\$[^$]*\$", "x", step.prose).split()
    assert 25 <= len(words) <= 120, f"{len(words)} words"
    assert step.title.endswith("?")
    assert "$" in step.prose or "`" in step.prose, "one formula"


def test_nothing_is_shown_before_the_guess(lab, step):
    app = open_step(lab, step, guess="")
    page = page_of(app, step)
    assert page.waits and not page.ran and not page.said
    assert not app.code and not app.get("vega_lite_chart")
    assert {part.key for part in app.get("bidi_component")} == {"_link_guess", "_browser"}
    labels = [button.label for button in app.main.button]
    assert labels[-1] == "Just show me" and labels[:-1] == page.asked[1]


def test_a_guess_stands_beside_the_truth(lab, step):
    app = open_step(lab, step, guess="")
    page = page_of(app, step)
    _, choices, answer = page.asked
    wrong = next(number for number, choice in enumerate(choices) if choice != answer)
    app.main.button[wrong].click().run()
    assert not app.exception
    shown = " ".join(block.value for block in app.markdown)
    assert f"You said :violet[**{choices[wrong]}**]" in shown and answer in shown


def test_the_cell_stands_alone(lab, step):
    page = page_of(open_step(lab, step), step)
    for ran in filter(None, (page.ran, page.library)):
        assert ran.cell.__code__.co_freevars == (), "a cell uses nothing of the function around it"
        assert list(ran.values) == list(ran.cell.__code__.co_varnames[: ran.cell.__code__.co_argcount])


def test_the_library_agrees(lab, step):
    from ui.code import same

    page = page_of(open_step(lab, step), step)
    if page.library:
        assert page.library.results and set(page.library.results) <= set(page.ran.results)
        for name, value in page.library.results.items():
            assert same(value, page.ran.results[name]), name


def test_own_controls_at_the_ends_of_their_reach(lab, step):
    """Every handle and slider alone, then all at once, through the link, as a shared or doctored one would set them."""
    first = page_of(open_step(lab, step), step)
    ends = first.extremes
    links = [{name: text} for name, texts in ends.items() for text in texts]
    links += [{name: texts[end] for name, texts in ends.items()} for end in (0, -1)]
    links += [dict.fromkeys(ends, nonsense) for nonsense in ("", "nan,nan", "1e999", "<script>", "9,9,9", "-1e9,1e9")]
    for link in links if ends else []:
        check_sound(page_of(open_step(lab, step, **link), step), link)


def test_native_controls_at_every_choice(lab, step):
    app = open_step(lab, step)
    for kind in LEVELS:
        for place in range(len(app.get(kind))):
            for value in reach(app.get(kind)[place]):
                if place < len(app.get(kind)):
                    app.get(kind)[place].set_value(value).run()
                    assert not app.exception, f"{kind} {value}: {[e.message for e in app.exception]}"
                    check_sound(page_of(app, step), (kind, value))


@pytest.mark.parametrize(
    "typed", ["", " ", "<b>x</b>", "king", "((((", "(3, 4) @ (5, 2)", "0" * 300, "1/0", "ümlaut 🙂", "*" * 50]
)
def test_text_boxes_take_anything(lab, step, typed):
    app = open_step(lab, step)
    for box in [box for box in app.text_input if not box.key.startswith("reply-")]:
        box.set_value(typed).run()
        assert not app.exception, f"{box.key} {typed!r}: {[e.message for e in app.exception]}"
    if any(not box.key.startswith("reply-") for box in app.text_input):
        check_sound(page_of(app, step), typed)


def test_preset_buttons(lab, step):
    app = open_step(lab, step)
    keys = [b.key for b in app.button if not b.key.startswith(("guess-", "check-", "go-"))]
    for key in keys:
        pressed = [button for button in app.button if button.key == key]
        if pressed and not pressed[0].disabled:
            pressed[0].click().run()
            assert not app.exception, f"{key}: {[e.message for e in app.exception]}"
            check_sound(page_of(app, step), key)


def reach(widget):
    """Values at the ends of a native widget's reach, or all of them where they can be counted."""
    if hasattr(widget, "options"):
        return [[option] for option in widget.options] if widget.type == "multiselect" else list(widget.options)
    if hasattr(widget, "min") and widget.min is not None:
        return [widget.min, widget.max]
    return [True, False]


def check_sound(page, where) -> None:
    """Words and results without nan, inf or None, whatever the position."""
    for said in page.said:
        assert said.strip(), where
        assert not re.search(r"\b(nan|inf|None)\b", said), (where, said)
    assert page.ran is not None, where
    for value in page.ran.results.values():
        if isinstance(value, float):
            assert not math.isnan(value), where
