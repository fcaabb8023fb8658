"""A scene on a page: the one place where steps meet Streamlit, the session and the browser's address.

The session keeps, for each step it has shown, its link (what every control says), what is private to this visit (the
guess, tasks done), the checkpoint's state, and for the few steps that need it a memory. The address is adopted when a
visit begins, when a page is entered, and when Back or Forward was pressed; from then on it is written, not read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import numpy as np
import streamlit as st

from ui import checkpoint, code, listing, marks, progress
from ui.components import browser, clock, editor, road, sketches, stage
from ui.focus import focus
from ui.lab import KNOWN, Lab
from ui.lane import LANE, MOST, is_name
from ui.prose import linked
from ui.question import Question
from ui.scene import LONGEST, OWN, Page, Step, scene
from ui.turn import LONGEST as LONGEST_CODE
from ui.turn import TRIALS, Outcome, Turn, judged
from ui.uploads import choose_file

PLACES = ("bites", "check", "turn")  # where on a step's page a link may lead
CHECKS = "core.checks"  # what is asked of arguments: folded away where a source is read
PRIVATE = ("guess", "whose", "met")


class Places(NamedTuple):
    """Where the parts of a step go. Made outside the fragment: what follows the hand is sent again at every rest,
    what doesn't is sent once."""

    verdict: Any
    stage: Any
    task: Any
    aside: Any
    more: Any
    heading: Any
    values: Any
    listing: Any
    found: Any
    results: Any
    below: Any


# ---------------------------------------------------------------- which step, at which link


def arrived(page: str) -> None:
    """Told by the entry which page is on: a page just entered adopts the address."""
    if st.session_state.get("_page") != page:
        st.session_state["_page"], st.session_state["_enters"] = page, True


def current(steps: list[Step]) -> Step:
    """The step to show; adopts the address where it is news."""
    state = st.session_state
    state.setdefault("_visit", uuid.uuid4().hex)
    named = st.query_params.get("step")
    turned = named != state.get("_named") and named != state.get("_at")  # Back: Streamlit heard of it before our road
    state["_named"] = named
    if state.pop("_enters", False) or turned or state.get("_at") not in [step.id for step in steps]:
        _adopt(steps, progress.address() or st.query_params.to_dict())
    report = (state.get("_road") or {}).get("value")
    if isinstance(report, dict) and report.get("session") == state["_visit"] and report.get("nav") != state.get("_nav"):
        state["_nav"] = report.get("nav")
        _recall(report.get("private"))
        here = str(report.get("path")).rpartition("/")[2]
        address = dict(parse_qsl(str(report.get("search")).lstrip("?"), keep_blank_values=True, max_num_fields=80))
        if here == _page_path() and not (report.get("first") is True and address == state.get("_adopted")):
            _adopt(steps, address)
    if state.get("_unknown"):
        st.info("The link names a step this lab doesn't have. Here is the lab's first one.")
    return next(step for step in steps if step.id == state["_at"])


def show_lab(lab: Lab) -> None:
    """A lab's page: the step that the address names, the outline beside it, the way on below."""
    step = current(lab.steps)
    _outline(lab, step)
    place = lab.steps.index(step)
    if place == 0:
        head(lab)
    show(step)
    if step is lab.steps[-1]:
        st.header("Three sentences to keep", anchor=False)
        st.markdown("\n".join(f"{number}. {sentence}" for number, sentence in enumerate(lab.keep, start=1)))
    left, right = st.columns(2)  # on a phone one below the other, and a long question breaks into lines
    if place > 0:
        before, look = lab.steps[place - 1], {"icon": ":material/arrow_back:", "width": "stretch"}
        left.button(before.title, key="way-back", on_click=go, args=(before.id,), **look)
    if place + 1 < len(lab.steps):
        after, look = lab.steps[place + 1], {"icon": ":material/arrow_forward:", "width": "stretch", "type": "primary"}
        right.button(f"Next: {after.title}", key="way-on", on_click=go, args=(after.id,), **look)
    else:
        right.page_link("guide/start.py", label="Next: choose a lab", icon=":material/home:", query_params={})


