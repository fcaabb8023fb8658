"""The placement check: ten questions at most, each chosen by the answers before, and the step to begin with.

Each lab is a ladder of steps. A right answer goes up: the steps below it on its ladder are asked no more. A missed one
goes down. The next question is the one that settles most, whichever way it is answered. What may be skipped is less
than what isn't asked: only a step that was answered right, and after a computed answer the steps it rests on.

In a link the answers are the seed and one letter each, `7-rx1d`: `r` is right, `d` "I don't know", `x` wrong, `1` to
`9` a mistake that was recognised, by its number. Letters without a seed are of the earlier check, of ten fixed steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import count
from typing import NamedTuple

import numpy as np

from guide.planning import resting_on
from labs import every_lab
from ui import question_of
from ui.question import Question, judge

MOST = 10  # questions
UNASKED = {  # steps that no answer lets you skip, and why
    "clinic": "It repairs what the other steps explain: a round through all of them.",
    "your_data": "It is about the learner's own table.",
    "project": "It is a project to show, made of the learner's own decisions.",
}
WARM_UP = "Warm-up"
LADDERS = {lab.title: [step.id for step in lab.steps if step.id not in UNASKED] for lab in every_lab()}
AREA = {step: area for area, ladder in LADDERS.items() for step in ladder}
STEPS = {step.id: step for lab in every_lab() for step in lab.steps}
EARLIER = "functions dot_product conditional spread derivative sums matrix_product bayes sampling descent".split()
WARM_UP_FIRST = (
    "That is what the warm-up is for: short steps on what formulas are made of. All you need to know is how a loop "
    "works. Then go on with Lab 1."
)


class Asked(NamedTuple):
    """One question that was asked, the step it belongs to, and the letter of the answer."""

    step: str
    question: Question
    letter: str

    @property
    def right(self) -> bool:
        return self.letter == "r"

    @property
    def skips(self) -> tuple[str, ...]:
        """What the answer lets you skip: nothing, the step, or also what it rests on. A right choice may be luck, a
        computed number hardly."""
        if not self.right:
            return ()
        return (self.step,) if self.question.choices else (*resting_on(self.step), self.step)

    @property
    def settles(self) -> frozenset[str]:
        """The steps that aren't asked any more after this answer. A right choice says nothing of other labs."""
        if not self.right:
            return above(self.step)
        return below(self.step).intersection(LADDERS[AREA[self.step]] if self.question.choices else AREA)

    @property
    def why(self) -> str:
        """What went wrong, in one sentence; empty if the mistake wasn't recognised."""
        number = int(self.letter) if self.letter.isdigit() else 0
        return self.question.mistakes[number - 1].why if 1 <= number <= len(self.question.mistakes) else ""


# ---------------------------------------------------------------- which question comes next


@cache
def below(step: str) -> frozenset[str]:
    """What isn't asked any more once this step was computed right: it, the steps before it in its lab, those it rests
    on, and the warm-up, which every lab takes for granted.

    >>> sorted(below("dot_product") - below("functions"))[:3]
    ['arrays', 'dot_product', 'equations']
    """
    ladder = LADDERS[AREA[step]]
    basics = [] if AREA[step] == WARM_UP else LADDERS[WARM_UP]
    return frozenset([*basics, *resting_on(step), *ladder[: ladder.index(step) + 1]])


@cache
def above(step: str) -> frozenset[str]:
    """What isn't asked any more once this step was missed: all steps that have it below them."""
    return frozenset(other for other in AREA if step in below(other))


def left(asked: Sequence[Asked]) -> set[str]:
    """The steps on which no answer has a bearing so far."""
    return set(AREA).difference(*(one.settles for one in asked))


def next_step(asked: Sequence[Asked], seed: int) -> str | None:
    """The step to ask about next; None once each lab is known to within one step, or ten questions were asked.

    It is the step whose answer settles most in the worse of the two cases. Where several do, the seed draws one.
    """
    still = left(asked)
    open_ = [step for step in AREA if step in still and len(still.intersection(LADDERS[AREA[step]])) > 1]
    if not open_ or len(asked) == MOST:
        return None
    settles = {step: min(len(still & below(step)), len(still & above(step))) for step in open_}
    best = [step for step in open_ if settles[step] == max(settles.values())]
    return best[np.random.default_rng([seed, len(asked)]).integers(len(best))]


