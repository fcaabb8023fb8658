"""The lane: `GET _scene/<step>?<link>` answers with the scene as JSON, past Streamlit, while a hand moves.

The scene depends on the link alone, so it can be kept, and any server can give it. Nobody's session is touched. A
browser that says which answer it holds is told only what has changed since.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui.scene import LONGEST, LONGEST_CODE, Step, scene

LANE = "_scene/"
MOST = 40  # names in a link
KEPT = 512  # answers
OWN_CODE = "own"  # what the learner wrote
HAVE = "_have"  # the id of the answer that the browser holds
NAME = re.compile(r"[A-Za-z][\w ,.-]{0,39}")
log = logging.getLogger(__name__)


def is_name(name: object) -> bool:
    """True for a name that may stand in a link."""
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def route(steps: Mapping[str, Step]) -> Route:
    """The lane over these steps, by id."""
    latest: dict[str, dict] = {}  # the newest answers by their `id`, so that the next one tells only what is other

    @lru_cache(maxsize=KEPT)
    def answer(step_id: str, link: tuple[tuple[str, str], ...]) -> dict:
        page = scene(steps[step_id], dict(link), moving=True)
        shown = {name: text for name, text in page.link.items() if name != "met"}
        drawn = json.loads(json.dumps(page.json() | {"link": shown}, allow_nan=False))
        return drawn | {"id": blake2b(json.dumps(drawn).encode(), digest_size=6).hexdigest()}

    def lane(request: Request) -> Response:
        step_id = request.path_params["step"]
        if step_id not in steps or steps[step_id].holds:
            return PlainTextResponse("There is no such step here.", 404)
        asked = request.query_params.multi_items()
        link = tuple(sorted((name, text) for name, text in asked if name != HAVE))
        most = {OWN_CODE: LONGEST_CODE}
        sound = all(is_name(name) and len(text) <= most.get(name, LONGEST) for name, text in link)
        if not sound or len(asked) > MOST or len(dict(asked)) < len(asked):
            return PlainTextResponse("This link can't be read.", 400)
        try:
            drawn = answer(step_id, link)
        except Exception as problem:
            log.warning("%s can't be drawn: %s", step_id, type(problem).__name__)
            return PlainTextResponse("This position can't be drawn.", 422)
        body = json.dumps(changes(latest.get(request.query_params.get(HAVE, ""), {}), drawn), separators=(",", ":"))
        latest[drawn["id"]] = drawn
        for old in list(latest)[:-KEPT]:
            latest.pop(old, None)
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})

    return Route("/" + LANE + "{step}", lane)


def changes(before: dict, after: dict) -> dict:
    """What of a scene is other than it was; a mark that stood in the last one is its place there, a number."""
    other = {name: part for name, part in after.items() if name == "id" or before.get(name) != part}
    if "marks" in other and "marks" in before:
        places = {json.dumps(mark): place for place, mark in enumerate(before["marks"])}
        other["marks"] = [places.get(json.dumps(mark), mark) for mark in after["marks"]]
    return other