def head(lab: Lab) -> None:
    """In two lines what a lab takes for granted, and what one can do after it."""
    st.caption(f"**Takes for granted:** {lab.takes}  \n**After it** you can {lab.gives}")


def _outline(lab: Lab, step: Step) -> None:
    done = sum(progress.is_done(each.id) for each in lab.steps)
    with st.sidebar:
        st.progress(done / len(lab.steps), f"{lab.name}: {done} of {len(lab.steps)} steps done")
        with st.container(gap=None):
            for each in lab.steps:
                icon = ":material/check_circle:" if progress.is_done(each.id) else ":material/circle:"
                label = f":primary[**{each.name}**]" if each is step else each.name
                st.button(label, key=f"go-{each.id}", icon=icon, type="tertiary", on_click=go, args=(each.id,))


def link(file: str, to: Step, label: str, icon: str, place: str = "") -> None:
    """A link to a step, or to a place on its page, from any page."""
    query = {"step": to.id} | ({"place": place} if place else {})
    st.page_link(file, label=label, icon=icon, query_params=query)


def go(step_id: str, link: dict[str, str] | None = None) -> None:
    """Turn to another step of the lab on screen, or to its picture at a link, as a link would: Back leads here again. A
    button's `on_click`."""
    st.query_params.from_dict((link or {}) | {"step": step_id})
    st.session_state["_enters"] = True


def _adopt(steps: list[Step], address: dict[str, str]) -> None:
    """Take over what an address says: the step, its controls, its question; a guess only where none was made here."""
    state = st.session_state
    wanted = address.get("step", steps[0].id)
    state["_unknown"] = wanted not in [step.id for step in steps]
    if state["_unknown"]:
        wanted = steps[0].id
    kept = _kept(wanted)
    kept["link"] = _clean(address)
    kept["memory"].pop("training", None)  # the plan in the address counts
    kept["rev"] += 1
    if "guess" in address and "guess" not in kept["private"]:
        kept["private"] |= {"guess": address["guess"][:10], "whose": "link"}
    kept["place"] = address.get("place") if address.get("place") in PLACES else None
    for kind, name in (("compute", "q"), ("understand", "understand")):
        seed = int(address[name]) if re.fullmatch(r"[0-9]{1,6}", address.get(name, "")) else None
        if seed is not None and seed != kept["check"][kind].get("seed"):
            checkpoint.turn(kept["check"][kind], seed)
    if "understand" in address:
        kept["kind"] = "understand"
    state["_at"], state["_adopted"] = wanted, dict(address)


def _kept(step_id: str) -> dict[str, Any]:
    fresh = {"link": {}, "private": {}, "memory": {}, "rev": 0, "n": 0, "deed": 0, "own": None, "turn": {"hints": 0}}
    fresh |= {"check": {kind: {"seed": 1} for kind in checkpoint.KINDS}, "kind": ""}
    return st.session_state.setdefault("_scenes", {}).setdefault(step_id, fresh)


def link_of(step_id: str) -> str:
    """The controls of a step's picture as this visit left it, as in an address; nothing that is private."""
    return urlencode(_kept(step_id)["link"], safe=",")


def typed(key: str) -> str:
    """What a box with this key says."""
    return str(st.session_state.get(key) or "")


def _clean(link: Any) -> dict[str, str]:
    """The sound part of a link from the browser: short names with short texts, not too many."""
    found = link.items() if isinstance(link, dict) else ()
    sound = {n: t for n, t in found if is_name(n) and isinstance(t, str) and len(t) <= LONGEST}
    sound = {n: t for n, t in sound.items() if n not in OWN or (n == "q" and "," in t)}  # q was a handle of `gradient`
    return dict(list(sound.items())[:MOST])


