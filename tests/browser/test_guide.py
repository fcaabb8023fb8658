"""The pages around the labs in a real browser: nothing is cut off on a phone, a plan is kept, a traceback is read."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from guide import placement
from guide.finder import find
from tests.browser.conftest import HEADINGS, UNREADABLE, idle, rested, settled, until
from tests.browser.test_every_step import CUT, tab  # noqa: F401

PLAN = {"path": "Engineering", "work": "Text", "time": "20 minutes", "answers": "d" * 10}
PAGES = ["/", "/plan", "/plan?" + urlencode(PLAN), "/plan?path=Research&work=Mixed&time=All+of+it", "/check"]
PAGES += ["/check?answers=rrrrrrr", "/check?answers=ddxddd1ddd", "/check?stop=1", "/look_up", "/look_up?ask=nan"]
PAGES += ["/check?answers=3-r", "/check?answers=3-rd", "/check?answers=3-rdxrr1drrd", "/check?answers=8-rr&stop=1"]
PAGES += ["/look_up?ask=git+merge", "/glossary", "/glossary?term=softmax", "/glossary?term=%3Cb%3E"]
DONE = '{"done": "2026-01-01", "right": 1, "wrong": 0, "last": "2026-01-01"}'
TRACEBACK = """Traceback (most recent call last):
  File "train.py", line 12, in <module>
    scores = query @ documents
             ~~~~~~^~~~~~~~~~~
ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature \
(n?,k),(k,m?)->(n?,m?) (size 100 is different from 384)
"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_on_a_phone(tab, server, path):  # noqa: F811
    tab.errors.clear()
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(server.url + path)
    settled(tab)
    assert not tab.errors and tab.evaluate(CUT) == []


@pytest.mark.parametrize(
    "path", ["/", "/plan?" + urlencode(PLAN), "/check?answers=rrx1d&stop=1", "/progress", "/review"]
)
def test_headings_skip_no_level(browser, server, path):
    page = browser()
    page.goto(server.url)
    page.evaluate(
        "localStorage.setItem('just-enough-math', JSON.stringify({version: 1, steps: {vectors: DONE}}))".replace(
            "DONE", DONE
        )
    )
    page.goto(server.url + path)
    expect(page.locator("h2").first).to_be_visible()
    idle(page)
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(browser, server, scheme):
    page = browser(color_scheme=scheme)
    for path in (
        "/",
        "/plan?" + urlencode(PLAN),
        "/check",
        "/check?answers=rrx1d&stop=1",
        "/check?answers=3-rd",
        "/check?answers=3-rdxrr1drrd",
        "/progress?record=x",
        "/look_up?ask=git+merge",
        "/glossary?term=softmax",
        "/calculus?step=descent&guess=1",
    ):
        page.goto(server.url + path)
        settled(page)
        for part in page.locator("[data-testid=stMain] summary").all():
            part.click()
        idle(page)
        assert page.evaluate(UNREADABLE) == [], path
    page.get_by_label("Your answer").fill("123456")
    page.get_by_role("button", name="Check").last.click()
    page.get_by_role("button", name="Show the way").click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    assert page.evaluate(UNREADABLE) == []


def test_back_finds_the_plan_as_it_was_left(browser, server):
    page = browser()
    page.goto(server.url + "/plan")
    main = page.get_by_test_id("stMain")
    for choice in ("Engineering", "Tables", "20 minutes"):
        main.get_by_text(choice, exact=True).click()
    expect(page.get_by_text("3 steps, 15 to 30 minutes")).to_be_visible()
    page.wait_for_url("**time=20+minutes*")
    idle(page)
    left, step = page.url, page.get_by_role("heading", name="What do mean and variance hide?")
    main.get_by_role("link", name="What do mean and variance hide?").first.click()
    expect(step).to_be_visible()
    rested(page)
    page.go_back()
    expect(page.get_by_text("3 steps, 15 to 30 minutes")).to_be_visible()
    page.wait_for_url(left)
    idle(page)
    page.go_forward()
    expect(step).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Plan").click()  # and so does the menu
    expect(page.get_by_text("3 steps, 15 to 30 minutes")).to_be_visible()
    page.wait_for_url(left)


