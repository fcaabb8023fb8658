"""The main road: a whole lab from Start by Next alone, as a learner takes it, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import address, pick, rested, understood, until, wait_for_address
from tests.conftest import LABS, look
from ui import question_of

WARM_UP, ONE, TWO, THREE, FOUR = LABS
SIZES = {
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def heading(page, title: str):
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=20_000)


def guess_wrong(page, step) -> str:
    """Choose what isn't so; gives the words that stand there then."""
    _, choices, answer = look(step).asked
    wrong = next(number for number, choice in enumerate(choices) if choice != answer)
    page.locator(".st-key-prediction").get_by_role("button").nth(wrong).click()
    said = page.locator(".st-key-prediction").get_by_text(re.compile("^You said"))
    expect(said).to_be_visible(timeout=20_000)
    rested(page)
    return said.inner_text()


def move_something(page, step) -> str:
    """Move the first handle or slider that can be moved; gives what the address says of it, "" where there is none."""
    scene = look(step)
    handles = [h["name"] for h in scene.drawn["handles"] if h["kind"] != "switch"]
    if handles:
        hand = page.locator(f".handle[data-name={handles[0]}]")
        hand.focus()
        for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
            before = hand.get_attribute("aria-valuetext")
            page.keyboard.press(key)
            if hand.get_attribute("aria-valuetext") != before:
                break
        name = handles[0]
    elif sliders := [c for c in scene.controls if c["kind"] == "slider"]:
        bar = page.get_by_role("slider", name=sliders[0]["label"], exact=True)
        name = sliders[0]["name"]
        bar.press("ArrowRight" if sliders[0]["at"] < sliders[0]["max"] else "ArrowLeft")
    else:
        return ""
    rested(page)
    page.wait_for_function("name => new URLSearchParams(location.search).has(name)", arg=name)
    return re.search(rf"[?&]({re.escape(name)}=[^&]*)", address(page)).group(1)


def give(page, question, value) -> None:
    """Answer the checkpoint."""
    if question.choices:
        return pick(page, question, value)
    page.get_by_label("Your answer").fill(value if isinstance(value, str) else f"{value:.12g}")
    page.get_by_role("button", name="Check", exact=True).click()


