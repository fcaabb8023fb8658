"""One learner's way through a step in a real browser: open, predict, drag, answer wrong, then right, reload, share."""

import re
import signal
import time

from playwright.sync_api import expect

from core.linear_algebra import dot
from labs.linear_algebra.dot_product.question import question
from tests.browser.conftest import address, rested, settled, understood, wait_for_address
from tests.conftest import STEPS

DOT = next(step for _, step in STEPS if step.id == "dot_product")
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
    expect(page.locator(".stage")).to_have_class("stage waits")
    assert not page.locator(".says").is_visible() and page.get_by_text("The code that ran").count() == 0
    assert page.locator(".frame").evaluate("frame => frame.inert")
    page.get_by_role("button", name="It stays").click()
    expect(page.get_by_text("You said It stays. What happens: It doubles.")).to_be_visible()
    expect(page.get_by_text("You said It stays. What happens: It doubles.")).to_be_focused()
    expect(page.locator(".says")).to_be_visible()
    assert "guess" not in address(page), "a link that is copied carries no guess"
    page.reload()
    expect(page.get_by_text("You said It stays.")).to_be_visible()


def test_a_guess_in_a_link_is_somebody_elses(browser, server):
    page = open_step(browser(), server, "&guess=2")
    expect(page.get_by_text("This link says It stays.")).to_be_visible()
    handle(page, "u").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_address(page, "u=1.9,1")
    assert "guess=2" in address(page)


def test_one_button_sets_the_picture_to_what_was_asked(browser, server):
    page = open_step(browser(), server, "&guess=shown&v=1,3")
    page.get_by_role("button", name="Set the picture to what was asked").click()
    rested(page)
    assert value(page, "u") == [4, 2] and value(page, "v") == [4, -1]
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot([4, 2], [4, -1]):.2f}")
    wait_for_address(page, "u=4,2")
    wait_for_address(page, "!v=")


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
    rested(page)
    assert page.evaluate("window.pictures") >= 5 and took < 30, "the picture is redrawn during the drag, not after it"
    assert len(page.evaluate("[...window.tops]")) == 1, "the page doesn't jump"
    u, v = value(page, "u"), value(page, "v")
    assert u != [2, 1]
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot(u, v):.2f}".replace("-", "−"))
    expect(page.get_by_text(f"u = np.array([{u[0]}, {u[1]}])")).to_be_visible()
    wait_for_address(page, f"u={u[0]:g},{u[1]:g}")


def test_a_hand_keeps_what_the_step_remembers(browser, server):
    page = browser()
    page.goto(server.url + "/linear_algebra?step=eigenvectors&guess=shown&v=1.55,0.8")
    settled(page)
    for keys, found in ((["ArrowRight"], "found=0"), (["ArrowUp", "ArrowUp", "ArrowUp"], "found=0")):
        handle(page, "v").focus()
        for key in keys:
            page.keyboard.press(key)
        rested(page)
        wait_for_address(page, found)
    assert value(page, "v") == [1.6, 0.95]


def test_while_the_hand_moves_pictures_come_by_the_lane_and_python_hears_at_rest(browser, server):
    page, asked, sent = browser(), [], []
    page.on("request", lambda request: asked.append(request.url) if "/_scene/" in request.url else None)
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    open_step(page, server)
    x, y = centre(page, "u")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=12)
    expect(page.locator(".says")).not_to_contain_text("u · v = 7.00")
    assert asked
    before = len(sent)
    page.mouse.move(x + 90, y - 20, steps=6)
    assert len(sent) == before, "no rerun while the hand is on it"
    page.mouse.up()
    rested(page)
    assert len(sent) > before
    u = value(page, "u")
    expect(page.get_by_text(f"u = np.array([{u[0]}, {u[1]}])")).to_be_visible()