def stands_alone(question: Question) -> bool:
    """True if a question can be asked of somebody who hasn't seen its step: no pictures, and nothing of that step."""
    return not question.sketches and not re.search(r"\b(this|the) step\b|148 passages", question.prompt)


@lru_cache(maxsize=512)
def question(step: str, place: int, seed: int) -> Question:
    """The question at a place from 0 to 9: two to compute, then one to understand. Another seed, other numbers.

    >>> question("sums", 0, 1) == question("sums", 0, 1), question("sums", 0, 1) == question("sums", 0, 2)
    (True, False)
    """
    ask = question_of(STEPS[step], "understand" if place % 3 == 2 else "question")
    return next(filter(stands_alone, map(ask, count(100 * seed + place))))


# ---------------------------------------------------------------- answers in the link


def read(text: str | None) -> str:
    """The answers in a link; none if the link isn't one of ours.

    >>> read("7-rr1dx"), read("rr1dx"), read("7-"), read("rr<b>"), read(None)
    ('7-rr1dx', 'rr1dx', '', '', '')
    """
    return text if text and re.fullmatch(r"([1-9][0-9]{0,3}-)?[rdx1-9]{1,10}", text) else ""


def is_earlier(answers: str) -> bool:
    """True for the answers of the earlier check, which asked everybody about the same ten steps."""
    return bool(answers) and "-" not in answers


def seed_of(answers: str, otherwise: int = 1) -> int:
    """The seed in the answers; the earlier ones have none."""
    return int(answers.split("-")[0]) if "-" in answers else otherwise


@lru_cache(maxsize=512)
def asked(answers: str, seed: int = 1) -> tuple[Asked, ...]:
    """What was asked and answered, in its order. `seed` is that of an earlier link.

    >>> [(one.step, one.right) for one in asked("rx")]
    [('functions', True), ('dot_product', False)]
    """
    letters, seed = answers.split("-")[-1], seed_of(answers, seed)
    if not letters:
        return ()
    before = asked(answers[:-1], seed)
    place, letter = len(before), letters[-1]
    if is_earlier(answers):
        return *before, Asked(EARLIER[place], question_of(STEPS[EARLIER[place]])(100 * seed + place), letter)
    step = next_step(before, seed) if place == len(letters) - 1 else None
    return (*before, Asked(step, question(step, place, seed), letter)) if step else before


def coming(answers: str, seed: int) -> tuple[str, Question] | None:
    """The next question and its step; None after the last."""
    so_far = asked(answers)
    step = None if is_earlier(answers) else next_step(so_far, seed)
    return (step, question(step, len(so_far), seed)) if step else None


def mark(question: Question, reply: str) -> str:
    """The letter of a reply: `r`, the number of the mistake, or `x`. ValueError if the reply can't be read.

    >>> mark(question("sums", 0, 1), str(question("sums", 0, 1).answer))
    'r'
    """
    verdict = judge(question, reply)
    whys = [mistake.why for mistake in question.mistakes]
    return "r" if verdict.right else str(whys.index(verdict.why) + 1) if verdict.why in whys else "x"


# ---------------------------------------------------------------- what follows from them


def right(answers: str) -> list[Asked]:
    """What was answered correctly."""
    return [one for one in asked(answers) if one.right]


def missed(answers: str, seed: int = 1) -> list[Asked]:
    """What was asked and not answered correctly, lab by lab. `seed` is that of an earlier link."""
    return [one for area in LADDERS for one in asked(answers, seed) if not one.right and AREA[one.step] == area]


def known(answers: str) -> set[str]:
    """The steps that the right answers let you skip; none that was missed.

    >>> sorted(known("rr"))
    ['dot_product', 'functions', 'vectors']
    """
    return {step for one in right(answers) for step in one.skips} - {one.step for one in missed(answers)}


def start(area: str, answers: str) -> str | None:
    """Where to begin in a lab: after the last step that a right answer reaches, before the first missed one.

    None if nothing is left to begin with.
    """
    ladder, skipped = LADDERS[area], known(answers)
    lost = {step for one in missed(answers) for step in one.settles}
    end = next((place for place, step in enumerate(ladder) if step in lost), len(ladder))
    reached = {step for one in right(answers) for step in one.settles}
    begin = max((place + 1 for place, step in enumerate(ladder[:end]) if step in reached), default=0)
    return next((step for step in ladder[begin:] if step not in skipped), None)


