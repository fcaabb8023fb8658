"""Every step, laid out in a real browser: the first screen is complete on a laptop, nothing is cut off on a phone."""

import pytest

from tests.browser.conftest import LAPTOP, rested, settled
from tests.conftest import LABS, STEPS

SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
FIRST = ".st-key-place-picture"  # the picture, its words and its controls
BOTTOM = "all => Math.max(...all.map(e => e.getBoundingClientRect().bottom))"
# What reaches past the right edge of the page, where nothing scrolls by itself.
CUT = """() => {
    const wide = document.documentElement.clientWidth, out = [];
    for (const e of document.querySelectorAll('[data-testid=stMain] *')) {
        const box = e.getBoundingClientRect();
        const inside = e.closest('pre, [data-testid=stDataFrame], .katex, [data-testid=stTable], [role=tablist]');
        if (box.width && box.right > wide + 1 && !inside) out.push(`${e.tagName} ${e.className}`.slice(0, 80));
    }
    return out;
}"""


def path(lab, step):
    return f"/{lab.file.split('_', 1)[1].removesuffix('.py')}?step={step.id}"


# The place of everything on the page, once it has been the same for a fifth of a second.
STILL = """() => new Promise(done => {
    let before = "", since = 0;
    const look = now => {
        const boxes = [...document.querySelectorAll('[data-testid=stMain] *')].map(e => e.getBoundingClientRect());
        const places = boxes.map(box => [box.x, box.y, box.width, box.height].map(Math.round)).join();
        if (places !== before) [before, since] = [places, now];
        if (now - since > 200) done();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""


@pytest.fixture(scope="module")
def tab(chromium):
    """One tab for the whole sweep; a new page load is a new session."""
    context = chromium.new_context(viewport=LAPTOP)
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


def test_the_step_fits(tab, server, lab, step):
    """Every other step is opened on a laptop and then narrowed, the others are opened on a phone and then widened."""
    tab.errors.clear()
    place = [each for _, each in STEPS].index(step)
    for turn, size in enumerate(sorted(SIZES, reverse=place % 2)):
        tab.set_viewport_size(dict(zip(("width", "height"), SIZES[size])))
        if turn == 0:
            tab.goto(server.url + path(lab, step) + "&guess=shown")
            rested(tab)
        tab.evaluate(STILL)
        assert not tab.errors
        assert tab.evaluate(CUT) == [], size
        if size == "laptop":
            frame, bottom = tab.locator(".frame").bounding_box(), tab.locator(FIRST).evaluate_all(BOTTOM)
            assert frame["y"] + frame["height"] <= 800, "the picture is whole on the first screen"
            assert bottom - frame["y"] <= 800, "one screen holds the picture and its controls"


def test_every_page_opens_by_its_link(tab, server):
    for lab in LABS:
        tab.goto(server.url + path(lab, lab.steps[0]).split("?")[0])
        settled(tab)
        assert tab.locator("h1").inner_text() == lab.steps[0].title
    assert STEPS


def test_every_link_of_the_start_page_leads_to_its_step(tab, server):
    tab.goto(server.url)
    settled(tab)
    links = tab.locator(".st-key-place-labs [data-testid=stPageLink] a")
    labels = [links.nth(i).inner_text().split("\n")[-1] for i in range(links.count())]
    assert {step.title for _, step in STEPS} <= set(labels)
    leads = {links.nth(i).get_attribute("href").split("/")[-1] for i in range(len(labels))}
    assert {path(lab, step).strip("/") for lab, step in STEPS} <= leads
    for lab in LABS:  # one of each lab is pressed; that every link opens its step is held above
        links.nth(labels.index(lab.steps[-1].title)).click()
        tab.get_by_role("heading", name=lab.steps[-1].title, level=1).wait_for()
        tab.goto(server.url)
        settled(tab)
