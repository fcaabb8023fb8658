"""A room in real browsers: facilitator, wall, a learner at a desk and one on a phone, from the code to the truth."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from labs import every_lab
from tests.browser.conftest import idle, settled
from workshop import polls

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OPEN = "Round one: on your own"
STEP = every_lab()[0].steps[0].id  # what the facilitator's page offers first


def opened(page, server) -> dict[str, str]:
    """Open a room; its code and the facilitator's key, from the address."""
    page.goto(server.url + "/workshop")
    settled(page)
    press(page, "Open a room")
    page.wait_for_function("location.search.includes('key=')")
    idle(page)
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def no_hurry(lead) -> None:
    """Votes without a count-down: a busy machine is slow."""
    lead.get_by_role("combobox", name="Time").click()
    lead.get_by_role("option", name="No limit").click()
    idle(lead)


def joined(page, server, code: str, name: str):
    page.goto(f"{server.url}/workshop?room={code}")
    page.get_by_label("Your name here").fill(name)
    press(page, "Join the room")
    sees(page, "Nothing is asked just now")
    return page


def sees(page, text: str) -> None:
    expect(page.get_by_text(text, exact=False).first).to_be_visible()


def choose(page, place: int, label: str = "Vote") -> None:
    page.get_by_role("radiogroup", name="Your answer").locator("label:has(input)").nth(place).click()
    idle(page)
    press(page, label)
    sees(page, "Your vote is counted")


def everything(page) -> str:
    """All that stands in a page, with what its shadows hold."""
    idle(page)
    return page.evaluate("""() => {
        const all = node => [node.textContent ?? "", ...[...node.querySelectorAll?.("*") ?? []].flatMap(
            each => each.shadowRoot ? all(each.shadowRoot) : [])];
        return document.documentElement.outerHTML + all(document).join(" ");
    }""")


def test_a_vote_in_two_rounds(browser, server):
    lead, wall, desk, phone = browser(), browser(), browser(), browser(**PHONE)
    room = opened(lead, server)
    joined(desk, server, room["room"], "Ada")
    joined(phone, server, room["room"], "Grace")
    wall.goto(f"{server.url}/workshop?room={room['room']}&wall=1")
    sees(wall, "2 here")
    lead.reload()
    settled(lead)
    no_hurry(lead)
    press(lead, "Vote on its prediction")
    sees(desk, OPEN)
    sees(phone, OPEN)
    sees(wall, "0 of 2")
    choose(desk, 1)
    choose(phone, 1)
    sees(wall, "2 of 2")
    desk.reload()
    sees(desk, "Your vote is counted")  # the same person, the vote kept
    choose(phone, 2, "Change my vote")
    press(lead, "Close the vote")
    for page in (desk, phone, wall):
        sees(page, "is closed")
    poll = polls.make("prediction", STEP)
    for page in (desk, phone, wall):
        page.reload()
        sees(page, "is closed")
        text = everything(page)
        assert "50\u00a0%" not in text and polls.solution(poll) not in text
    press(lead, "Let them talk, 2 min")
    sees(desk, "Talk with your neighbours")
    press(lead, "Open round two")
    sees(desk, "Round two: after the talk")
    sees(phone, "Round two: after the talk")
    right = poll.choices.index(polls.right_answer(poll))
    choose(desk, right)
    choose(phone, right)
    lead.reload()
    settled(lead)
    press(lead, "Close the vote")
    sees(wall, "is closed")
    press(lead, "Show both rounds")
    for page in (desk, phone, wall):
        sees(page, "Before the talk: 1 · 50\u00a0%")
        sees(page, "After the talk: 2 · 100\u00a0%")
    press(lead, "Tell the answer")
    sees(desk, "You are right.")
    sees(phone, "You are right.")


def test_a_place_is_voted_on_a_phone_and_stands_in_no_address(browser, server):
    lead, desk = browser(), browser(**PHONE)
    room = opened(lead, server)
    joined(desk, server, room["room"], "Ada")
    lead.get_by_text("To place", exact=True).click()
    idle(lead)
    no_hurry(lead)
    press(lead, "Vote on it")
    hand = desk.locator(".handle").first
    hand.focus()
    for _ in range(4):
        desk.keyboard.press("ArrowRight")
    desk.locator(".stage[data-state=rest]").wait_for()
    settled(desk, 800)
    press(desk, "Vote")
    sees(desk, "Your vote is counted")
    (name,) = polls.make("placement", STEP).handles
    x, y = polls.PLACEMENTS[STEP].handles[name].at
    expect(desk.get_by_text(f"{name} at (".replace("-", "−")).first).not_to_contain_text(f"({x:g}, ".replace("-", "−"))
    assert "=" not in urlsplit(desk.url).query.removeprefix(f"room={room['room']}"), "no place stands in the address"
    before = desk.get_by_text("Your vote is counted").first.inner_text()
    desk.reload()
    sees(desk, before)
    press(lead, "Close the vote")
    sees(desk, "The vote is closed")
