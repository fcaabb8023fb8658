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
LISTS = ("marks", "handles", "controls")  # what of a scene is a list of dictionaries
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
    """What of a scene is other than it was; of its marks, handles and controls, what of each."""
    other = {name: part for name, part in after.items() if name == "id" or before.get(name) != part}
    lists = [name for name in LISTS if name in other and name in before]
    return other | {name: _told(before[name], other[name]) for name in lists}


def _told(before: list[dict], after: list[dict]) -> list[int | dict]:
    """Each item that stood in the list before is its place there, a number; one that is the same but for some fields
    has "was", the place, and these fields. It is looked for behind where the last one was."""
    places, told, place = {json.dumps(each): at for at, each in enumerate(before)}, [], -1
    for each in after:
        place += 1
        if (same := places.get(json.dumps(each))) is not None:
            told.append(place := same)
        elif place < len(before) and (old := before[place]).keys() == each.keys():
            told.append({"was": place} | {name: value for name, value in each.items() if old[name] != value})
        else:
            told.append(each)
    return told
