"""The pages around the labs in a real browser: nothing is cut off on a phone, a plan is kept, a traceback is read."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from core.look_up import find
from tests.browser.conftest import settled
from tests.browser.test_every_step import CUT, tab  # noqa: F401

PLAN = {"path": "Engineering", "work": "Text", "time": "20 minutes", "answers": "d" * 10}
PAGES = ["/", "/plan", "/plan?" + urlencode(PLAN), "/plan?path=Research&work=Mixed&time=All+of+it", "/check"]
PAGES += ["/check?answers=rrrrrrr", "/check?answers=ddxddd1ddd", "/check?stop=1", "/look_up", "/look_up?ask=nan"]
PAGES += ["/look_up?ask=git+merge", "/glossary", "/glossary?term=softmax", "/glossary?term=%3Cb%3E"]
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


def kept(page, word: str):
    """Wait until the browser's own storage holds this of the plan."""
    page.wait_for_function("word => (localStorage.getItem('just-enough-math') || '').includes(word)", arg=word)


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
    page.wait_for_function("!(localStorage.getItem('just-enough-math') || '').includes('20 minutes')")
    page.goto(server.url)
    expect(page.get_by_role("link", name="Make a plan")).to_be_visible()


def test_the_browser_comes_back_to_the_plan_by_the_menu(browser, server):
    page = browser()
    page.goto(server.url + "/plan?" + urlencode(PLAN))
    page.get_by_role("button", name="Keep this plan").click()
    kept(page, "20 minutes")
    page.goto(server.url + "/glossary")
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Plan").click()
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
