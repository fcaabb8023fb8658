"""The rules of a room, pure: what it is, what may happen to it next, and who may see what.

A facilitator opens a room, learners join it by its code. A `Room` is all that its pages need to know: each of them is
drawn from it anew, so that a late, reloaded or reconnected page is right. It never changes: every function below that
takes a room and `now` gives the room after it, or raises a ValueError that says in words why that can't be done.

    ask -> "open", round 1 -> close -> "closed" -> show -> "shown" -> talk -> "talk" -> second -> "open", round 2
        -> close -> show (both rounds) -> tell (the truth) -> finish -> "idle"

The votes of round one may stay hidden until both rounds are shown: from "closed" go straight to `talk`. When the
deadline of an open round has passed, the round is closed, with nobody's doing: read a room as `at(room, now)` gives it.
Which votes a page may have is for `sight` to say, whether a vote may be cast for `check_vote`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

KINDS = ("prediction", "compute", "understand", "placement")
PHASES = ("idle", "open", "closed", "shown", "talk")
SURE = ("I'm guessing", "I think so", "I'm sure")  # confidence 1, 2, 3
FEWEST = 5  # of fewer people than this, nobody is told that they were sure and wrong
HOURS = 24  # a room lives so long
MOST_PEOPLE = 400
MOST_STOPS = 60  # steps in a plan
LONGEST_NAME, LONGEST_TEXT, LONGEST_LINK = 24, 300, 4000
LONGEST_WAIT = 60 * 60  # seconds until a deadline
PRIVATE = {"guess", "whose", "met", "q", "understand", "own", "place", "step"}  # what no shared picture says
WHICH = "Round two counts where there is one. Round one stays beside it, to show what the talk has changed."


# ---------------------------------------------------------------- what a room is


@dataclass(frozen=True)
class Poll:
    """One thing that is asked.

    kind        one of KINDS
    step, link  the step it belongs to, and the controls of its picture, as in an address: "u=1,2&v=3,4"
    text        the question, for the export
    choices     what is on offer: all of it in a prediction and where everyone has the same question to understand;
                where each has their own numbers, () in a question to compute, or as many "" as there are at most
    seed        of the numbers that all have; None where each has their own: see `own_seed`
    confidence  whether it is also asked how sure they are
    handles     in a placement, the names of what is placed
    size        in a placement, where that can be: left, right, bottom, top
    """

    kind: str
    step: str
    text: str = ""
    link: str = ""
    choices: tuple[str, ...] = ()
    seed: int | None = 0
    confidence: bool = False
    handles: tuple[str, ...] = ()
    size: tuple[float, float, float, float] = (0, 0, 0, 0)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"A vote is on one of these: {', '.join(KINDS)}.")
        if self.kind in ("prediction", "understand") and len(self.choices) < 2:
            raise ValueError("A vote needs two choices or more.")
        if self.kind == "placement" and not self.handles:
            raise ValueError("A placement needs something to place.")
        for name, value in (("link", public(self.link)), ("choices", tuple(self.choices)), ("size", tuple(self.size))):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "handles", tuple(self.handles))


@dataclass(frozen=True)
class Room:
    """The one state of a room.

    phase       "idle": nothing is asked; "open": votes are taken; "closed": no more, and none is shown;
                "shown": they are; "talk": learners talk, before the second round
    number      of the poll, counted from 1 in each room; 0 before the first
    poll        what is asked, or was asked last
    round       1 or 2; 0 where the poll has no votes (any more)
    revealed    the rounds that were shown: 0 none, 1 the first, 2 both
    truth       whether the right answer has been told
    deadline    when the open round closes, or the talk ends: seconds since 1970, by the store's clock; None for never
    step, link  the step with the facilitator's picture that all are invited to; `invited` counts the invitations
    names       whether learners have names
    locked      whether nobody new may join
    plan        the steps of the hour, each with its minutes; `place` is where in it the room is, -1 before it begins
    until       when the stop of the plan should be over; None without a plan
    version     counts the changes of this state, `traffic` all else (votes, people, steps, questions)
    """

    code: str = ""
    phase: str = "idle"
    number: int = 0
    poll: Poll | None = None
    round: int = 0
    revealed: int = 0
    truth: bool = False
    deadline: float | None = None
    step: str = ""
    link: str = ""
    invited: int = 0
    names: bool = True
    locked: bool = False
    plan: tuple[tuple[str, int], ...] = ()
    place: int = -1
    until: float | None = None
    version: int = field(default=0, compare=False)
    traffic: int = field(default=0, compare=False)
    opened: float = 0.0
    expires: float = 0.0

    def to_json(self) -> str:
        """What a store keeps of it: all but its code and what is counted there."""
        kept = {"code", "version", "traffic", "opened", "expires"}
        return json.dumps({name: value for name, value in asdict(self).items() if name not in kept})

    @staticmethod
    def from_json(text: str, **counted: Any) -> Room:
        """The room that `to_json` wrote."""
        kept = json.loads(text)
        poll = Poll(**kept.pop("poll")) if kept["poll"] else kept.pop("poll")
        plan = tuple((step, minutes) for step, minutes in kept.pop("plan"))
        return Room(**kept, poll=poll, plan=plan, **counted)


def at(room: Room, now: float) -> Room:
    """The room at a moment: a round whose deadline has passed is closed."""
    if room.phase == "open" and room.deadline is not None and now >= room.deadline:
        return replace(room, phase="closed", deadline=None)
    return room


def public(link: str) -> str:
    """A link without what is one learner's own: no guess, no answer, no code of theirs.

    >>> public("u=1,2&guess=2&v=3,4")
    'u=1,2&v=3,4'
    """
    if len(link) > LONGEST_LINK:
        raise ValueError("This link is too long to be shared.")
    return urlencode([pair for pair in parse_qsl(link) if pair[0] not in PRIVATE], safe=",")


# ---------------------------------------------------------------- what may happen


def ask(room: Room, now: float, poll: Poll, seconds: float | None = None) -> Room:
    """Open the first round of a vote; without `seconds` it is open until it is closed."""
    _not_open(room)
    number = room.number if room.poll and not room.round else room.number + 1  # one that was taken back leaves no gap
    asked = replace(room, phase="open", number=number, poll=poll, round=1, revealed=0, truth=False)
    return replace(asked, step=poll.step, link=poll.link, invited=room.invited + 1, deadline=_later(now, seconds))


def close(room: Room, now: float) -> Room:
    """Take no more votes."""
    if at(room, now).phase != "open":
        raise ValueError("No vote is open.")
    return replace(room, phase="closed", deadline=None)


def show(room: Room, now: float) -> Room:
    """Show the votes to all: after round two, both rounds."""
    if room.phase not in ("closed", "talk"):
        raise ValueError("Close the vote first." if room.phase == "open" else "There is no vote to show.")
    return replace(room, phase="shown", revealed=room.round, deadline=None)


def talk(room: Room, now: float, seconds: float | None = None) -> Room:
    """Let them talk before they vote again. Votes of round one that aren't shown stay hidden."""
    _first_round_is_over(room)
    return replace(room, phase="talk", deadline=_later(now, seconds))