def test_a_host_without_the_lane_serves_by_reruns(browser, server):
    page = browser()
    page.route("**/_scene/**", lambda route: route.fulfill(status=404, body="no"))
    open_step(page, server)
    handle(page, "u").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot([3, 1], [4, -1]):.2f}")
    expect(page.get_by_text("u = np.array([3.0, 1.0])")).to_be_visible()
    handle(page, "u").press("ArrowUp")
    expect(page.get_by_text("u = np.array([3.0, 1.1])")).to_be_visible()


def test_a_handle_moves_by_keyboard_and_says_where_it_is(browser, server):
    page = open_step(browser(), server)
    handle(page, "v").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    rested(page)
    assert value(page, "v") == [3.0, -0.9]
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot([2, 1], [3, -0.9]):.2f}")
    assert handle(page, "v").get_attribute("role") == "slider"
    assert handle(page, "v").get_attribute("aria-valuemin") == "-5"
    handle(page, "v").press("End")
    rested(page)
    assert value(page, "v") == [5.0, -0.9]
    wait_for_address(page, "v=5,-0.9")


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
    rested(page)
    u = value(page, "u")
    assert u[0] < 1.5 and u[1] < 1
    expect(page.locator(".says")).to_contain_text(f"u · v = {dot(u, value(page, 'v')):.2f}".replace("-", "−"))


def test_a_link_gives_the_same_picture_elsewhere(browser, server):
    page = open_step(browser(), server, "&guess=2")
    handle(page, "u").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    rested(page)
    wait_for_address(page, "u=1.6,1")
    steps_back = page.evaluate("history.length")
    other = browser()
    other.goto(address(page))
    rested(other)
    assert page.locator(".marks").inner_html() == other.locator(".marks").inner_html()
    assert page.locator(".says").inner_text() == other.locator(".says").inner_text()
    handle(page, "u").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_address(page, "u=1.5,1")
    assert page.evaluate("history.length") == steps_back, "moving a control leaves Back alone"


def test_doctored_links_are_ignored_politely(browser, server):
    page = open_step(browser(), server, "&guess=99&u=<script>&v=1e999,nan&q=-1")
    expect(page.get_by_text("Before you look")).to_be_visible()
    page.get_by_role("button", name="Just show me").click()
    expect(page.locator(".says")).to_be_visible()
    assert value(page, "u") == [2, 1] and value(page, "v") == [4, -1]
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
    page.get_by_role("button", name="Same numbers again").click()
    page.locator(".st-key-question").get_by_role("button", name="A hint").click()
    expect(page.locator(".st-key-question").get_by_text(asked.hints[0][:30])).to_be_visible()
    answer(page, f"{asked.mistakes[1].value:.6f}")
    expect(page.get_by_text(asked.mistakes[1].why)).to_be_visible()
    page.get_by_role("button", name="Show the way").click()
    expect(page.get_by_text("Step by step, with your numbers")).to_be_visible()
    expect(page.get_by_role("button", name="Same numbers again")).to_have_count(0)
    page.get_by_role("button", name="Try again with new numbers").click()
    answer(page, f"{question(2).answer:.6f}")
    expect(page.get_by_text(re.compile("Lab 1: 0 of"))).to_be_visible()
    understood(page, DOT)
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
    page.get_by_role("button", name="Another one").click()
    settled(page)
    expect(page.get_by_text("Right. This step is done.")).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible()
    stored = page.evaluate("JSON.parse(localStorage.getItem('just-enough-math'))")
    assert (stored["steps"]["dot_product"]["right"], stored["steps"]["dot_product"]["wrong"]) == (2, 2)


