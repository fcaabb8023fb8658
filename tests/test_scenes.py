"""What every step promises, held on its scene: six parts, in words that hold, at every position of every control."""

import itertools
import json
import math
import re
from functools import lru_cache

import numpy as np
import pytest

from tests.conftest import SCENES, look
from ui import question_of
from ui.scene import OWN

MANY = "rows|tokens|epochs|looks|people|words|steps|points|columns|passages|queries"
PHONE = 358  # px that a picture is wide there
NONSENSE = ("", " ", "nan,nan", "nan", "1e999", "<script>", "9,9,9", "-1e9,1e9", "0" * 299, "ümlaut 🙂", "((((", "1/0")


EACH = [pytest.param(step, id=step.id, marks=pytest.mark.xdist_group(step.id)) for step in SCENES]


@pytest.fixture(params=EACH, scope="module")  # step by step, so that the scenes of one serve all tests
def step(request):
    return request.param


def seen(step, link: dict, moving: bool = False):
    """The scene at a link, made once for all tests of a step; nobody changes it."""
    return _seen(step, tuple(sorted(link.items())), moving)


@lru_cache(maxsize=1000)
def _seen(step, link: tuple, moving: bool):
    return look(step, moving=moving, **dict(link))


def test_the_step_is_complete(step):
    page = look(step)
    question, choices, answer = page.asked
    assert "?" in question
    assert 2 <= len(choices) <= 4 and answer in choices and len(set(choices)) == len(choices)
    assert page.ran and page.ran.results
    assert page.said.strip() and page.marks
    assert page.tasks and not any(page.tasks.values()), "a task that is done before it starts is none"
    assert len(page.bite.split()) >= 20
    assert page.generator is question_of(step)
    for view in states(step):
        names = [(control["kind"], control["name"]) for control in seen(step, view).controls]
        assert len(set(names)) == len(names), f"two controls of one name: only one would be seen, in {view}"
    assert len(step.why.split()) >= 5 and step.why.endswith("."), "one sentence on top says why you need this"


def test_the_prose_is_short_and_asks_its_question(step):
    words = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "x", step.prose, flags=re.DOTALL).split()  # a formula is one word
    assert 25 <= len(words) <= 120, f"{len(words)} words"
    assert step.title.endswith("?")
    assert "$" in step.prose or "`" in step.prose, "one formula"


def test_the_prediction_can_be_tried_in_the_picture(step):
    """One button puts the picture where the question is about, exactly."""
    page = look(step)
    assert page.tries is not None, "predict(…, tries={…}): where the picture shows what was asked"
    wanted = {name: text for name, text in page.tries.items() if text is not None}
    tried = look(step, **wanted)
    for name, text in wanted.items():
        assert tried.link.get(name) in (text, None), f"{name}: asked {text}, stands at {tried.link.get(name)}"
        if tried.link.get(name) is None:
            assert look(step, **{k: t for k, t in wanted.items() if k != name}).link.get(name) is None
    check_sound(tried, wanted)


def test_no_click_does_a_task(step):
    """Not a choice, a switch or a preset alone, and not the button under the prediction."""
    first = look(step)
    clicks = [{name: text for name, text in (first.tries or {}).items() if text is not None}]
    for control in first.controls:
        if control["kind"] in ("choice", "toggle"):
            clicks += [{control["name"]: text} | gone(control) for text in first.extremes[control["name"]]]
        elif control["kind"] == "button" and not control.get("deed"):
            clicks.append(gone(control))
    for link in clicks:
        assert not any(look(step, **link).tasks.values()), link


def test_a_guess_stands_beside_the_truth(step):
    _, choices, answer = look(step).asked
    waiting = look(step, guess="")
    assert waiting.waits and not waiting.verdict
    for number, choice in enumerate(choices, start=1):
        page = look(step, guess=str(number))
        assert f"You said :violet[**{choice}**]" in page.verdict
        assert (choice == answer) == ("and so it is" in page.verdict) and answer in page.verdict
        assert page.verdict == look(step, guess=str(number), whose="").verdict
        assert "This link says" in look(step, guess=str(number), whose="link").verdict


def test_the_cell_stands_alone(step):
    page = look(step)
    for ran in filter(None, (page.ran, page.library)):
        assert ran.cell.__code__.co_freevars == (), "a cell uses nothing of the function around it"
        assert list(ran.values) == list(ran.cell.__code__.co_varnames[: ran.cell.__code__.co_argcount])