def second(room: Room, now: float, seconds: float | None = None) -> Room:
    """Open the second round."""
    _first_round_is_over(room)
    return replace(room, phase="open", round=2, deadline=_later(now, seconds))


def tell(room: Room, now: float) -> Room:
    """Tell the right answer."""
    if room.phase != "shown":
        raise ValueError("Show the votes first.")
    return replace(room, truth=True)


def take_back(room: Room, now: float) -> Room:
    """Take back the round that was held last: its votes are deleted, and it can be held again."""
    if not room.round:
        raise ValueError("There is no vote to take back.")
    before = replace(room, round=room.round - 1, truth=False, deadline=None)
    return replace(before, phase="talk" if before.round else "idle", revealed=min(room.revealed, before.round))


def hold_again(room: Room, now: float, seconds: float | None = None) -> Room:
    """Hold a vote once more whose first round was taken back."""
    if room.poll is None or room.round:
        raise ValueError("Take the vote back first.")
    return ask(room, now, room.poll, seconds)


def finish(room: Room, now: float) -> Room:
    """Put the vote away; its votes are kept."""
    _not_open(room)
    return replace(room, phase="idle", deadline=None)


def more_time(room: Room, now: float, seconds: float) -> Room:
    """Put off the deadline of an open round or a talk, or open a closed round once more: none of its votes is shown."""
    if room.phase == "closed":
        return replace(room, phase="open", deadline=_later(now, seconds))
    if room.deadline is None or room.phase not in ("open", "talk"):
        raise ValueError("No count-down is running.")
    return replace(room, deadline=_later(max(now, room.deadline), seconds))


