"""The lane: `GET _scene/<step>?<link>` answers with the scene as JSON, past Streamlit, while a hand moves.

The answer depends on the link alone, so it can be kept, and any server can give it. Nobody's session is touched.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui.scene import LONGEST, Step, scene

LANE = "_scene/"
MOST = 40  # names in a link
KEPT = 512  # answers
NAME = re.compile(r"[A-Za-z][\w ,.-]{0,39}")
log = logging.getLogger(__name__)


def is_name(name: object) -> bool:
    """True for a name that may stand in a link."""
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def route(steps: Mapping[str, Step]) -> Route:
    """The lane over these steps, by id."""

    @lru_cache(maxsize=KEPT)
    def answer(step_id: str, link: tuple[tuple[str, str], ...]) -> bytes:
        page = scene(steps[step_id], dict(link), moving=True)
        shown = {name: text for name, text in page.link.items() if name != "met"}
        return json.dumps(page.json() | {"link": shown}, separators=(",", ":"), allow_nan=False).encode()

    def lane(request: Request) -> Response:
        step_id = request.path_params["step"]
        if step_id not in steps or steps[step_id].holds:
            return PlainTextResponse("There is no such step here.", 404)
        link = request.query_params.multi_items()
        sound = all(is_name(name) and len(text) <= LONGEST for name, text in link)
        if not sound or len(link) > MOST or len(dict(link)) < len(link):
            return PlainTextResponse("This link can't be read.", 400)
        try:
            body = answer(step_id, tuple(sorted(link)))
        except Exception as problem:
            log.warning("%s can't be drawn: %s", step_id, type(problem).__name__)
            return PlainTextResponse("This position can't be drawn.", 422)
        return Response(body, media_type="application/json", headers={"Cache-Control": "private, max-age=600"})

    return Route("/" + LANE + "{step}", lane)