def test_the_library_agrees_everywhere(step):
    from ui.code import same

    for link in states(step):
        page = seen(step, link)
        if page.library:
            assert page.library.results and set(page.library.results) <= set(page.ran.results)
            agree = [same(value, page.ran.results[name]) for name, value in page.library.results.items()]
            assert all(agree) != page.differs, (page.library.results, link)


def test_every_state_is_sound(step):
    """Each control at its ends and at each of its choices, alone and with each mode; presets; all at once."""
    for link in states(step):
        check_sound(seen(step, link), link)


def test_nonsense_in_a_link_is_ignored(step):
    names = list(look(step).link)
    for text in NONSENSE:
        check_sound(look(step, **dict.fromkeys(names, text)), text)


def test_a_link_says_all(step):
    """What a scene says of its controls leads to the same scene again."""
    for link in states(step):
        page = seen(step, link)
        again = look(step, **{name: text for name, text in page.link.items() if text is not None and name not in OWN})
        assert json.dumps(again.json()["marks"]) == json.dumps(page.json()["marks"]), link
        assert again.said == page.said, link


def test_a_moving_hand_draws_what_it_draws_at_rest(step):
    if not step.holds:
        for link in states(step):
            rest, moving = seen(step, link), seen(step, link, moving=True)
            shown = [name for name in rest.json() if name != "link"]
            assert json.dumps([moving.json()[name] for name in shown]) == json.dumps([rest.json()[n] for n in shown])


@lru_cache(maxsize=2)
def states(step) -> list[dict[str, str]]:
    """Links worth trying. Modes (choices, picks, switches) in each of their values, and within each every control that
    is there at its ends; every preset; every end at once."""
    first = seen(step, {})
    links = [{}]
    modes = [c for c in first.controls if c["kind"] in ("choice", "pick", "toggle")]
    for control in modes:
        links += [{control["name"]: text} | gone(control) for text in first.extremes[control["name"]][:40]]
    for link in list(links):
        page = seen(step, link)
        some = link and len(links) > 12  # where there are many modes, the ends of each in the first few only
        for name, texts in page.extremes.items():
            kept = texts if not some else [texts[0], texts[-1]] if texts else []
            links += [link | {name: text} for text in kept if {name: text} != link]
        for end in (0, -1):
            links.append(
                link | {name: texts[end] for name, texts in page.extremes.items() if texts and name not in link}
            )
        for control in page.controls:
            if control["kind"] == "button" and not control["off"] and not control.get("deed"):
                links.append(link | gone(control))
    unique = {tuple(sorted((n, t) for n, t in link.items() if t is not None)): None for link in links}
    return [dict(link) for link in itertools.islice(unique, 400)]


def gone(control: dict) -> dict[str, str]:
    """What a control sets along with itself."""
    return {name: text for name, text in control.get("sets", {}).items() if text is not None}


def least_letters(marks: list[dict], unit: float) -> float:
    """The smallest text of a picture in pixels, where a unit of its plane has so many: as `picture.js` sizes it."""
    high = [max(mark["height"] * unit, mark.get("least", 0)) for mark in marks if mark.get("height")]
    return min([13, *high, *(least_letters(mark["marks"], unit) for mark in marks if mark["kind"] == "window")])


def check_sound(page, where) -> None:
    """Words, marks and results without nan, inf or None, whatever the position."""
    assert page.said.strip(), where
    assert "$" not in page.said, (where, "says is read aloud: no LaTeX")
    for words in [page.said, *page.tasks, *(block.content for block in page.blocks if block.kind == "markdown")]:
        words = re.sub("“[^”]*”", "", words)  # what a learner typed is quoted as it is
        assert not re.search(r"(?<![\w.])-?(nan|inf|None)\b", words), (where, words)
        assert not re.search(r"[−-]0(\.0+)?(?![\d.])", words), (where, "a minus before nothing", words)
        assert not re.search(rf"(?<![\d.,])1 (?:\w+ )?({MANY})\b", words), (where, words)
    json.dumps(page.json(), allow_nan=False)
    assert least_letters(page.marks, PHONE / (page.drawn["size"][1] - page.drawn["size"][0])) >= 12, where
    assert page.ran is not None, where
    for name, value in page.ran.results.items():
        if name in getattr(page, "may_miss", ()):
            continue
        assert not any(map(math.isnan, numbers_in(value))), (where, name)


def numbers_in(value):
    """Every float in a result, however deep it lies in arrays, lists and tables."""
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist() if value.dtype.kind in "fO" else ()
    if isinstance(value, float):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(part)