def bring(room: Room, now: float, step: str, link: str = "") -> Room:
    """Invite everyone to a step, in the state of this picture."""
    _not_open(room)
    return replace(room, step=check_step(step), link=public(link), invited=room.invited + 1)


def set_plan(room: Room, now: float, plan: Iterable[tuple[str, int]]) -> Room:
    """A plan of the hour: steps with minutes."""
    stops = tuple((str(step), int(minutes)) for step, minutes in plan)
    if len(stops) > MOST_STOPS or not all(0 < minutes <= 8 * 60 for _, minutes in stops):
        raise ValueError(f"A plan has at most {MOST_STOPS} steps, each of 1 minute to 8 hours.")
    return replace(room, plan=stops, place=-1, until=None)


def go(room: Room, now: float, place: int) -> Room:
    """Go to a stop of the plan: everyone is invited, and its minutes begin."""
    if not 0 <= place < len(room.plan):
        raise ValueError("The plan has no such stop.")
    step, minutes = room.plan[place]
    return replace(bring(room, now, step), place=place, until=now + 60 * minutes)


def settle(room: Room, now: float, names: bool | None = None, locked: bool | None = None) -> Room:
    """Say whether learners have names, and whether somebody new may join."""
    return replace(room, names=room.names if names is None else names, locked=room.locked if locked is None else locked)


def check_step(step: str) -> str:
    """A step's id; ValueError for what can't be one."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", step):
        raise ValueError("There is no such step.")
    return step


def _not_open(room: Room) -> None:
    if room.phase == "open":
        raise ValueError("A vote is open. Close it first.")


def _first_round_is_over(room: Room) -> None:
    if room.round != 1 or room.phase not in ("closed", "shown", "talk"):
        raise ValueError("This comes after the first round, once it is closed.")
    if room.truth:
        raise ValueError("The answer has been told. A second round would only show who listened.")


def _later(now: float, seconds: float | None) -> float | None:
    if seconds is None:
        return None
    if not 0 < seconds <= LONGEST_WAIT:
        raise ValueError("A count-down runs for an hour at most.")
    return now + seconds


# ---------------------------------------------------------------- who may see what


class Sight(NamedTuple):
    """What a page may have of the current vote: these rounds' votes, the truth, and whose each vote is."""

    rounds: tuple[int, ...] = ()
    truth: bool = False
    whose: bool = False


def sight(room: Room, facilitator: bool = False) -> Sight:
    """What the facilitator's page may have, or that of a learner and the projected one. How many have voted is told to
    all; a round's votes only once they were shown, and while a round is open none."""
    if facilitator:
        return Sight(tuple(range(1, room.round + 1)), True, True)
    if room.phase in ("idle", "open"):
        return Sight()
    return Sight(tuple(range(1, room.revealed + 1)), room.truth)


def check_vote(room: Room, number: int, round: int) -> Poll:
    """The poll that a vote is cast in; ValueError where it comes too late or too early. The room as `at` gives it."""
    if room.poll is None or (room.number, room.round) != (number, round) or room.phase != "open":
        raise ValueError("This vote is closed. What you sent now came too late and isn't counted.")
    return room.poll