def test_progress_survives_a_restart_of_the_server(browser, server):
    page = open_step(browser(), server)
    rested(page)
    session = page.evaluate("window.justEnoughMath.session")
    answer(page, f"{question(1).answer:.6f}")
    understood(page, DOT)
    handle(page, "u").focus()
    page.keyboard.press("Shift+ArrowLeft")
    rested(page)
    moved = value(page, "u")
    wait_for_address(page, f"u={moved[0]:g},{moved[1]:g}")
    server.stop()
    server.start()
    page.locator("[data-testid=stApp][data-connection-state=CONNECTED], [data-testid=stApp]").first.wait_for()
    expect(page.get_by_text(re.compile("Lab 1: 1 of"))).to_be_visible(timeout=40_000)
    page.wait_for_function("s => window.justEnoughMath.session !== s", arg=session, timeout=40_000)
    rested(page)
    assert value(page, "u") == moved, "the step comes back as it was"
    expect(page.get_by_text("The code that ran")).to_be_visible()
    page.reload()
    rested(page)
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
    understood(page, DOT)
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
    page.get_by_test_id("stSidebar").get_by_role("button", name="Vectors", exact=True).click()
    expect(page.get_by_role("heading", name="What is a vector?")).to_be_visible()
    wait_for_address(page, "?step=vectors")
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
    expect(other.locator(".says")).to_have_text(says.inner_text(), use_inner_text=True)  # the link leads there


def test_a_net_that_learns_can_be_left_and_found_again(browser, server):
    page = browser()
    page.goto(f"{server.url}/apply?step=network&guess=shown&hidden=16")
    settled(page)
    page.get_by_role("button", name="Train 20 epochs").click()
    page.wait_for_function("/plan=/.test(location.search)")  # the link follows while it learns
    page.get_by_text("Guide", exact=True).click()
    page.get_by_role("menuitem", name="Glossary").click()
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
    early = page.locator(".marks text").get_by_text("early", exact=True)
    expect(leaks).to_have_count(1)
    expect(early).to_have_count(1)
    (x, top), (_, middle), (_, bottom) = (centre(page, name) for name in ("third", "scale", "split"))
    assert top < middle < bottom
    page.mouse.move(x, bottom)
    page.mouse.down()
    page.mouse.move(x, middle, steps=6)
    page.mouse.up()
    settled(page, 800)
    assert [centre(page, name)[1] for name in ("third", "scale", "split")] == [top, bottom, middle], "it made room"
    expect(early).to_have_count(0)
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


def test_handles_arrive_where_the_question_puts_them(browser, server):
    """The server's own answer comes while they are still on their way."""
    page = browser()
    page.goto(server.url + "/warm_up?step=powers&guess=shown")
    settled(page)
    page.get_by_role("button", name="Set the picture to what was asked").click()
    expect(handle(page, "n")).to_have_attribute("aria-valuetext", "20")
    settled(page, 700)
    expect(handle(page, "n")).to_have_attribute("aria-valuetext", "20")


def test_a_dot_that_stands_for_a_word_is_chosen_by_a_touch(browser, server):
    page = browser()
    page.goto(server.url + "/linear_algebra?step=embeddings&guess=shown")
    settled(page)
    box = page.locator('circle[data-tip="queen"]').first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_for_address(page, "word=queen")
    expect(page.locator(".says")).to_contain_text("Nearest to queen among")
    expect(page.get_by_label("Pick a word, or type one")).to_have_value("queen")


def test_long_words_break_into_lines_of_their_width_and_say_the_rest_at_a_touch(browser, server):
    page = browser(viewport={"width": 330, "height": 800})
    page.goto(server.url + "/linear_algebra?step=retrieval&guess=shown&k=10")
    settled(page)
    edge = page.locator(".stage svg").first.evaluate("svg => svg.getBoundingClientRect().right")
    lines = page.locator("svg .marks tspan")
    assert lines.count() > 10 and all(box <= edge + 1 for box in lines.evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().right)"))  # fmt: skip
    cut = page.locator("svg .marks text[data-tip]").filter(has_text="…").first
    cut.hover()
    whole = page.locator(".tip").inner_text()
    assert whole.startswith(cut.locator("tspan").first.text_content()) and len(whole) > len(cut.text_content())
