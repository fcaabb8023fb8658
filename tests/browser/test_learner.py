"""One learner's way through a step in a real browser: open, predict, drag, answer wrong, then right, reload, share."""

import re
import signal
import time

from playwright.sync_api import expect

from core.linear_algebra import dot
from core.questions.dot_product import question
from tests.browser.conftest import restart, settled

STEP = "/linear_algebra?step=dot_product"
PICTURES = """() => {
    const marks = [...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('.marks')).find(Boolean);
    window.pictures = 0; window.tops = new Set();
    new MutationObserver(() => window.pictures++).observe(marks, {childList: true});
    const look = () => {
        window.tops.add(Math.round(marks.ownerSVGElement.getBoundingClientRect().top));
        requestAnimationFrame(look);
    };
    look();
}"""


def open_step(page, server, link: str = "&guess=shown"):
    page.goto(server.url + STEP + link)
    settled(page)
    return page


def handle(page, name: str):
    return page.locator(f".handle[data-name={name}]")


def value(page, name: str) -> list[float]:
    text = handle(page, name).get_attribute("aria-valuetext").replace("−", "-")
    return [float(part) for part in text.split(",")]


def centre(page, name: str) -> tuple[float, float]:
    box = handle(page, name).locator(".grip").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def answer(page, text: str):
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Check").click()


def test_the_result_waits_for_a_prediction(browser, server):
    page = open_step(browser(), server, "")
    expect(page.get_by_text("Before you look")).to_be_visible()
    assert page.locator(".handle").count() == 0 and page.get_by_text("The code that ran").count() == 0
    page.get_by_role("button", name="It stays").click()
    expect(handle(page, "u")).to_be_visible()
    expect(page.get_by_text("You said It stays. What happens: It doubles.")).to_be_visible()


def test_the_picture_follows_the_hand(browser, server):
    page = open_step(browser(), server)
    page.evaluate(PICTURES)
    x, y = centre(page, "u")
    page.mouse.move(x, y)
    page.mouse.down()
    began = time.monotonic()
    for i in range(60):
        page.mouse.move(x - 2 * i, y + (i % 30))
    took = time.monotonic() - began
    page.mouse.up()
    settled(page, 800)
    assert page.evaluate("window.pictures") >= 5 and took < 30, "the picture is redrawn during the drag, not after it"
    assert len(page.evaluate("[...window.tops]")) == 1, "the page doesn't jump"
    u, v = value(page, "u"), value(page, "v")
    assert u != [3, 2]
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot(u, v):.2f}".replace("-", "−"))
    expect(page.get_by_text(f"u = np.array([{u[0]}, {u[1]}])")).to_be_visible()
    assert f"u={u[0]:g},{u[1]:g}" in page.url


def test_a_handle_moves_by_keyboard_and_says_where_it_is(browser, server):
    page = open_step(browser(), server)
    handle(page, "v").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    settled(page)
    assert value(page, "v") == [3.0, -0.9]
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot([3, 2], [3, -0.9]):.2f}")
    assert handle(page, "v").get_attribute("role") == "slider"


def test_a_handle_moves_by_touch(browser, server):
    page = open_step(browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), server)
    handle(page, "u").scroll_into_view_if_needed()
    settled(page)
    x, y = centre(page, "u")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for i in range(10):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x - 6 * i, "y": y + 2 * i}]})
        page.wait_for_timeout(30)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page, 800)
    u = value(page, "u")
    assert u[0] < 2.5 and u[1] < 2
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot(u, value(page, 'v')):.2f}".replace("-", "−"))


def test_a_link_gives_the_same_picture_elsewhere(browser, server):
    page = open_step(browser(), server, "&guess=2")
    handle(page, "u").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    settled(page, 800)
    steps_back = page.evaluate("history.length")
    other = browser()
    other.goto(page.url)
    settled(other)
    assert page.locator(".marks").inner_html() == other.locator(".marks").inner_html()
    assert page.locator(".says").inner_text() == other.locator(".says").inner_text()
    expect(other.get_by_text("You said It stays")).to_be_visible()
    handle(page, "u").focus()
    page.keyboard.press("ArrowLeft")
    settled(page, 800)
    assert page.evaluate("history.length") == steps_back, "moving a control leaves Back alone"


def test_doctored_links_are_ignored_politely(browser, server):
    page = open_step(browser(), server, "&guess=99&u=<script>&v=1e999,nan&q=-1")
    expect(page.get_by_text("Before you look")).to_be_visible()
    page.get_by_role("button", name="Just show me").click()
    settled(page)
    assert value(page, "u") == [3, 2] and value(page, "v") == [4, -1]
    page.goto(server.url + "/linear_algebra?step=no_such_step")
    settled(page)
    expect(page.get_by_text("The link names a step this lab doesn't have.")).to_be_visible()