def accept(poll: Poll, answer: Any, confidence: int | None = None) -> tuple[Any, int | None]:
    """An answer and a confidence as they are kept; ValueError for anything that isn't on offer.

    A choice is its place in the list, from 0; what was computed is the typed text; a placement has a point for each
    handle: {"w": [1.5, 2.0]}.
    """
    if not (confidence is None or (poll.confidence and confidence in (1, 2, 3) and not isinstance(confidence, bool))):
        raise ValueError("This isn't one of the answers to how sure you are.")
    reads = {"compute": _typed, "placement": _placed}.get(poll.kind, _chosen)
    return reads(poll, answer), confidence


def _chosen(poll: Poll, answer: Any) -> int:
    if type(answer) is not int or not 0 <= answer < len(poll.choices):
        raise ValueError("Pick one of the answers first.")
    return answer


def _typed(poll: Poll, answer: Any) -> str:
    if not isinstance(answer, str) or not answer.strip() or len(answer) > 60:
        raise ValueError("Type an answer first, of at most 60 letters.")
    return _visible(answer)


def _placed(poll: Poll, answer: Any) -> dict[str, list[float]]:
    left, right, bottom, top = poll.size
    if not isinstance(answer, Mapping) or set(answer) != set(poll.handles):
        raise ValueError("Place it first.")
    for point in answer.values():
        sound = isinstance(point, Sequence) and len(point) == 2 and all(type(x) in (int, float) for x in point)
        if not sound or not all(math.isfinite(x) for x in point):
            raise ValueError("Place it first.")
        if not (left <= point[0] <= right and bottom <= point[1] <= top):
            raise ValueError("This place is off the picture.")
    return {name: [float(x) for x in answer[name]] for name in poll.handles}


def own_seed(code: str, number: int, person: int) -> int:
    """The seed of one person's own numbers in a poll: the same on every page and after every return."""
    return int.from_bytes(hashlib.blake2b(f"{code} {number} {person}".encode(), digest_size=4).digest(), "big")


# ---------------------------------------------------------------- what to make of the votes


def advice(right: int, votes: int) -> tuple[str, str]:
    """What to do after the first round, by the share that is right: ("explain" | "discuss" | "go on", a sentence).

    Source: Eric Mazur, Peer Instruction: A User's Manual (1997). N. Lasry, E. Mazur and J. Watkins, American Journal of
    Physics 76, 1066 (2008), draw the lines at 30 and 70 %; C. Crouch and E. Mazur, American Journal of Physics 69, 970
    (2001), the lower one at 35.

    >>> advice(14, 30)[0], advice(3, 30)[0], advice(21, 30)[0], advice(22, 30)[0]
    ('discuss', 'explain', 'discuss', 'go on')
    """
    if not 0 <= right <= votes or not votes:
        raise ValueError("Advice needs at least one vote.")
    if 10 * right < 3 * votes:
        return "explain", "Fewer than 30 % are right: too few to convince the others. Explain the idea, then ask again."
    if 10 * right <= 7 * votes:
        return "discuss", "Between 30 and 70 % are right: let them convince each other, then ask again."
    return "go on", "More than 70 % are right: explain in a few words what the others missed, and go on."


def sure_and_wrong(votes: Iterable[tuple[bool, int | None]]) -> int | None:
    """How many were sure and wrong, of (right, confidence) for each vote; None for fewer than five, who could be known.

    >>> sure_and_wrong([(False, 3)] * 6 + [(False, 1), (True, 3)]), sure_and_wrong([(False, 3)] * 4)
    (6, None)
    """
    count = sum(not right and confidence == 3 for right, confidence in votes)
    return count if count >= FEWEST else None


# ---------------------------------------------------------------- names

FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters that look like a blank
LOOKS = str.maketrans(  # Cyrillic, Greek and other letters, digits and signs that pass for a Latin letter
    "авеһіјкмнорԛгѕтцѵԝхуьαβγεηικνορτυχωℓıłøđ01358|!$@",
    "abehijkmhopqrstuvwxybabyenikvoptuxwlilodoiesbiisa",
)
ADJECTIVES = (
    "Amber Bold Brave Bright Brisk Calm Clever Coral Cosy Curious Eager Fair Fond Gentle Glad Golden Happy Jolly Keen "
    "Kind Lively Lucky Mellow Merry Mighty Neat Nimble Noble Proud Quick Quiet Rapid Ready Rosy Silver Steady Sunny "
    "Swift Tidy Vivid Warm Wise Witty"
).split()
ANIMALS = (
    "Badger Bear Beaver Bison Crane Deer Dolphin Eagle Falcon Ferret Finch Fox Gecko Hare Hedgehog Heron Ibex Jaguar "
    "Koala Lark Lemur Lynx Marten Mole Newt Otter Owl Panda Parrot Pelican Penguin Puffin Rabbit Raven Robin Salmon "
    "Seal Sparrow Squid Stork Swan Tapir Tiger Toucan Turtle Walrus Whale Wolf Wren Zebra"
).split()


def _visible(text: str) -> str:
    """A text in one line, without marks that can't be seen or that turn letters round; at most two accents a letter."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if sign.isspace() else sign for sign in text if sign not in FILLERS)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    kept: list[str] = []
    for sign in text:
        accents = [unicodedata.category(each) in ("Mn", "Me") for each in (*kept[-2:], sign)]
        if not (accents[-1] and (not kept or all(accents) and len(accents) == 3)):
            kept.append(sign)
    return unicodedata.normalize("NFC", re.sub(" +", " ", "".join(kept))).strip()


def clean_name(text: str) -> str:
    """A name as it is kept and shown; ValueError if it is empty or too long. It may still hold "<", "=", "*":
    show it with `shown_name`, export it with `to_csv`.

    >>> clean_name("  Ada\\u202e  Lovelace "), clean_name("Zoe\\u0308")
    ('Ada Lovelace', 'Zoë')
    """
    if len(text) > 100 * LONGEST_NAME or len(name := _visible(text)) > LONGEST_NAME:
        raise ValueError(f"A name here has at most {LONGEST_NAME} letters.")
    if not any(unicodedata.category(sign)[0] in "LNSP" for sign in name):
        raise ValueError("Type a name that can be seen.")
    return name


def clean_text(text: str) -> str:
    """A question to the facilitator as it is kept; ValueError if it is empty or too long."""
    if len(text) > 20 * LONGEST_TEXT or len(said := _visible(text)) > LONGEST_TEXT:
        raise ValueError(f"A question here has at most {LONGEST_TEXT} letters.")
    if not any(unicodedata.category(sign)[0] in "LNSP" for sign in said):
        raise ValueError("Type your question first.")
    return said


def shown_name(name: str) -> str:
    """A name, or any other text of a learner's, for `st.markdown`, which then shows just this: no format, no link, no
    formula, no sign made of a word. (`st.text` needs none of this.)

    >>> shown_name("*Ada* $x$ <b>")
    '\\\\*Ada\\\\* \\\\$x\\\\$ \\\\<b\\\\>'
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)
    return re.sub(r"(\\[:.@])", "\u2060\\1", escaped)  # links and emoji are looked for once the "\\" are gone


def skeleton(name: str) -> str:
    """The same for names that look alike: Ada, АDА in Cyrillic letters, a.d.a, Adà.

    >>> skeleton("Аda"), skeleton("ADA "), skeleton("Paul"), skeleton("Pau1"), skeleton("BURNS") == skeleton("Bums")
    ('ada', 'ada', 'paui', 'paui', True)
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "M").translate(LOOKS).replace("l", "i")
    letters = "".join(sign for sign in letters if sign.isalnum())
    return letters.replace("rn", "m").replace("vv", "w") or unicodedata.normalize("NFKC", name)


def alike(names: Mapping[Any, str]) -> set:
    """Whose names look like another's, of names by person."""
    bones: dict[str, list] = {}
    for person, name in names.items():
        if name:
            bones.setdefault(skeleton(name), []).append(person)
    return {person for people in bones.values() if len(people) > 1 for person in people}