def _recall(private: Any) -> None:
    """Take in what this tab kept of guesses and tasks, from before a reload or a restart of the server."""
    for step_id, part in (private if isinstance(private, dict) else {}).items():
        if isinstance(part, dict) and re.fullmatch(r"[a-z0-9_]{1,40}", str(step_id)):
            known = {name: part[name] for name in PRIVATE if isinstance(part.get(name), str) and len(part[name]) < 80}
            kept = _kept(step_id)["private"]
            if "guess" in known and kept.get("whose") == "link":
                kept.clear()
            for name, text in known.items():
                kept.setdefault(name, text)


def _page_path() -> str:
    return (st.context.url or "").split("?")[0].rpartition("/")[2]


# ---------------------------------------------------------------- one step on a page


def show(step: Step) -> None:
    """Draw a step: title, question or verdict, picture with its controls, prose, code, where it bites, checkpoint."""
    kept, state = _kept(step.id), st.session_state
    if state.get("_step", step.id) != step.id:
        for key in [key for key in state if not key.startswith("_")]:
            del state[key]
    state["_step"] = step.id
    st.title(step.title, anchor=False)
    if step.why:
        st.markdown(step.why)
    left, right = st.columns([9, 5], gap="medium")
    verdict, place, task = left.container(key="prediction"), left.container(key="place-picture"), right.container()
    right.markdown(linked(step.prose, step.id))
    aside, more, heading = right.container(), st.container(), st.container()
    listing, printed = st.columns([7, 5], gap="medium")
    places = Places(
        verdict, place, task, aside, more, heading, listing.container(), listing, printed.container(),
        printed.container(), st.container(),
    )  # fmt: skip
    if kept["own"] is None and progress.arrived():
        kept["own"] = progress.code_of(step.id) if progress.is_own(step.id) else ""
    kept["shape"] = None
    page = _live(step, kept, places)
    kept["shape"] = page.shape()
    with verdict:
        _ask(page, kept) if page.waits else st.markdown(page.verdict)
    if not page.waits:
        _show_rest(page, kept, places)
    elif kept.get("place") in PLACES[:2]:  # whoever comes for this needs no prediction first
        with places.below:
            if kept["place"] == "bites":
                _bites(page)
            else:
                _check(page, kept)
    _road(step, kept)


@st.fragment
def _live(step: Step, kept: dict, places: Places) -> Page:
    """What follows the hand: picture, controls, task, values and results. A control at rest reruns only this."""
    page = _made(step, kept)
    if kept["shape"] not in (None, page.shape()):
        st.rerun()
    kept["latest"] = page
    shown = {name: text for name, text in page.link.items() if name not in PRIVATE}
    with places.stage:
        stage(
            key="stage", on_value_change=lambda: None,
            data={
                "step": step.id, "page": _page_path(), "session": st.session_state["_visit"],
                "nav": st.session_state.get("_nav", 0), "rev": kept["rev"], "n": kept["n"],
                "lane": None if step.holds else LANE + step.id, "waits": page.waits, "extra": _beside(kept),
                "scene": page.json() | {"link": shown}, "tries": page.tries, "reveal": kept.get("reveal"),
            },
        )  # fmt: skip
        _uploads(page, kept)
        if page.clock:
            link = {"step": step.id, "page": _page_path(), "values": {}}
            clock(key="clock", data=page.clock | {"link": link}, on_value_change=lambda: None)
    if page.waits:
        return page
    places.task.markdown("\n\n".join(_task_text(text, parts) for text, parts in page.marked))
    for number, block in enumerate(page.blocks):
        _block(block, number, {"aside": places.aside, "more": places.more}.get(block.where))
    printed = code.results_text(page.ran.results) + _compared(page.ran, page.library)
    with places.values:
        listing.show(code.values_text(page.ran.values), "values", "Your values")
    with places.results:
        listing.show(printed, "results", "What it printed", python=False)
    return page