def test_wrong_then_right_then_reload(browser, server):
    page = open_step(browser(), server)
    asked = question(1)
    answer(page, "twelve")
    expect(page.get_by_text("isn't a number this box can read")).to_be_visible()
    answer(page, f"{asked.mistakes[0].value:.6f}")
    expect(page.get_by_text(asked.mistakes[0].why)).to_be_visible()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    page.get_by_role("button", name="Try again with new numbers").click()
    answer(page, f"{question(2).answer:.6f}")
    expect(page.get_by_text("Right. This step is done.")).to_be_visible()
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
    page.get_by_role("button", name="Another one").click()
    settled(page)
    expect(page.get_by_text("Right. This step is done.")).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
    stored = page.evaluate("JSON.parse(localStorage.getItem('just-enough-math'))")
    assert stored["steps"]["dot_product"]["right"] == 1 and stored["steps"]["dot_product"]["wrong"] == 1


def test_progress_survives_a_restart_of_the_server(browser, server):
    page = open_step(browser(), server)
    answer(page, f"{question(1).answer:.6f}")
    expect(page.get_by_text("Right. This step is done.")).to_be_visible()
    handle(page, "u").focus()
    page.keyboard.press("Shift+ArrowLeft")
    settled(page)
    moved = value(page, "u")
    restart([page], server)
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_text(re.compile("1 of .* done")).first).to_be_visible()
    page.goto(server.url + STEP + f"&guess=shown&u={moved[0]},{moved[1]}")
    settled(page)
    assert value(page, "u") == moved
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()


def test_spoilt_progress_is_ignored(browser, server):
    page = browser()
    page.goto(server.url)
    for spoilt in ("{", "[]", '{"steps": {"dot_product": 7, "<b>": {}}}', '{"steps": "x"}'):
        page.evaluate("text => localStorage.setItem('just-enough-math', text)", spoilt)
        open_step(page, server)
        expect(page.get_by_text(re.compile("Lab 1: 0 of"))).to_be_visible()
    answer(page, f"{question(1).answer:.6f}")
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()


def test_the_notebook_downloads(browser, server):
    page = open_step(browser(), server, "&guess=shown&u=1.5,-2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take this step as a notebook").click()
    text = open(download.value.path()).read()
    assert download.value.suggested_filename == "dot_product.ipynb" and "u = np.array([1.5, -2.0])" in text


def test_the_source_of_core_can_be_read(browser, server):
    page = open_step(browser(), server)
    page.get_by_text("Read the source of").click()
    expect(page.get_by_text("def cosine_similarity")).to_be_visible()
    handle(page, "u").focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    expect(page.get_by_text("def cosine_similarity")).to_be_visible()


def test_the_outline_turns_to_a_step_and_back_leads_back(browser, server):
    page = open_step(browser(), server)
    page.get_by_test_id("stSidebar").get_by_role("button", name="Vectors").click()
    expect(page.get_by_role("heading", name="What is a vector?")).to_be_visible()
    assert page.url.endswith("?step=vectors")
    page.go_back()
    expect(page.get_by_role("heading", name="What does a dot product measure?")).to_be_visible()
    expect(handle(page, "u")).to_be_visible()


def open_sampling(page, server, link: str = ""):
    page.goto(server.url + "/probability_stats?step=sampling&guess=shown" + link)
    settled(page)
    return page.get_by_role("slider", name="Samples drawn")


def test_a_slider_plays_on_request_until_it_is_grabbed(browser, server):
    page = browser(viewport={"width": 390, "height": 844})
    slider = open_sampling(page, server)
    play = page.get_by_role("button", name="Play: Samples drawn")
    assert slider.input_value() == "1", "nothing starts by itself"
    size = play.bounding_box()
    assert size["width"] >= 44 and size["height"] >= 44
    play.focus()
    page.keyboard.press("Enter")
    pause = page.get_by_role("button", name="Pause: Samples drawn")
    expect(pause).to_be_focused()
    for means in ("5", "9"):
        expect(page.locator(".says")).to_contain_text(re.compile(f"of ({means}|[1-9][0-9]+) means"))
    server.process.send_signal(signal.SIGSTOP)
    try:
        page.wait_for_timeout(400)
        waits = slider.input_value()
        page.wait_for_timeout(600)
        assert slider.input_value() == waits, "it waits for the answer"
    finally:
        server.process.send_signal(signal.SIGCONT)
    expect(slider).not_to_have_value(waits)
    slider.dispatch_event("pointerdown")
    expect(play).to_be_visible()
    settled(page, 800)
    stands = slider.input_value()
    assert 9 <= int(stands) < 300
    expect(page.locator(".says")).to_contain_text(f"of {stands} means")
    assert f"draws={stands}" in page.url, "a link shows the same draw to the whole room"


