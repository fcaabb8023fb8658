"""Progress in a real browser, lost, moved, merged and forgotten on purpose; the review from day to day."""

import json
import random
import re
import signal
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from labs.linear_algebra.dot_product.question import question
from tests.browser.conftest import idle, restart, settled, until
from tests.browser.test_every_step import CUT
from tests.conftest import ROOT, STEPS
from ui.progress import clean, merge

BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); },
});"""
STORE = "just-enough-math"


def day(ago: int) -> str:
    return (date.today() - timedelta(ago)).isoformat()


def entry(ago: int, right: int = 1, wrong: int = 0) -> dict:
    """A finished step; the review asks it a question to compute next."""
    return {"done": day(ago), "right": right, "wrong": wrong, "last": day(ago), "asked": "understand"}


def go(page, server, path: str):
    """Open a page, and wait until it knows the record."""
    page.goto(server.url + path)
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Reading what this browser keeps")).to_have_count(0)
    idle(page)
    return page


def keep(page, server, steps: dict):
    """A browser that comes with a record, in the form of the first version."""
    page.goto(server.url)
    settled(page)
    page.evaluate("([k, t]) => localStorage.setItem(k, t)", [STORE, json.dumps({"version": 1, "steps": steps})])
    return page


def stored(page) -> dict:
    return json.loads(page.evaluate("k => localStorage.getItem(k)", STORE))["steps"]


def holds(page, what: str, **counts):
    """Wait until the store holds these counts of dot_product, `right` and `wrong`."""
    condition = """counts => {
        const entry = JSON.parse(localStorage.getItem("just-enough-math") || "{}").steps?.dot_product ?? {};
        return Object.entries(counts).every(([name, count]) => (entry[name] ?? 0) === count);
    }"""
    until(page, f"{what}: {counts} in the store", condition, counts)


def done(page, number: int):
    expect(page.get_by_text(f"{number} of {len(STEPS)} steps done")).to_be_visible()


def load(page, raw: bytes, name: str = "record.json"):
    """Choose a file and add it, once the page is at rest: a form that was just sent is drawn anew."""
    settled(page)
    with page.expect_response(lambda response: "upload_file" in response.url and response.request.method == "PUT"):
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/json", "buffer": raw})
    expect(page.get_by_text(name)).to_be_visible()
    page.get_by_role("button", name="Add it to this record").click()


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
    done(second, 3)

    third = go(keep(browser(), server, {"spread": entry(1)}), server, link[link.index("/progress") :])
    done(third, 1)
    third.get_by_role("button", name="Add it", exact=True).click()
    done(third, 3)
    third.wait_for_url(re.compile("^[^?]*$"))
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
    page.get_by_role("button", name="Add it to this record").click()
    expect(page.get_by_text("There is no file to add.")).to_contain_text("more than 1 MB is refused")
    done(page, 1)


def test_starting_afresh_asks_first_and_stays(browser, server):
    page = go(keep(browser(), server, {"vectors": entry(9)}), server, "/progress")
    page.get_by_role("button", name="Start afresh").click()
    done(page, 1)
    page.get_by_role("button", name="Forget everything").click()
    done(page, 0)
    until(page, "an empty store", "!localStorage.getItem('just-enough-math').includes('vectors')")
    page.reload()
    done(page, 0)
    assert stored(page) == {}


def test_a_review_is_kept_and_comes_back_on_its_day(browser, server):
    page = go(keep(browser(), server, {"dot_product": entry(30)}), server, "/review")
    expect(page.get_by_text("1 question due")).to_be_visible()
    page.get_by_label("Your answer").fill("987654")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    holds(page, "the wrong answer", wrong=1)
    known = stored(page)["dot_product"]
    assert (known["wrong"], known["due"], known["done"]) == (1, day(-1), day(30))
    go(page, server, "/review")
    expect(page.get_by_text("Nothing is due today. Next: 1 question tomorrow.")).to_be_visible()
    page.get_by_role("button", name="Practise anyway").click()
    expect(page.get_by_label("Your answer")).to_be_visible()


def test_a_day_of_review_ends_at_twenty_reminds_and_counts_for_the_week(browser, server):
    kept = {"last": day(0), "reviewed": day(0), "due": day(-9), "stability": 9.0, "difficulty": 5.0}
    steps = {step.id: entry(60) | kept for _, step in STEPS[-18:]}
    steps |= {"dot_product": entry(40), "spread": entry(30), "bayes": entry(20)}
    page = go(keep(browser(), server, steps), server, "/review")
    expect(page.get_by_text("3 questions due, the weakest first.")).to_be_visible()
    expect(page.get_by_text("At most 20 a day: 2 more today, the rest tomorrow.")).to_be_visible()
    expect(page.get_by_text("· Dot product ·")).to_be_visible()
    seed = zlib.crc32(json.dumps(["dot_product", 1, 0]).encode()) % 1_000_000
    reply(page, f"{question(seed).answer:.6f}")
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Next question").click()
    answer_wrong(page, "Spread")
    expect(page.get_by_text("This step is asked again tomorrow.")).to_be_visible()
    page.get_by_role("button", name="Done for today").click()
    enough = page.get_by_text("That is enough for today. 1 question waits for tomorrow, the weakest first.")
    expect(enough).to_be_visible()
    holds(page, "the right answer", right=2, wrong=0)

    page.get_by_text("Have your calendar remind you").click()
    page.get_by_role("spinbutton", name="hour, At what time").click()
    page.keyboard.type("1830")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Each appointment is at 18:30, with an alarm.")).to_be_visible()
    idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar file").click()
    events = {event.start: event for event in Calendar.from_ical(open(download.value.path(), "rb").read()).events}
    tomorrow = events[datetime.combine(date.today() + timedelta(1), time(18, 30))]
    assert str(tomorrow["url"]) == server.url + "/review" and "Spread" in tomorrow["description"]
    assert "Bayes" in tomorrow["description"] and min(events) == tomorrow.start, "what waits, waits for tomorrow"

    goal = page.get_by_role("spinbutton", name="Steps a week, if you want a goal")
    goal.fill("30")
    goal.press("Enter")
    week = page.get_by_text("20 of 30: 0 steps done, 20 reviewed.")
    expect(week).to_be_visible()
    until(page, "the goal in the store", "JSON.parse(localStorage.getItem('just-enough-math')).goal === 30")
    page.reload()
    expect(enough).to_be_visible()
    expect(week).to_be_visible()
    expect(goal).to_have_value("30")


def answer_wrong(page, step: str):
    expect(page.get_by_text(f"· {step} ·")).to_be_visible()
    page.get_by_label("Your answer").fill("987654")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()


def test_two_tabs_do_not_undo_each_other(browser, server):
    one = go(keep(browser(), server, {"dot_product": entry(90), "spread": entry(30)}), server, "/review")
    two = one.context.new_page()
    go(two, server, "/review")
    one.get_by_label("Your answer").fill("987654")
    answer_wrong(two, "Dot product")
    two.get_by_role("button", name="Next question").click()
    answer_wrong(two, "Spread")
    expect(one.get_by_text("2 questions due")).to_have_count(0)
    expect(one.get_by_label("Your answer")).to_have_value("987654")
    one.get_by_role("button", name="Check").last.click()
    holds(one, "an answer in either tab", wrong=2)
    assert stored(one)["spread"]["wrong"] == 1


# ---------------------------------------------------------------- an answer belongs to its question, and counts once


def step(page, server, link: str = ""):
    page.goto(server.url + "/linear_algebra?step=dot_product&guess=shown" + link)
    expect(page.get_by_label("Your answer")).to_be_visible()
    return page


def reply(page, text: str):
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Check").last.click()


def slip(seed: int) -> str:
    return f"{question(seed).mistakes[0].value:.6f}"


def shown(page, seed: int):
    """The question of this seed is on screen, without an answer."""
    numbers = re.findall(r"-?\d+", question(seed).prompt)
    expect(page.locator(".st-key-question annotation").first).to_have_text(re.compile(".*".join(numbers[:2])))
    expect(page.get_by_label("Your answer")).to_be_visible()


def test_check_pressed_twice_counts_once(browser, server):
    page = step(browser(), server)
    page.get_by_label("Your answer").fill(slip(1))
    check = page.get_by_role("button", name="Check").last
    server.process.send_signal(signal.SIGSTOP)  # the server is busy: both presses wait for it
    try:
        check.click()
        check.click()
    finally:
        server.process.send_signal(signal.SIGCONT)
    expect(page.locator(".st-key-verdict").get_by_test_id("stAlert").first).to_be_visible()
    page.get_by_role("button", name="Try again with new numbers").click()
    shown(page, 2)
    reply(page, f"{question(2).answer:.6f}")
    holds(page, "one wrong, one right", wrong=1, right=1)


def test_a_step_in_two_tabs_loses_no_answer(browser, server):
    one = step(browser(), server)
    two = step(one.context.new_page(), server)
    reply(one, slip(1))
    holds(one, "one answer", wrong=1)
    reply(two, f"{question(1).answer:.6f}")
    holds(two, "one answer in each tab", wrong=1, right=1)
    one.get_by_role("button", name="Try again with new numbers").click()
    shown(one, 2)
    reply(one, slip(2))
    holds(one, "three answers", wrong=2, right=1)
    entry = stored(one)["dot_product"]
    assert (entry["computed"], entry["last"]) == (day(0), day(0))


@pytest.mark.parametrize("blocked", [False, True], ids=["kept", "blocked"])
def test_after_an_answer_a_reload_asks_other_numbers(browser, server, blocked):
    page = browser()
    if blocked:
        page.add_init_script(BLOCKED)
    reply(step(page, server), slip(1))
    expect(page.locator(".st-key-verdict").get_by_test_id("stAlert").first).to_be_visible()
    page.wait_for_url("**q=2*")
    page.reload()
    shown(page, 2)
    if not blocked:
        shown(step(page, server), 2)  # and so does a link without a number
        expect(page.get_by_text("New numbers: you have answered the earlier ones.")).to_be_visible()
        shown(step(page, server, "&q=9"), 9)


def test_what_stands_on_a_page_outlives_a_restart_of_the_server(browser, server):
    """Three pages are open: a step with an answer half typed, the review likewise, and a plan just changed."""
    page = step(keep(browser(), server, {"spread": entry(90)}), server)
    reply(page, slip(1))
    page.get_by_role("button", name="Try again with new numbers").click()
    shown(page, 2)
    review = go(page.context.new_page(), server, "/review")
    prompt = review.locator(".st-key-question [data-testid=stMarkdownContainer]").first
    asked = prompt.inner_text()
    plan = go(page.context.new_page(), server, "/plan?path=Engineering&work=Mixed&time=20+minutes")
    plan.get_by_test_id("stMain").get_by_text("Tables", exact=True).click()
    plan.wait_for_url("**work=Tables*")
    idle(plan)
    page.get_by_label("Your answer").fill(f"{question(2).answer:.6f}")
    review.get_by_label("Your answer").fill("987654")
    lost = plan.get_by_test_id("connection-lost")

    restart(
        [page, review, plan], server, lambda: expect(lost).to_contain_text("Your answers are kept in this browser.")
    )

    shown(page, 2)
    expect(page.get_by_label("Your answer")).to_have_value(f"{question(2).answer:.6f}")
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_text(re.compile("^Right\\."))).to_be_visible()
    expect(prompt).to_have_text(asked, use_inner_text=True)
    expect(review.get_by_label("Your answer")).to_have_value("987654")
    expect(lost).to_have_count(0)
    assert plan.get_by_role("dialog").count() == 0, "no dialog asks a learner about the server"
    expect(plan.get_by_role("radio", name="Tables")).to_be_checked()
    plan.get_by_role("button", name="Keep this plan").click()
    until(plan, "the plan in the store", "localStorage.getItem('just-enough-math').includes('Tables')")


@pytest.mark.parametrize("hears", [True, False], ids=["awake", "asleep"])
def test_forgetting_wins_over_what_another_tab_knows(browser, server, hears):
    one = keep(browser(), server, {"bayes": entry(3), "dot_product": entry(90, 4, 4)})
    two = one.context.new_page()
    if not hears:
        two.add_init_script("addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    step(two, server)
    go(one, server, "/progress")
    one.get_by_role("button", name="Start afresh").click()
    one.get_by_role("button", name="Forget everything").click()
    done(one, 0)
    until(one, "an empty store", "!localStorage.getItem('just-enough-math').includes('bayes')")
    reply(two, slip(1))
    holds(two, "the one answer that was given since", wrong=1, right=0)
    assert set(stored(two)) == {"dot_product"}
    go(one, server, "/progress")
    done(one, 0)


def test_the_focus_goes_to_the_verdict_and_back_to_the_question(browser, server):
    page = step(browser(), server)
    page.get_by_label("Your answer").fill(slip(1))
    page.get_by_label("Your answer").press("Enter")
    until(page, "the focus on the verdict", "document.activeElement.matches('.st-key-verdict')")
    page.get_by_role("button", name="Try again with new numbers").press("Enter")
    until(page, "the focus on the question", "document.activeElement.matches('.st-key-question')")
    shown(page, 2)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your answer")).to_be_focused()


# ---------------------------------------------------------------- days, and a browser that keeps nothing


@pytest.mark.parametrize(("zone", "due"), [("Pacific/Kiritimati", True), ("Etc/GMT+12", False)])
def test_the_learners_day_decides(browser, server, zone, due):
    first = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()  # no day comes earlier anywhere
    known = {"done": day(30), "right": 1, "wrong": 0, "last": (first - timedelta(2)).isoformat()}
    known |= {"due": first.isoformat(), "stability": 2.307, "difficulty": 2.118}
    ahead = known | {"done": first.isoformat(), "last": first.isoformat(), "due": (first + timedelta(5)).isoformat()}
    page = go(keep(browser(timezone_id=zone), server, {"dot_product": known, "spread": ahead}), server, "/review")
    expect(page.get_by_text("1 question due" if due else "Nothing is due today.")).to_be_visible()
    reply(step(page, server), slip(1))
    holds(page, "the answer", wrong=1)
    assert stored(page)["spread"] == ahead, "a schedule from a day ahead stays as it is"
    assert stored(page)["dot_product"]["last"] == datetime.now(ZoneInfo(zone)).date().isoformat()


def test_a_page_embedded_in_another_site_promises_nothing(browser, server):
    page = browser()
    page.goto(server.url.replace("127.0.0.1", "localhost") + "/_stcore/health")  # another name is another site
    page.evaluate("src => { document.body.innerHTML = `<iframe src='${src}'>`; }", f"{server.url}/progress")
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("This page is embedded in another one.")).to_be_visible()
    expect(inside.get_by_text("is kept in this browser")).to_have_count(0)


def test_a_browser_that_keeps_nothing_is_told_of(browser, server):
    page = browser()
    page.add_init_script(BLOCKED)
    for path in ("/", "/progress"):
        page.goto(server.url + path)
        expect(page.get_by_text("This browser doesn't let the page keep anything")).to_be_visible()
        expect(page.get_by_text(re.compile("is kept in this browser"))).to_have_count(0)
    reply(step(page, server), f"{question(1).answer:.6f}")
    expect(page.get_by_text(re.compile("^Right\\."))).to_be_visible()
    expect(page.get_by_text("This browser doesn't let the page keep anything")).to_be_visible()


# ---------------------------------------------------------------- the browser merges as the server does

MERGES = """([source, pairs]) => {
    const joined = new Function(source)();
    return pairs.map(([old, mine, writer, answers]) => joined(old, mine, writer, answers));
}"""


def random_entry(rng) -> dict:
    def when(longest: int = 9) -> str:
        return day(rng.randrange(longest))

    entry = {"done": rng.choice(["", when()]), "right": rng.randrange(4), "wrong": rng.randrange(4), "last": when(3)}
    entry |= {"seen": rng.randrange(1, 9)} if rng.random() < 0.5 else {}
    firm = {"stability": rng.choice([0.212, 2.307, 12.5]), "difficulty": rng.choice([2.118, 6.4])}
    entry |= {"due": day(-rng.randrange(1, 3)), **firm} if rng.random() < 0.7 else {}
    for name in ("computed", "understood"):
        entry |= {name: when()} if rng.random() < 0.5 else {}
    entry |= {"asked": rng.choice(["compute", "understand"])} if rng.random() < 0.5 else {}
    entry |= {"seen_understand": rng.randrange(1, 9)} if rng.random() < 0.5 else {}
    entry |= {"reviewed": when()} if rng.random() < 0.5 else {}
    entry |= {"later": 1} if rng.random() < 0.5 else {}
    code = {"code": rng.choice(["return x", "return é"]), "coded": rng.randrange(1, 4), "own": rng.random() < 0.5}
    return clean(json.dumps({"steps": {"x": entry | (code if rng.random() < 0.7 else {})}}))["x"]


def test_the_browser_merges_as_the_server_does(browser, server):
    rng, page = random.Random(5), browser()
    records = [
        [{"steps": {step: random_entry(rng) for step in rng.sample(["vectors", "bayes", "layer"], 2)}} for _ in "ab"]
        for _ in range(300)
    ]
    page.goto("about:blank")
    source = "\n".join((ROOT / "ui" / "components" / name).read_text() for name in ("link.js", "browser.js"))
    source = source[: source.index("export default")] + "return joined;"
    joined = page.evaluate(MERGES, [source, [[*pair, "me", []] for pair in records]])
    for (old, mine), found in zip(records, joined):
        assert found["steps"] == merge(old["steps"], mine["steps"])
    old, mine = ({"steps": {"bayes": entry(1, right, 2)}} for right in (5, 4))
    answers = [["bayes", True, 0], ["bayes", False, 0], ["vectors", True, 0]]
    twice, spoilt, late = page.evaluate(
        MERGES,
        [source, [
            [old | {"tabs": {"me": 1}}, mine, "me", answers],
            [{"steps": {"bayes": 7}, "tabs": [], "plan": "x", "forgotten": "soon"}, mine, "me", answers],
            [old | {"forgotten": 5, "plan": {"a": "b"}}, mine | {"forgotten": 6}, "me", []],
        ]],
    )  # fmt: skip
    assert (twice["steps"]["bayes"]["right"], twice["steps"]["bayes"]["wrong"]) == (5, 3), "one was counted"
    assert (spoilt["steps"]["bayes"], spoilt["tabs"]) == (mine["steps"]["bayes"], {"me": 3})
    assert late["steps"] == mine["steps"] and late["plan"] is None, "what was forgotten doesn't come back"
    early, dropped = {"goal": 5, "aimed": 10}, {"goal": 0, "aimed": 20}
    pairs = [[early | old, dropped | mine], [dropped | old, early | mine], [early | old, mine]]
    goals = page.evaluate(MERGES, [source, [[*pair, "me", []] for pair in pairs]])
    assert [found["goal"] for found in goals] == [0, 0, 5], (
        "the later goal stands, and one is kept that a tab didn't know"
    )


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