def answer_wrong_then_right(page, step) -> None:
    generator = question_of(step)
    seed = int((re.search(r"[?&]q=(\d+)", address(page)) or [0, 1])[1])
    mistake = generator(seed).mistakes[0]
    give(page, generator(seed), mistake.value)
    expect(page.locator(".st-key-verdict").get_by_test_id("stAlert").first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Try again with new numbers").click()
    expect(page.locator(".st-key-verdict")).to_have_count(0, timeout=20_000)
    wait_for_address(page, f"q={seed + 1}")
    right = generator(seed + 1)
    give(page, right, right.answer)
    expect(page.get_by_text("Right. Now one to understand, and this step is done.")).to_be_visible(timeout=20_000)
    understood(page, step)
    kept = f"JSON.parse(localStorage.getItem('just-enough-math')).steps.{step.id}?.right === 2"
    until(page, "both right answers in the store", kept)


def walk(page, server, lab, answers: bool) -> None:
    """Through a lab by Next alone, and back."""
    page.goto(server.url)
    page.get_by_role("link", name=lab.steps[0].title).first.click()
    for place, step in enumerate(lab.steps):
        heading(page, step.title)
        wait_for_address(page, f"step={step.id}")
        said = guess_wrong(page, step)
        moved = move_something(page, step)
        if answers:
            answer_wrong_then_right(page, step)
        page.reload()
        heading(page, step.title)
        again = page.locator(".st-key-prediction").get_by_text(re.compile("^You said"))
        expect(again).to_be_visible(timeout=20_000)
        expect(again).to_have_text(said, use_inner_text=True)
        rested(page)
        assert f"step={step.id}" in address(page) and moved in address(page)
        if place + 1 < len(lab.steps):
            page.get_by_role("button", name="Next:").click()
    for step in reversed(lab.steps[:-1]):
        page.go_back()
        heading(page, step.title)
        wait_for_address(page, f"step={step.id}")
        rested(page)
    page.go_forward()
    heading(page, lab.steps[1].title)
    wait_for_address(page, f"step={lab.steps[1].id}")
    if answers:
        kept = page.evaluate("JSON.parse(localStorage.getItem('just-enough-math')).steps")
        assert {step.id: (kept[step.id]["right"], kept[step.id]["wrong"]) for step in lab.steps} == {
            step.id: (2, 1) for step in lab.steps
        }


ROADS = {
    "Lab 1 on a laptop": ("laptop", ONE, True),
    "Lab 2 on a laptop": ("laptop", TWO, False),
    "Lab 3 on a phone": ("phone", THREE, True),
    "Lab 4 on a phone": ("phone", FOUR, False),
    "the warm-up on a phone": ("phone", WARM_UP, True),
}


@pytest.mark.parametrize("road", ROADS)
def test_a_lab_by_next_alone(browser, server, road):
    size, lab, answers = ROADS[road]
    walk(browser(**SIZES[size]), server, lab, answers)


def test_a_link_may_lead_to_where_it_bites(browser, server):
    step = next(step for step in ONE.steps if step.id == "dot_product")
    page = browser()
    page.goto(server.url + "/linear_algebra?step=dot_product&place=bites")
    bites = page.get_by_role("heading", name="Where it bites")
    expect(bites).to_be_in_viewport(timeout=20_000)
    expect(page.get_by_text(look(step).bite[:60])).to_be_visible()
    expect(page.get_by_text("Before you look")).to_have_count(1)


def test_back_and_forward_show_what_the_address_says(browser, server):
    """Through other steps and other pages, with controls moved on the way."""
    after = ONE.steps[[step.id for step in ONE.steps].index("dot_product") + 1]
    page = browser()
    page.goto(server.url + "/linear_algebra?step=dot_product&guess=shown&v=1,3")
    rested(page)
    page.get_by_role("button", name="Next:").click()
    heading(page, after.title)
    page.get_by_role("button", name="Just show me").click()
    expect(page.locator(".stage.waits")).to_have_count(0)
    moved = move_something(page, after)
    page.get_by_role("link", name="Plan").click()
    page.wait_for_url("**/plan")
    page.go_back()
    heading(page, after.title)
    wait_for_address(page, moved)
    rested(page)
    page.go_back()
    heading(page, "What does a dot product measure?")
    rested(page)
    expect(page.locator(".handle[data-name=v]")).to_have_attribute("aria-valuetext", "1, 3")
    assert "v=1,3" in address(page)
    page.go_forward()
    heading(page, after.title)
    wait_for_address(page, moved)
    page.goto(server.url + "/linear_algebra?step=dot_product&guess=shown&u=1,1")  # pasted into the same tab
    rested(page)
    expect(page.locator(".handle[data-name=u]")).to_have_attribute("aria-valuetext", "1, 1")
    expect(page.locator(".handle[data-name=v]")).to_have_attribute("aria-valuetext", "4, −1")


def test_a_swipe_across_a_slider_scrolls_and_changes_nothing(browser, server):
    """A thumb that goes up over a slider scrolls the page; one that goes sideways moves the slider."""
    page = browser(**SIZES["phone"])
    page.goto(server.url + "/probability_stats?step=sampling&guess=shown")
    rested(page)
    bar = page.locator(".controls input[type=range]").first
    bar.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 120)")
    rested(page)
    before, top = bar.input_value(), page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    box, touch = bar.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2

    def swipe(dx: float, dy: float):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for part in range(1, 13):
            place = {"x": x + dx * part / 12, "y": y + dy * part / 12}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
            page.wait_for_timeout(16)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(3, -160)
    rested(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > top + 40, "the page scrolls"
    assert bar.input_value() == before
    box = bar.bounding_box()
    x, y = box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2
    swipe(60, 2)
    rested(page)
    assert bar.input_value() != before


SLOW_LINE = """const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) { setTimeout(() => send.call(this, message), 1000); };"""


@pytest.mark.parametrize("start", ["/glossary", "/linear_algebra?step=vectors&guess=shown"])
def test_a_page_that_is_left_does_not_call_back(browser, server, start):
    """A link is pressed while the page has still something to tell: over a slow line the two meet."""
    page = browser()
    page.add_init_script(SLOW_LINE)
    page.goto(server.url + start)
    if "step" in start:
        rested(page)
        page.locator(".handle").first.focus()
        page.keyboard.press("ArrowRight")
    page.get_by_role("navigation").get_by_role("link", name="Plan").click()
    heading(page, "What to learn, in which order")
    page.wait_for_timeout(2500)
    heading(page, "What to learn, in which order")
    assert address(page).endswith("/plan")