def _made(step: Step, kept: dict) -> Page:
    """The scene at the link, once what the browser reported is taken in."""
    report = (st.session_state.get("stage") or {}).get("value")
    own = isinstance(report, dict) and (report.get("session"), report.get("step"), report.get("rev")) == (
        st.session_state["_visit"], step.id, kept["rev"]
    )  # fmt: skip
    if own and isinstance(report.get("n"), int) and report["n"] > kept["n"]:
        kept["n"], kept["link"] = report["n"], _clean(report.get("link"))
        deed = report.get("deed")
        if isinstance(deed, dict) and deed.get("count") != kept["deed"]:
            kept["deed"] = deed.get("count")
            before = scene(step, kept["link"] | _beside(kept), memory=kept["memory"])
            before.deeds.get(deed.get("name"), lambda: None)()
    asked = (st.session_state.get("clock") or {}).get("value")
    if step.holds and isinstance(asked, dict):
        kept["memory"]["tick"] = asked.get("at")
    page = scene(step, kept["link"] | _beside(kept), memory=kept["memory"])
    for name, text in page.link.items():
        part = kept["private"] if name in PRIVATE else kept["link"]
        part.pop(name, None)
        if text is not None:
            part[name] = text
    return page


def _beside(kept: dict) -> dict[str, str]:
    """What a scene is made from beside what the address says: the guess, tasks done, the learner's own code."""
    return kept["private"] | ({"own": kept["own"]} if kept["own"] else {})


def _uploads(page: Page, kept: dict) -> None:
    shelf = kept["memory"].setdefault("uploads", {})
    for block in page.blocks:
        if block.kind == "upload":
            name, label = block.content
            found = choose_file(label, key=f"upload-{name}")
            if found != shelf.get(name):
                shelf[name] = found
                st.rerun()


def _task_text(text: str, parts: dict[str, bool]) -> str:
    done = all(parts.values())
    mark = ":green[:material/check_circle:] **Done.**" if done else ":primary[:material/touch_app:] **Try it.**"
    chips = [f"{':green[:material/check:]' if was else '○'} {part}" for part, was in parts.items() if part]
    return "\n\n".join(filter(None, [f"{mark} {text}", " · ".join(chips)]))


def _block(block: Any, number: int, place: Any) -> None:
    if place is None:
        return
    if block.kind == "markdown":
        place.markdown(block.content, width=680 if block.where == "more" else "stretch")
    elif block.kind == "code":
        with place:
            listing.show(block.content, f"listing-{number}", "Listing", python=block.language == "python")
    elif block.kind == "table":
        place.dataframe(block.content, hide_index=True)


def _compared(ours: code.Ran, library: code.Ran | None) -> str:
    """The library's results, each compared with ours."""
    if library is None:
        return ""
    lines = ["", "", "from the library:"]
    for name, value in library.results.items():
        verdict = "the same" if code.same(value, ours.results[name]) else "NOT the same"
        lines += [code.results_text({name: value}), f"  {verdict}"]
    return "\n".join(lines)


def _road(step: Step, kept: dict) -> None:
    linked = kept["private"].get("whose") == "link"
    own = {} if linked else kept["private"]
    road(
        key="_road", on_value_change=lambda: None,
        data={
            "session": st.session_state["_visit"], "nav": st.session_state.get("_nav", 0), "step": step.id,
            "adopted": st.session_state["_adopted"],
            "page": _page_path(), "place": kept.get("place"), "private": {step.id: own} if own else {},
            "focus": kept.get("reveal"),
            "write": {"step": step.id, "guess": kept["private"]["guess"] if linked else None},
        },
    )  # fmt: skip


# ---------------------------------------------------------------- what stays while a hand moves


def _ask(page: Page, kept: dict) -> None:
    question, choices, _ = page.asked
    with st.container(border=True):
        st.markdown(f"**Before you look: what do you expect?** {question}")
        with st.container(horizontal=True, gap="small"):
            for number, choice in [*enumerate(choices, start=1), ("shown", "")]:
                label, style = (choice, "secondary") if choice else ("Just show me", "tertiary")
                st.button(label, key=f"guess-{number}", type=style, on_click=_commit, args=(kept, str(number)))


