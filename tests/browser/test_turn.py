"""Your turn in a real browser: what is written is judged, draws the picture, and is there again; both questions."""

import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import idle, pick, rested, until
from tests.conftest import STEPS, look

LAB, STEP = next((lab, step) for lab, step in STEPS if step.id == "dot_product")
TURN, PAGE = look(STEP).turn, look(STEP)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def opened(page, server, link: str = ""):
    page.goto(server.url + "/linear_algebra?step=dot_product&guess=shown" + link)
    rested(page)
    return page.locator(".st-key-place-turn textarea")


def tries(page, box, body: str):
    box.fill(body)
    page.get_by_role("button", name="Try it").click()


def badge(page):
    return page.locator(".stage .badge").first


def verdict(page):
    return page.locator(".st-key-turn-verdict").get_by_test_id("stAlert")


def test_what_is_written_draws_the_picture_and_stays(browser, server):
    page = browser()
    box = opened(page, server)
    expect(badge(page)).to_be_hidden()
    box.click()
    page.keyboard.type("for x in u:\nif x > 0:\nreturn x +")  # indents by itself
    expect(box).to_have_value("for x in u:\n    if x > 0:\n        return x +")
    box.press("Control+Enter")
    expect(verdict(page)).to_contain_text("Line 4")
    expect(page.locator(".gutter .wrong")).to_have_text("4")
    expect(box).to_have_attribute("aria-invalid", "true")
    tries(page, box, TURN.slips[0].body)
    expect(verdict(page)).to_have_text(re.compile(re.escape(TURN.slips[0].why[:40].replace("`", ""))))
    expect(badge(page)).to_contain_text(f"Drawn by your {TURN.name}()")
    tries(page, box, TURN.right)
    expect(verdict(page)).to_contain_text("Right, on all 50 inputs.")
    expect(badge(page)).to_have_text(f"Drawn by your {TURN.name}()")
    hand = page.locator(".handle[data-name=u]")
    hand.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    rested(page)
    expect(badge(page)).to_have_text(f"Drawn by your {TURN.name}()")
    until(
        page,
        "the code in the store",
        f"localStorage.getItem('just-enough-math')?.includes({json.dumps(TURN.right[:9])})",
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Take this step as a notebook").click()
    assert "What you wrote" in open(download.value.path()).read()
    page.reload()
    rested(page)
    expect(box).to_have_value(TURN.right)
    expect(badge(page)).to_have_text(f"Drawn by your {TURN.name}()")
    page.get_by_role("button", name=re.compile("^Let core draw")).click()
    expect(badge(page)).to_be_hidden()


def test_hints_come_one_by_one_and_the_answer_is_always_there(browser, server):
    page = browser(**PHONE)
    opened(page, server)
    turn = page.locator(".st-key-place-turn")
    for place in range(len(TURN.hints)):
        expect(turn.get_by_test_id("stAlert")).to_have_count(place)
        turn.get_by_role("button", name="hint").tap()
        expect(turn.get_by_test_id("stAlert")).to_have_count(place + 1)
    expect(turn.get_by_role("button", name="hint")).to_have_count(0)
    turn.get_by_text("How core writes it").tap()
    expect(turn.get_by_label(f"The source of {TURN.name}")).to_contain_text(TURN.right.splitlines()[-1].strip())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_box_is_left_by_keyboard(browser, server):
    page = browser()
    box = opened(page, server)
    box.focus()
    page.keyboard.type("x")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    expect(box).to_have_value("    x")
    page.keyboard.press("Shift+Tab")
    expect(box).to_have_value("x")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Try it")).to_be_focused()
    page.reload()
    rested(page)
    expect(box).to_have_value("x")  # a draft stays in the tab, tried or not


def test_a_wrong_choice_is_told_what_it_confuses(browser, server):
    page = browser()
    opened(page, server, "&understand=4")
    question = PAGE.understand(4)
    slip = question.mistakes[0]
    pick(page, question, slip.value)
    expect(page.locator(".st-key-verdict").get_by_test_id("stAlert").first).to_be_visible()
    assert slip.why[:30].replace("*", "") in page.locator(".st-key-verdict").inner_text()
    page.get_by_role("button", name="Same numbers again").click()
    pick(page, question, question.answer)
    expect(page.get_by_text("Right. Now one to compute, and this step is done.")).to_be_visible()
    idle(page)
    page.get_by_role("button", name="One to compute").click()
    page.get_by_label("Your answer").fill(f"{PAGE.generator(1).answer:.6f}")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Right. This step is done.")).to_be_visible()
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