@pytest.mark.parametrize(
    ("path", "label", "typed"),
    [("look_up", "What have you run into?", "loss is nan"), ("glossary", "Find a term", "softmax")],
)
def test_back_finds_what_was_asked(browser, server, path, label, typed):
    page = browser()
    page.goto(f"{server.url}/{path}")
    page.get_by_label(label).fill(typed)
    page.wait_for_url("**=" + typed.replace(" ", "+"))
    left = page.url
    page.get_by_test_id("stMain").get_by_role("link").first.click()
    page.wait_for_url("**step=*")
    idle(page)
    page.go_back()
    expect(page.get_by_label(label)).to_have_value(typed)
    page.wait_for_url(left)


def test_the_focus_follows_the_check(browser, server):
    page = browser()
    page.goto(server.url + "/check")
    page.get_by_label("Your answer").fill("(1, 1)")
    page.get_by_label("Your answer").press("Enter")
    expect(page.get_by_text("Question 2 of at most 10")).to_be_visible()
    until(page, "the focus on the next question", "document.activeElement.matches('.st-key-question')")
    page.get_by_role("button", name="That's enough").press("Enter")
    expect(page.get_by_text("Begin here")).to_be_visible()
    until(page, "the focus on the result", "document.activeElement.matches('.st-key-result')")


def value(question, letter: str):
    """What to answer: what is right, or the first mistake."""
    wanted = question.answer if letter == "r" else question.mistakes[0].value
    return wanted if isinstance(wanted, str) else f"{wanted:.10g}"


def by_hand(page, question, letter: str):
    """Answer the question that is asked, with mouse and keys."""
    if letter == "d":
        page.get_by_role("button", name="I don't know").click()
        return
    if question.choices:
        page.locator("[data-testid=stRadio] label:has(input)").nth(
            question.choices.index(value(question, letter))
        ).click()
    else:
        page.get_by_label("Your answer").fill(value(question, letter))
    page.get_by_role("button", name="Answer", exact=True).click()


def by_keys(page, question, letter: str):
    """The same with the keyboard alone, from where the focus was put."""
    reply = f".st-key-question [type={'radio' if question.choices else 'text'}]"
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("reply => document.activeElement.matches(reply)", reply):
            break
    else:
        raise AssertionError("no way by Tab to where the answer goes")
    if question.choices:
        page.keyboard.press("Space")
        for _ in range(question.choices.index(value(question, letter))):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    else:
        page.keyboard.type(value(question, letter))
    page.keyboard.press("Enter")


def checked(page, server, seed: int, letters: str) -> str:
    """Take the check, with letters in turn, to its end; gives the answers."""
    answers, place = "", 0
    page.goto(f"{server.url}/check?seed={seed}")
    while coming := placement.coming(answers, seed):
        expect(page.get_by_text(f"Question {place + 1} of at most 10")).to_be_visible()
        idle(page)
        by_hand(page, coming[1], letters[place % len(letters)])
        letter = letters[place % len(letters)]
        answers, place = (answers or f"{seed}-") + ("1" if letter == "x" else letter), place + 1
        page.wait_for_url(f"**answers={answers}")
    expect(page.get_by_text("Begin here")).to_be_visible()
    idle(page)
    return answers


@pytest.mark.parametrize("letters", ["r", "x", "d", "rrx"])
def test_the_check_is_taken_to_its_end(browser, server, letters):
    page = browser()
    answers = checked(page, server, 4, letters)
    taken, main = placement.asked(answers), page.get_by_test_id("stMain")
    step = placement.STEPS[placement.first_step(answers)]
    expect(page.get_by_text(f"{len(placement.right(answers))} of {len(taken)} right.")).to_be_visible()
    expect(main.get_by_role("link", name=step.title).first).to_be_visible()
    for area in placement.LADDERS:
        for told in placement.concluded(area, answers):
            expect(main.get_by_text(told.replace("**", ""), exact=True).first).to_be_visible()
    expect(main.locator("summary")).to_have_count(len(placement.missed(answers)))
    main.get_by_role("link", name=step.title).first.click()
    expect(page.get_by_role("heading", name=step.title)).to_be_visible()