def _commit(kept: dict, number: str) -> None:
    kept["private"] = {**kept["private"], "guess": number}
    kept["private"].pop("whose", None)
    kept["reveal"] = uuid.uuid4().hex


def _show_rest(page: Page, kept: dict, places: Places) -> None:
    places.heading.header(page.heading, anchor=False)
    places.found.markdown(":small[What it printed]")
    with places.listing:
        listing.show(code.read(page.ran.cell.__code__).body, "cell", page.heading)
        if page.library:
            st.markdown(":small[The same in a library's words]")
            listing.show(code.read(page.library.cell.__code__).body, "library", "The same in a library's words")
    with places.below:
        if code.called(page.ran.cell):
            _sources(page.ran)
        st.download_button(
            "Take this step as a notebook", key="notebook", icon=":material/download:", on_click="ignore",
            file_name=f"{page.step.id}.ipynb", mime="application/x-ipynb+json",
            data=lambda: kept["latest"].notebook(),
        )  # fmt: skip
        if page.turn:
            with st.container(key="place-turn"):
                _your_turn(page.step.id, page.turn, kept)
        _bites(page)
        _check(page, kept)


def _check(page: Page, kept: dict) -> None:
    with st.container(key="place-check"):
        _checkpoint(page.step, {"compute": page.generator, "understand": page.understand}, kept)


def _bites(page: Page) -> None:
    with st.container(key="place-bites"):
        st.header("Where it bites", anchor=False)
        st.markdown(page.bite, width=680)


@st.fragment
def _sources(ran: code.Ran) -> None:
    direct = code.called(ran.cell)
    names = ", ".join(f"`{function.__name__}`" for function in direct)
    sources = st.expander(f"Read the source of {names}", key="sources", on_change="rerun")
    if sources.open:
        helpers = [f for f in reversed(code.core_functions(ran.cell)) if f not in direct and f.__module__ != CHECKS]
        with sources:
            listing.show("\n\n\n".join(map(code.source_of, direct + helpers)), "source", "Source of the functions")


@st.fragment
def _your_turn(step_id: str, turn: Turn, kept: dict) -> None:
    """A box to write core's function in, what came of it, hints, and core's own body."""
    mine = kept["turn"]
    if "heard" not in mine:  # the record may arrive later than the page
        mine["body"] = progress.code_of(step_id)
    told = (st.session_state.get("editor") or {}).get("tried")
    if isinstance(told, dict) and told.get("step") == step_id and (told.get("n"), told.get("at")) != mine.get("heard"):
        mine["heard"] = told.get("n"), told.get("at")
        _try(step_id, turn, kept, str(told.get("text", ""))[: LONGEST_CODE + 1])
    outcome = judged(turn, turn.whole(mine["body"])) if mine["body"].strip() else None
    badge = " :green-badge[:material/check: right]" if outcome and outcome.right else ""
    st.header(f"Your turn{badge}", anchor=False)
    st.markdown(
        f"Write `{turn.name}` yourself. It runs on {TRIALS} random inputs beside `core`'s own, and it draws the "
        "picture. You have arithmetic, `if`, `for`, `while`, lists, `np` and `math`; nothing can be imported."
    )
    box, help = st.columns([7, 5], gap="medium")
    with box:
        line = outcome.line if outcome and not outcome.right else None
        editor(
            key="editor", on_tried_change=lambda: None,
            data={
                "step": step_id, "head": turn.head, "text": mine["body"], "tried": mine["body"], "rev": 0,
                "line": line, "says": outcome.says if outcome else "", "label": f"The body of {turn.name}",
            },
        )  # fmt: skip
        with st.container(key="turn-verdict"):
            _outcome(outcome, turn, kept)
    with help:
        listing.show(turn.doc, "turn-doc", f"What {turn.name} is to do", python=False)
        checkpoint.show_hints(turn.hints, mine, "turn-hint")
        answer = st.expander(f"How `core` writes it: `{turn.name}`", key="turn-answer", on_change="rerun")
        if answer.open:
            with answer:
                listing.show(turn.whole(turn.right), "turn-source", f"The source of {turn.name}")
    if mine.pop("tell", False):
        st.rerun()


