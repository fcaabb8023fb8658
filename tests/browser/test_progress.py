"""Progress in a real browser, lost, moved, merged and forgotten on purpose; the review from day to day."""

import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.test_every_step import CUT
from tests.conftest import STEPS

STORE = "just-enough-math"


def day(ago: int) -> str:
    return (date.today() - timedelta(ago)).isoformat()


def entry(ago: int, right: int = 1, wrong: int = 0) -> dict:
    return {"done": day(ago), "right": right, "wrong": wrong, "last": day(ago)}


def go(page, server, path: str):
    page.goto(server.url + path)
    settled(page, 800)
    return page


def keep(page, server, steps: dict):
    """A browser that comes with a record, in the form of the first version."""
    page.goto(server.url)
    settled(page)
    page.evaluate("([k, t]) => localStorage.setItem(k, t)", [STORE, json.dumps({"version": 1, "steps": steps})])
    return page


def stored(page) -> dict:
    return json.loads(page.evaluate("k => localStorage.getItem(k)", STORE))["steps"]


def done(page, number: int):
    expect(page.get_by_text(f"{number} of {len(STEPS)} steps done")).to_be_visible()


def load(page, raw: bytes, name: str = "record.json"):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/json", "buffer": raw})
    expect(page.get_by_text(name)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Add it to this record").click()
    settled(page)


def test_a_record_moves_by_file_and_by_link_and_outlives_reload_and_restart(browser, server):
    first = go(keep(browser(), server, {"vectors": entry(9), "bayes": entry(2)}), server, "/progress")
    done(first, 2)
    with first.expect_download() as download:
        first.get_by_role("button", name="Save to a file").click()
    raw = open(download.value.path(), "rb").read()
    first.get_by_text("As a link").click()
    link = first.locator("code").filter(has_text="record=").inner_text()

    second = go(keep(browser(), server, {"spread": entry(1)}), server, "/progress")
    load(second, raw)
    expect(second.get_by_text("You have done 3 now; it was 1 before.").first).to_be_visible()
    load(second, raw)
    expect(second.get_by_text("You have done 3 now; it was 3 before.").first).to_be_visible()
    second.reload()
    settled(second)
    done(second, 3)

    third = go(keep(browser(), server, {"spread": entry(1)}), server, link[link.index("/progress") :])
    done(third, 1)
    third.get_by_role("button", name="Add it", exact=True).click()
    done(third, 3)
    settled(third)
    assert "record" not in third.url
    for page in (first, second, third):
        page.goto("about:blank")
    server.stop()
    server.start()
    done(go(third, server, "/progress"), 3)
    assert set(stored(third)) == {"spread", "vectors", "bayes"}


@pytest.mark.parametrize("raw", [b"\x00\xff\x89PNG", b"{}", b'{"steps": {"<b>x</b>": {"done": "2026-01-01"}}}'])
def test_a_foreign_file_is_told_so_and_nothing_is_lost(browser, server, raw):
    page = go(keep(browser(), server, {"vectors": entry(9)}), server, "/progress")
    load(page, raw)
    expect(page.get_by_text("so nothing was changed")).to_be_visible()
    done(page, 1)
    assert stored(page)["vectors"]["done"] == day(9)


def test_a_huge_file_is_refused(browser, server):
    page = go(keep(browser(), server, {"vectors": entry(9)}), server, "/progress")
    raw = b" " * 1_500_000
    page.locator("input[type=file]").set_input_files({"name": "h.json", "mimeType": "application/json", "buffer": raw})
    expect(page.get_by_text(re.compile("must be 1.0MB or smaller"))).to_be_visible()
    done(page, 1)


def test_starting_afresh_asks_first_and_stays(browser, server):
    page = go(keep(browser(), server, {"vectors": entry(9)}), server, "/progress")
    page.get_by_role("button", name="Start afresh").click()
    done(page, 1)
    page.get_by_role("button", name="Forget everything").click()
    done(page, 0)
    settled(page)
    assert stored(page) == {}
    page.reload()
    settled(page)
    done(page, 0)


def test_a_review_is_kept_and_comes_back_on_its_day(browser, server):
    page = go(keep(browser(), server, {"dot_product": entry(30)}), server, "/review")
    expect(page.get_by_text("1 question due")).to_be_visible()
    page.get_by_label("Your answer").fill("987654")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    settled(page)
    known = stored(page)["dot_product"]
    assert (known["wrong"], known["due"], known["done"]) == (1, day(-1), day(30))
    go(page, server, "/review")
    expect(page.get_by_text("Nothing is due today. Next: 1 question tomorrow.")).to_be_visible()
    page.get_by_role("button", name="Practise anyway").click()
    expect(page.get_by_label("Your answer")).to_be_visible()


def answer_wrong(page, step: str):
    expect(page.get_by_text(f"· {step} ·")).to_be_visible()
    page.get_by_label("Your answer").fill("987654")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    settled(page)


def test_two_tabs_do_not_undo_each_other(browser, server):
    one = go(keep(browser(), server, {"dot_product": entry(90), "spread": entry(30)}), server, "/review")
    two = one.context.new_page()
    go(two, server, "/review")
    answer_wrong(two, "Dot product")
    two.get_by_role("button", name="Next question").click()
    answer_wrong(two, "Spread")
    answer_wrong(one, "Dot product")
    assert [stored(one)[step]["wrong"] for step in ("dot_product", "spread")] == [1, 1]


def test_all_steps_come_as_notebooks(browser, server):
    page = go(browser(), server, "/progress")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=f"Take {len(STEPS)} notebooks").click()
    assert len(zipfile.ZipFile(download.value.path()).namelist()) == len(STEPS)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("path", ["/review", "/progress"])
def test_nothing_is_cut_off(browser, server, path, size):
    steps = {step.id: entry(number) for number, (_, step) in enumerate(STEPS)}
    page = keep(browser(viewport=dict(zip(("width", "height"), size))), server, steps)
    go(page, server, path)
    assert page.evaluate(CUT) == []