def warm_up(answers: str) -> list[str]:
    """The steps of the warm-up to take first, for those who missed a basic question and more than half of all.

    >>> warm_up("dddddddddd"), warm_up("drrrrrrrrr")
    (['functions', 'equations', 'powers', 'sums', 'reading', 'logic'], [])
    """
    basics = [one for one in missed(answers) if AREA[one.step] == WARM_UP]
    if not basics or 2 * len(right(answers)) >= len(asked(answers)):
        return []
    ladder = LADDERS[WARM_UP]
    return [step for step in ladder[ladder.index(start(WARM_UP, answers)) :] if step not in known(answers)]


def first_step(answers: str) -> str:
    """Where to begin: the warm-up, else the first lab with a missed question, else the first with something unasked.

    With all right: the clinic.

    >>> first_step(""), first_step("rrrrdrrrrd"), first_step("rrrrrrrrrr")
    ('vectors', 'derivative', 'clinic')
    """
    if not missed(answers) and is_whole(answers):
        return "clinic"
    if basics := warm_up(answers):
        return basics[0]
    return next((step for area in lacking(answers) if (step := start(area, answers))), "clinic")


def lacking(answers: str) -> list[str]:
    """The labs with a missed question; if there are none, all. In their order, the warm-up last."""
    return list(dict.fromkeys(AREA[one.step] for one in missed(answers))) or [*LADDERS]


def concluded(area: str, answers: str) -> list[str]:
    """What was concluded in a lab, each time with the answer that shows it.

    >>> concluded("Calculus", "rrrrd")
    ["You didn't know **Derivative**."]
    """
    lost, told = {one.step for one in missed(answers)}, []
    for one in asked(answers):
        name = f"**{STEPS[one.step].name}**"
        if AREA[one.step] != area:
            continue
        if not one.right:
            told.append(f"You didn't know {name}." if one.letter == "d" else f"You missed {name}.")
        elif one.question.choices:
            count = len(one.question.choices)
            told.append(f"You chose right in {name}. Among {count} choices that can be luck: skip this step alone.")
        else:
            rests = [step for step in one.skips[:-1] if step not in lost]
            more = f", and {listed(rests)}, which it rests on" if rests else ""
            told.append(f"You computed {name} right, so you can skip it{more}.")
    ladder, begin = LADDERS[area], start(area, answers)
    before = ladder[: ladder.index(begin)] if begin else ladder
    unknown = [step for step in before if step not in known(answers)]
    if area == WARM_UP:
        shown = next((one for one in right(answers) if one.settles.issuperset(ladder)), None)
        if shown and not told:
            return [f"Not asked: the labs build on it, and you got **{STEPS[shown.step].name}** right."]
    elif unknown and told:
        told.append(f"Not asked, so not skipped: {listed(unknown)}.")
    return told or ["Not asked."]


def listed(steps: Iterable[str]) -> str:
    """The names of steps as one says them: A, B and C."""
    *most, last = [STEPS[step].name for step in steps]
    return f"{', '.join(most)} and {last}" if most else last


def is_whole(answers: str) -> bool:
    """True if the check was taken to its end."""
    if is_earlier(answers):
        return len(asked(answers)) == len(EARLIER)
    return bool(answers) and coming(answers, seed_of(answers)) is None


def reason(answers: str) -> str:
    """Why that step is the one to begin with.

    >>> reason("rrx")
    'In the order of the labs, **Conditional** is the first that you missed. The step below leads to it.'
    """
    if not answers:
        return "You answered no question, so begin at the beginning."
    if not missed(answers) and is_whole(answers):
        return "You know what the check asks. See it at work on real data, where it goes wrong."
    if warm_up(answers):
        return WARM_UP_FIRST
    if not missed(answers):
        return "The step below is the first, in the order of the labs, that none of your answers reaches."
    if lacking(answers) == [WARM_UP]:
        return "All you missed is in the warm-up. Begin with the step below, then go on with the labs."
    first = next(step for step in LADDERS[lacking(answers)[0]] if step in {one.step for one in missed(answers)})
    on = "Begin with it." if first_step(answers) == first else "The step below leads to it."
    return f"In the order of the labs, **{STEPS[first].name}** is the first that you missed. {on}"