def _try(step_id: str, turn: Turn, kept: dict, body: str) -> None:
    """Take over what was written: the picture is drawn by it, and it goes into the learner's record."""
    kept["turn"]["body"] = kept["own"] = body
    kept["turn"]["tell"] = True
    kept["rev"] += 1
    right = bool(body.strip()) and judged(turn, turn.whole(body)).right
    progress.keep_code(step_id, body[:LONGEST_CODE], right)


def _outcome(outcome: Outcome | None, turn: Turn, kept: dict) -> None:
    if outcome is None:
        return
    if outcome.right:
        st.success(outcome.says, icon=":material/check:")
    else:
        line = f"Line {outcome.line}: " if outcome.line else ""
        st.error(line + outcome.says, icon=":material/close:")
    drawn = bool(kept["own"])
    if drawn:
        small(kept["latest"], "turn-picture")
    label = "Let `core` draw the picture" if drawn else f"Let your `{turn.name}` draw the picture"
    st.button(label, key="turn-draws", type="tertiary", on_click=_draw_by, args=(kept, not drawn))


def place(step: Step, key: str, start: dict[str, str]) -> None:
    """Show a picture whose handles may be moved; `placed` says where they stand once the hand rests. The address
    doesn't hear of it, nor do the steps of this visit."""
    mine = _hand(key, start)
    stage(
        key=key, on_value_change=lambda: None,
        data={
            "step": f"{key}-{mine['visit']}", "page": "no/page", "session": mine["visit"], "nav": 0, "rev": 0,
            "n": mine["n"], "lane": None, "waits": False, "extra": {}, "scene": scene(step, mine["link"]).json(),
            "tries": None, "reveal": None,
        },
    )  # fmt: skip


def placed(step: Step, key: str, start: dict[str, str]) -> dict[str, list[float]]:
    """Where the handles of a `place` stand."""
    handles = scene(step, _hand(key, start)["link"]).drawn["handles"]
    return {handle["name"]: [float(x) for x in handle["at"]] for handle in handles}


def _hand(key: str, start: dict[str, str]) -> dict[str, Any]:
    """What a `place` remembers, once what the browser reported is taken in."""
    fresh = {"n": 0, "link": start, "visit": uuid.uuid4().hex}
    mine = st.session_state.setdefault("_placed", {}).setdefault(key, fresh)
    report = (st.session_state.get(key) or {}).get("value")
    if isinstance(report, dict) and report.get("session") == mine["visit"] and isinstance(report.get("n"), int):
        if report["n"] > mine["n"]:
            mine |= {"n": report["n"], "link": _clean(report.get("link"))}
    return mine


def small(page: Page, key: str, caption: str = "") -> None:
    """The picture as it stands, small, with its handles as marks: so what a text draws is seen beside the text."""
    kinds = {"arrow": lambda h: marks.arrow(h["at"], h["tail"], h["role"], h["label"].strip())}
    kinds["point"] = lambda h: marks.points([_seen(h, page)], h["role"], h["label"].strip())
    kinds["block"] = lambda h: marks.polygon(
        _corners(h), h["role"], h["label"], at=h["at"], anchor="middle", dx=0, dy=5
    )
    handles = [kinds[handle["kind"]](handle) for handle in page.drawn["handles"] if handle["kind"] in kinds]
    still = [*map(_still, page.marks), *handles]
    drawn = {name: page.drawn[name] for name in ("size", "axes", "bare")} | {"marks": still}
    sketches(key=key, data={"sketches": [drawn], "names": [page.badge or caption]})