def test_back_and_reload_find_the_check_as_it_was(browser, server):
    page = browser()
    page.goto(server.url + "/check?answers=4-r")
    (_, second), (_, after) = placement.coming("4-r", 4), placement.coming("4-rd", 4)
    expect(page.get_by_text("Question 2 of at most 10")).to_be_visible()
    idle(page)
    by_hand(page, second, "d")
    page.wait_for_url("**answers=4-rd")
    expect(page.get_by_text("Question 3 of at most 10")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Question 3 of at most 10")).to_be_visible()
    idle(page)
    by_hand(page, after, "r")
    page.wait_for_url("**answers=4-rdr")
    idle(page)
    page.go_back()
    expect(page.get_by_text("Question 3 of at most 10")).to_be_visible()
    page.wait_for_url("**answers=4-rd")
    page.go_back()
    expect(page.get_by_text("Question 2 of at most 10")).to_be_visible()
    page.wait_for_url("**answers=4-r")


def test_the_check_by_keyboard_alone(browser, server):
    page = browser()
    page.goto(f"{server.url}/check?answers=4-r")
    answers, kinds = "4-r", set()
    page.locator(".st-key-question").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    for _ in range(3):
        step, question = placement.coming(answers, 4)
        expect(page.get_by_text(f"Question {len(answers) - 1} of at most 10")).to_be_visible()
        idle(page)
        until(page, "the focus on the question", "document.activeElement.matches('.st-key-question')")
        kinds.add(bool(question.choices))
        by_keys(page, question, "r")
        answers += "r"
        page.wait_for_url(f"**answers={answers}")
    assert kinds == {True, False}


def kept(page, word: str):
    """Wait until the browser's own storage holds this of the plan."""
    holds = "word => (localStorage.getItem('just-enough-math') || '').includes(word)"
    until(page, f"a stored plan with {word}", holds, word)


def test_a_plan_outlives_the_session(browser, server):
    page = browser()
    page.goto(server.url + "/plan?" + urlencode(PLAN))
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_text("This browser keeps the plan")).to_be_visible()
    kept(page, "20 minutes")
    page.goto(server.url)  # a new session: only the browser knows of the plan
    expect(page.get_by_role("link", name="Open my plan")).to_be_visible()
    expect(page.get_by_role("link", name="What does f(g(x)) do?").first).to_be_visible()
    page.get_by_role("link", name="Open my plan").click()
    expect(page.get_by_text("3 steps, 15 to 30 minutes")).to_be_visible()
    page.reload()
    expect(page.get_by_text("This browser keeps the plan")).to_be_visible()
    page.get_by_role("button", name="Drop it").click()
    dropped = "!(localStorage.getItem('just-enough-math') || '').includes('20 minutes')"
    until(page, "a store without the plan that was dropped", dropped)
    page.goto(server.url)
    expect(page.get_by_role("link", name="Make a plan")).to_be_visible()


def test_the_browser_comes_back_to_the_plan_by_the_menu(browser, server):
    page = browser()
    page.goto(server.url + "/plan?" + urlencode(PLAN))
    page.get_by_role("button", name="Keep this plan").click()
    kept(page, "20 minutes")
    page.goto(server.url + "/glossary")
    page.get_by_role("navigation").get_by_role("link", name="Plan").click()
    expect(page.get_by_text("3 steps, 15 to 30 minutes")).to_be_visible()


def test_a_traceback_is_pasted_whole(browser, server):
    page = browser(permissions=["clipboard-read", "clipboard-write"])
    page.goto(server.url + "/look_up")
    settled(page)
    page.evaluate("text => navigator.clipboard.writeText(text)", TRACEBACK)
    page.get_by_label("What have you run into?").press("Control+v")
    expect(page.get_by_text(find(TRACEBACK)[0].why)).to_be_visible()
    assert find(TRACEBACK)[0].step == "matrix_product"
    page.reload()
    expect(page.get_by_text(find(TRACEBACK)[0].why)).to_be_visible()


def test_what_is_asked_is_shown_as_it_was_typed(browser, server):
    page = browser()
    page.goto(server.url + "/look_up?" + urlencode({"ask": "<b>loss</b> is **nan** $x$ <img src=x onerror=alert(1)>"}))
    settled(page)
    expect(page.get_by_label("What have you run into?")).to_have_value(re.compile("^<b>loss"))
    assert page.get_by_test_id("stMain").locator("img").count() == 0