def test_playing_ends_at_the_end_and_starts_over_from_there(browser, server):
    page = browser(reduced_motion="reduce")
    slider = open_sampling(page, server, "&draws=280")
    page.get_by_label("Speed").select_option("4×")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".says")).to_contain_text("of 300 means")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert slider.input_value() == "300"
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".says")).to_contain_text(re.compile("of [1-9]?[0-9] means"))
    page.get_by_role("button", name="20 more").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_path_plays_in_the_browser_alone(browser, server):
    page, sent = browser(), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(server.url + "/calculus?step=descent&guess=shown&rate=7")
    settled(page)
    walker = page.locator(".handle[data-name=t]")
    assert walker.get_attribute("aria-valuetext").startswith("step 60:"), "nothing starts by itself"
    asked = len(sent)
    page.get_by_role("button", name="Play").click()
    for step in (3, 9):
        expect(walker).to_have_attribute("aria-valuetext", re.compile(f"step ({step}|[1-5][0-9]):"))
    assert len(sent) == asked, "no trip to the server"
    walker.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    stands = walker.get_attribute("aria-valuetext")
    expect(page.locator(".marks")).to_contain_text(stands)
    page.wait_for_timeout(600)
    assert walker.get_attribute("aria-valuetext") == stands


def test_a_net_learns_before_the_learners_eyes(browser, server):
    page = browser()
    page.goto(f"{server.url}/apply?step=network&guess=shown")
    settled(page)
    page.get_by_role("button", name="Train 20 epochs").click()
    says = page.locator(".says")
    for epochs in (r"After [1-9] epoch", r"After ([3-9]|1\d|20) epochs"):  # it grows while it is watched
        says.get_by_text(re.compile(epochs)).wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Train 20 epochs").wait_for()
    settled(page)
    words = says.inner_text()
    page.wait_for_timeout(1000)
    assert says.inner_text() == words, "paused is paused"
    page.get_by_label("Learning rate").press("ArrowRight")
    page.get_by_role("button", name="Train 1 epoch").click()
    page.wait_for_function("/plan=\\d+x0.1,1x0.3/.test(decodeURIComponent(location.search))")
    settled(page)
    other = browser()
    other.goto(page.url)
    settled(other)
    assert other.locator(".says").inner_text() == says.inner_text(), "the link leads to the same net"


def test_a_net_that_learns_can_be_left_and_found_again(browser, server):
    page = browser()
    page.goto(f"{server.url}/apply?step=network&guess=shown&hidden=16")
    settled(page)
    page.get_by_role("button", name="Train 20 epochs").click()
    page.wait_for_function("/plan=/.test(location.search)")  # the link follows while it learns
    page.get_by_role("link", name="Glossary").click()
    page.wait_for_url("**/glossary*")
    settled(page, 1000)
    assert page.url == f"{server.url}/glossary", "the step writes into no other page's link"
    page = browser()
    page.goto(f"{server.url}/apply?step=network&guess=shown&hidden=16&plan=3x0.1")
    settled(page)
    link = page.url
    page.get_by_role("button", name="Overfitting").click()
    page.wait_for_url("**step=overfitting*")
    settled(page)
    page.get_by_role("button", name="Network").click()  # its controls are as in the beginning, and so is the net
    page.locator(".says").first.get_by_text("64 → 64 → 10").wait_for()
    settled(page)
    page.go_back()
    settled(page)
    page.go_back()
    page.wait_for_url(link)
    settled(page)
    says = page.locator(".says").first
    says.get_by_text("64 → 16 → 10").wait_for()
    says.get_by_text("After 3 epochs").wait_for()


def test_blocks_change_places_by_hand_and_by_key(browser, server):
    page = browser()
    page.goto(f"{server.url}/apply?step=leakage&guess=shown")
    settled(page)
    leaks = page.locator(".marks text").get_by_text("leak", exact=True)
    expect(leaks).to_have_count(2)
    (x, top), (_, middle), (_, bottom) = (centre(page, name) for name in ("third", "scale", "split"))
    assert top < middle < bottom
    page.mouse.move(x, bottom)
    page.mouse.down()
    page.mouse.move(x, middle, steps=6)
    page.mouse.up()
    settled(page, 800)
    assert [centre(page, name)[1] for name in ("third", "scale", "split")] == [top, bottom, middle], "it made room"
    expect(leaks).to_have_count(1)
    handle(page, "split").focus()
    page.keyboard.press("ArrowUp")
    settled(page, 800)
    assert [centre(page, name)[1] for name in ("third", "scale", "split")] == [middle, bottom, top]
    expect(leaks).to_have_count(0)
    expect(page.locator(".says")).to_contain_text("No leak is left.")
    expect(page.get_by_text("order = ['split', 'keep the best', 'standardise']")).to_be_visible()


def test_a_switch_on_the_plane_is_pressed_by_mouse_and_by_key(browser, server):
    page = browser()
    page.goto(f"{server.url}/calculus?step=backpropagation&guess=shown")
    settled(page)
    switch = page.locator(".handle[role=switch]").first
    expect(page.locator(".says")).not_to_be_empty()
    words = page.locator(".says").inner_text()
    expect(switch).to_have_attribute("aria-checked", "false")
    box = switch.locator(".grip").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(page.locator(".says")).not_to_have_text(words)
    switch.focus()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(page.locator(".says")).to_have_text(words)