def _seen(handle: dict, page: Page) -> tuple[float, float]:
    """Where a handle is seen: on its rail, if a mark lays one for it. The browser does the same, see picture.js."""
    (x, y), (_, _, bottom, top) = handle["at"], page.drawn["size"]
    for rail in (mark["points"] for mark in page.marks if mark.get("rail") == handle["name"]):
        if rail[0][0] <= x <= rail[-1][0]:
            return x, min(max(float(np.interp(x, *np.transpose(rail))), bottom), top)
    return x, y


def _corners(block: dict) -> np.ndarray:
    """The corners of a block on the plane."""
    return np.add(
        block["at"], np.multiply([(-1, -1), (1, -1), (1, 1), (-1, 1)], (block["wide"] / 2, block["tall"] / 2))
    )


def _still(mark: dict) -> dict:
    """A mark with nothing to play in it: a path as far as its steps go."""
    if mark["kind"] == "window":
        return mark | {"marks": [_still(each) for each in mark["marks"]]}
    return mark | {"kind": "line"} if mark["kind"] == "steps" else mark


def _draw_by(kept: dict, own: bool) -> None:
    kept["own"] = kept["turn"]["body"] if own else ""
    kept["turn"]["tell"] = True
    kept["rev"] += 1


@st.fragment
def _checkpoint(step: Step, asks: dict[str, Callable[[int], Question]], kept: dict) -> None:
    """Two kinds of question, one at a time; a step is done when one of each was right."""
    right = {kind for kind in asks if progress.is_right(step.id, kind)}
    badge = " :green-badge[:material/check: done]" if progress.is_done(step.id) else ""
    st.header(f"Checkpoint{badge}", anchor=False)
    kept["kind"] = kept["kind"] or ("understand" if right == {"compute"} else "compute")
    checked = {each: ":material/check: " if each in right else "" for each in asks}
    kept["kind"] = kind = st.segmented_control(
        "Kind of question", list(asks), format_func=lambda each: checked[each] + checkpoint.KINDS[each],
        default=kept["kind"], required=True, key=f"kind-{step.id}-{kept['kind']}", label_visibility="collapsed",
    )  # fmt: skip
    state, other = kept["check"][kind], next(each for each in asks if each != kind)
    lacks = other not in right
    praise = f"Right. Now one to {other}, and this step is done." if lacks else "Right. This step is done."
    way = partial(_earlier, step.id)
    verdict = checkpoint.ask(state, step.id, asks[kind], praise, kind=kind, way=way)
    if verdict is not None:
        with st.container(horizontal=True, gap="small"):
            if verdict.right and lacks:
                turn = {"on_click": _turn_kind, "args": (kept, other)}
                st.button(f"One to {other}", key="check-other", type="primary", icon=":material/arrow_forward:", **turn)
            label = "Another one" if verdict.right else "Try again with new numbers"
            style = "secondary" if verdict.right else "primary"
            st.button(label, key="check-again", type=style, on_click=checkpoint.again, args=(state,))
    values = {"q": checkpoint.link(kept["check"]["compute"])}
    values["understand"] = (checkpoint.link(kept["check"]["understand"]) or "1") if kind == "understand" else None
    link = {"step": step.id, "page": _page_path(), "nav": st.session_state.get("_nav", 0), "values": values}
    browser(key="_link_q", data={"link": link})
    if state.pop("tell", False):
        st.rerun()


def _turn_kind(kept: dict, kind: str) -> None:
    kept["kind"] = kind
    focus("question")


def _earlier(here: str, step_id: str) -> None:
    """The way to the earlier step that a slip belongs to. Within the lab it is a button: a link to the page on screen
    would turn the page and leave the address behind."""
    if step_id == here or step_id not in KNOWN:
        return
    lab, step = KNOWN[step_id]
    look = {"label": f"This slip belongs to: {step.title}", "icon": ":material/undo:"}
    if lab is not KNOWN[here][0]:
        lab.link(step, **look)
    elif st.button(key="way-earlier", type="tertiary", **look):
        go(step_id)
        st.rerun()
