"""The lane answers with the scene, or with a few words; what it leaves out the browser has."""

import json
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from tests.conftest import SCENES, look
from ui.lane import KEPT, MOST, changes, route
from ui.scene import Page, step

STEPS = {step.id: step for step in SCENES}


class Client:
    """Asks the lane as the server does, without one."""

    def __init__(self, steps):
        self.endpoint = route(steps).endpoint

    def get(self, address: str, **link: str):
        path, _, query = address.partition("?")
        query = query or urlencode(link)
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": query.encode()}
        return self.endpoint(Request(scope | {"path_params": {"step": path}}))


@pytest.fixture
def client():
    return Client(STEPS)


def read(answer) -> dict:
    assert answer.status_code == 200, answer.body
    return json.loads(answer.body)


def drawn(page) -> dict:
    shown = {name: text for name, text in page.link.items() if name != "met"}
    return json.loads(json.dumps(page.json() | {"link": shown}))


def told(answer: dict) -> dict:
    return {name: part for name, part in answer.items() if name != "id"}


def whole(before: dict, answer: dict) -> dict:
    """What the browser makes of an answer."""
    scene = before | answer
    for name in {"marks", "handles", "controls"} & set(answer):
        scene[name] = [item(before.get(name), each) for each in answer[name]]
    return scene


def item(before: list, told) -> dict:
    if isinstance(told, int):
        return before[told]
    was = before[told["was"]] if "was" in told else {}
    return was | {name: value for name, value in told.items() if name != "was"}


@pytest.mark.parametrize("step_id", [step.id for step in SCENES if not step.holds])
def test_the_answer_is_the_scene_whole_or_by_its_changes(client, step_id):
    step = STEPS[step_id]
    first = read(client.get(step_id))
    assert told(first) == drawn(look(step, guess="", moving=True))
    name, ends = next((name, ends) for name, ends in look(step).extremes.items() if len(ends) > 1)
    link = {name: ends[-1], "guess": "1"}
    changed = read(client.get(step_id, **link, _have=first["id"]))
    assert told(whole(first, changed)) == drawn(look(step, moving=True, **link))
    forgotten = read(client.get(step_id, **link, _have="000000000000"))
    assert told(forgotten) == drawn(look(step, moving=True, **link))
    assert len(json.dumps(changed)) <= len(json.dumps(forgotten))


def test_what_stays_is_not_sent_again():
    before = {"marks": [{"kind": "line"}, {"kind": "text"}], "says": "a", "size": [0, 1]}
    after = {"marks": [{"kind": "text"}, {"other": "arrow"}], "says": "b", "size": [0, 1], "id": "x"}
    assert changes(before, after) == {"marks": [1, {"other": "arrow"}], "says": "b", "id": "x"}


def test_of_what_is_nearly_the_same_the_other_fields_are_sent():
    """Even where an item before it has come or gone."""
    a, b, c, d = ({"kind": "text", "text": letter, "at": [0, 0]} for letter in "abcd")
    moved = c | {"at": [1, 2]}
    for first in ([], [a], [a, b], [a, b, d]):
        told = changes({"marks": [a, b, c]}, {"marks": [*first, b, moved], "id": "x"})
        assert told["marks"][-1] == {"was": 2, "at": [1, 2]}
        assert whole({"marks": [a, b, c]}, told)["marks"] == [*first, b, moved]
    slider = (
        {"controls": [{"name": "k", "at": 1, "texts": ["one"]}]},
        {"controls": [{"name": "k", "at": 2, "texts": ["one"]}]},
    )
    assert changes(*slider) == {"controls": [{"was": 0, "at": 2}]}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("no_such_step", 404),
        ("../secrets", 404),
        ("your_data", 404),
        ("dot_product?u=" + "9" * 301, 400),
        ("dot_product?u=1,1&u=2,2", 400),
        ("dot_product?%3Cscript%3E=1", 400),
        ("dot_product?" + "&".join(f"a{i}=1" for i in range(MOST + 1)), 400),
        ("dot_product?u=%00%ff&v=nan,nan&w=unknown", 200),
    ],
)
def test_doctored_addresses_get_a_few_words(client, address, status, caplog):
    answer = client.get(address)
    assert answer.status_code == status
    if status != 200:
        assert len(answer.body) < 60 and b"Traceback" not in answer.body
    assert not caplog.records


def test_a_step_that_fails_is_told_in_a_few_words_and_one_line_of_the_log(caplog):
    @step("What?")
    def broken(page: Page):
        raise RuntimeError("secret")

    answer = Client({"broken": broken}).get("broken?u=1")
    assert answer.status_code == 422 and b"secret" not in answer.body
    assert [record.getMessage() for record in caplog.records] == ["broken can't be drawn: RuntimeError"]
    assert not caplog.records[0].exc_info


def test_what_is_kept_is_bounded(client):
    first = read(client.get("dot_product?u=1,1"))
    for number in range(KEPT + 1):
        client.get("dot_product", v=f"{number % 40 / 10 + 0.1:g},{number // 40 / 10 - 1:g}")
    late = read(client.get("dot_product", u="1,2", _have=first["id"]))
    assert "size" in late, "it isn't held any more, so all is sent"