def offer_name(rng: Random, taken: Collection[str] = ()) -> str:
    """A name to begin with, such as Quiet Otter, that looks like nobody's."""
    bones = {skeleton(name) for name in taken}
    for _ in range(200):
        if skeleton(name := f"{rng.choice(ADJECTIVES)} {rng.choice(ANIMALS)}") not in bones:
            return name
    return f"Learner {rng.randrange(1000, 10**6)}"


# ---------------------------------------------------------------- codes, keys and tokens

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"  # no two look alike, also when written by hand
READ = str.maketrans("BSUZ", "85V2")
LETTERS = 9  # 27 letters to the power of 9 are 43 bits


def new_code() -> str:
    """The code of a room, to be read out and typed: see `read_code` and `shown_code`."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def shown_code(code: str) -> str:
    """A code as it stands on the wall.

    >>> shown_code("K7M4XWRPA")
    'K7M-4XW-RPA'
    """
    return "-".join(re.findall("...", code))


def read_code(text: str) -> str:
    """The code that somebody typed, "" if it can't be one. What looks alike is read as one.

    >>> read_code(" k7m 4xw-rpa"), read_code("S7Z4XWRPA"), read_code("hello")
    ('K7M4XWRPA', '5724XWRPA', '')
    """
    typed = re.sub(r"[\s\-–—_.]", "", text[:40]).upper().translate(READ)
    return typed if len(typed) == LETTERS and set(typed) <= set(ALPHABET) else ""


def new_secret() -> str:
    """A facilitator's key, or the token by which a browser is known again: 128 bits."""
    return secrets.token_urlsafe(16)


def sealed(secret: str) -> str:
    """What is kept of a secret: enough to know it again."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Tries:
    """How often each browser may be wrong about a code or a key: ten times in ten minutes. By browser and not by
    address, for a whole class shares one. Who clears their browser begins anew; against them a code has 43 bits and a
    key 128.

    >>> tries = Tries(most=2); tries.wrong("browser", 0); tries.wrong("browser", 1)
    >>> tries.left("browser", 2), tries.left("another", 2), tries.left("browser", 700)
    (0, 2, 2)
    """

    def __init__(self, most: int = 10, seconds: float = 600.0, browsers: int = 5000):
        self.most, self.seconds, self.browsers = most, seconds, browsers
        self.when: dict[str, list[float]] = {}

    def left(self, browser: str, now: float) -> int:
        """How many tries this browser has left."""
        return max(0, self.most - sum(now - then < self.seconds for then in self.when.get(browser, ())))

    def wrong(self, browser: str, now: float) -> None:
        """Remember that this browser was wrong; of too many browsers, those that were so longest ago are forgotten."""
        self.when[browser] = [*self.when.pop(browser, ()), now][-self.most :]
        while len(self.when) > self.browsers:
            self.when.pop(next(iter(self.when)), None)


# ---------------------------------------------------------------- a table to take home


def cell(value: Any) -> Any:
    """A value for a spreadsheet, which takes a text that begins with = + - or @ for a formula: such a text gets an
    apostrophe before it. A number stays one.

    >>> cell("=1+1"), cell("-2.5"), cell("-2.5, I think"), cell(None), cell(True)
    ("'=1+1", '-2.5', "'-2.5, I think", '', 'yes')
    """
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, int | float):
        return value
    text = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", str(value))
    plain = unicodedata.normalize("NFKC", text).lstrip()
    runs = plain[:1] in tuple("=+-@−") and not re.fullmatch(r"[-+−]?\d+([.,]\d+)?", plain)
    return "'" + text if runs else text


def to_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV that a spreadsheet opens, and in which it finds nothing to run."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([head, *([cell(value) for value in row] for row in rows)])
    return "\ufeff" + out.getvalue()
