"""How do you find the unknown?"""

from fractions import Fraction

import numpy as np

from core.equations import rearranged, solve_linear, worth
from labs.warm_up.equations import picture as draw
from labs.warm_up.equations.moves import FORMULAS, LONG, MOST, followed, layers, offered, pretty
from labs.warm_up.equations.question import question
from labs.warm_up.equations.turn import turn
from labs.warm_up.equations.understand import understand
from ui.scene import Handle, step
from ui.words import counted

BALANCE, FORMULA, RATES = "A pair of scales", "A formula", "Per cent or points"
END = 8  # of the number line of x
START = -4.0  # where the unknown starts on its number line
ASKED = {"a": 3, "b": 2}  # 3x + 2 = 14
GOAL = ("s / √n = SE", "n", "000")  # the formula, the letter, and the moves that need no detour
RISE = (15.0, 18.0)  # 3 points, and a fifth of what was before


@step("How do you find the unknown?", why="A formula gives one number; turned over, it says what that number needs.")
def equations(page):
    r"""
    An **equation** says that two sides are the same number. Whatever you do to both sides, they stay the same. So
    undo what was done to the **unknown**, the last thing first, until it stands alone:

    $$3x + 2 = 14 \qquad 3x = 12 \qquad x = 4$$

    Dividing a side divides everything on it. With letters it works just so. To **rearrange** a formula for one of its
    letters, undo what is outermost around it: $+$ by $-$, $\cdot$ by $/$, a root by a square.

    A change in **per cent** has an unknown, too: how many hundredths of *before* were added. A change in **percentage
    points** only takes one rate from the other.
    """
    guess = page.predict(
        "$3x + 2 = 14$. You begin by dividing both sides by 3. The right side is $14/3$ then. And the left?",
        ["x + 2", "x + 2/3", "3x + 2/3"],
        answer="x + 2/3",
        because="The whole side is divided: the three boxes, and the 2 as well. Had you left the 2 as it was, the "
        "sides would no longer be equal.",
        tries=ASKED | {"look": BALANCE, "did": "d"},
    )
    look = page.choose("look", "What to look at", [BALANCE, FORMULA, RATES])
    alone = risen = False
    if look == BALANCE:
        balance(page, guess)
    elif look == FORMULA:
        alone = formula(page)
    else:
        risen = rates(page)
    page.task("**A formula**: rearrange $s / \\sqrt{n} = SE$ for $n$, in three moves.", done=alone)
    page.task("**Per cent or points**: find a rise of exactly 3 points that is a rise of 20 %.", done=risen)
    page.bites(
        "“Conversion is up 2 %,” says the report. It went from 4 % to 6 %: that is 2 percentage points, and half as "
        "much again, so 50 per cent. The next report says “back down 50 %”, and you expect 4 %. It is 3 %, for now "
        "the half is taken of 6. The symptom: two people read one sentence and plan with different numbers. Write "
        "“points”, or write both rates."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- boxes and weights


def balance(page, guess: str | None) -> None:
    """a boxes of weight x and b units against c units: drag x, and do the same to both sides."""
    size = {"size": draw.SIZE, "bare": True}
    (at,) = page.plane(**size, x=Handle((START, draw.RAIL), "point", role="data", along="x", step=0.2, label=" ",
                       says="x, the weight of a box", bounds=(*draw.ENDS, draw.RAIL, draw.RAIL)))  # fmt: skip
    x = round((float(at[0]) - draw.ENDS[0]) / (draw.ENDS[1] - draw.ENDS[0]) * END, 1)
    boxes = page.slider("a", "Boxes", 2, 4, ASKED["a"])
    units = page.slider("b", "Beside them", 1, 5, ASKED["b"], beside=True)
    whole = boxes * weighs(boxes, units) + units
    did = page.keep("did", "", lambda text: _moves(text, "tdTD", 4), ends=("", "t", "d", "td", "dt", "T", "D"))
    (a, b, c), lines, words = carried_out(boxes, units, whole, did)
    one_side = page.toggle("alone", "On the left side only")
    for key, label in (("t", f"− {b}" if b else ""), ("d", f"÷ {a}" if a != 1 else "")):
        if label:
            sets = {"did": did + (key.upper() if one_side else key)}
            page.press(label, sets=sets, name=f"press-{key}", look="main", beside=True)
    page.press("Start again", sets={"did": None}, look="link", off=not did, beside=True)

    def cell(a, b, c, x):
        left = a * x + b
        right = c
        level = solve_linear(a, b, c)
        return left, right, level

    def library(a, b, c, x):
        level = float(np.roots([a, b - c])[0])  # where the polynomial a·x + (b − c) is 0
        return level

    page.yours(turn)
    left, right, level = page.run(cell, library, a=float(a), b=float(b), c=float(c), x=x)
    asked = (boxes, units, whole, did) == (3, 2, 14, "d")
    note = f"you said: {guess}" if asked and guess else ""
    head = draw.heading(lines[-2] if did else "", words, lines[-1], note)
    page.picture(
        draw.balance(a, b, c, x, (summed(a, b, x, left), left, right), level, END, head),
        says=weighed(lines, did, x, left, right, solve_linear(float(a), float(b), float(c)), (whole - units) / boxes),
    )


def weighs(boxes: int, units: int) -> int:
    """What a box weighs: not to be guessed from the controls."""
    return 1 + (boxes + 3 * units) % 6


def carried_out(a: int, b: int, c: int, did: str) -> tuple[tuple[Fraction, ...], list[str], str]:
    """What is on the pans after the moves, the lines of the way, and the last move in words. A capital: left alone."""
    a, b, c, words = Fraction(a), Fraction(b), Fraction(c), ""
    lines = [equation(a, b, c)]
    for move in did:
        by = b if move in "tT" else a
        words = f"{'− ' if move in 'tT' else '÷ '}{by}" + (" on the left" if move.isupper() else "")
        right = c if move.isupper() else c - by if move == "t" else c / by
        a, b, c = (a, Fraction(0), right) if move in "tT" else (Fraction(1), b / by, right)
        lines.append(equation(a, b, c))
    return (a, b, c), lines, words


def equation(a: Fraction, b: Fraction, c: Fraction) -> str:
    """`3x + 2 = 14`, `x + 2/3 = 14/3`, `x = 4`."""
    return f"{a if a != 1 else ''}x{f' + {b}' if b else ''} = {c}"


def summed(a: Fraction, b: Fraction, x: float, left: float) -> str:
    """What lies on the left, worked out: `3 · 2 + 2 = 8`."""
    boxes = draw.shown(x) if a == 1 else f"{a} · {draw.shown(x)}"
    return f"{boxes}{f' + {b}' if b else ''}{f' = {draw.shown(left)}' if b or a != 1 else ''}"


def weighed(lines: list[str], did: str, x: float, left: float, right: float, level: float, first: float) -> str:
    """How the scales stand, and whether the equation still has the solution that it began with."""
    lies = "the scales are **level**" if abs(left - right) < 1e-9 else (
        f"the {'left' if left > right else 'right'} pan is heavier"
    )  # fmt: skip
    said = f"**{lines[-1]}**. With x = {draw.shown(x)} the left pan holds {draw.shown(left)} and the right one "
    said += f"{draw.shown(right)}: {lies}."
    if abs(level - first) > 1e-9:
        said += f" One side was changed alone. The first equation was level at x = {draw.shown(first)}, this one is at "
        return said + f"{draw.shown(level)}: it asks something else."
    return said + (f" The same was done to both sides, so it is level where it was: at x = {draw.shown(first)}." if did
                   else "")  # fmt: skip


def _moves(text: str, known: str, most: int) -> str:
    """Moves from a link; ValueError if they are none."""
    if len(text) > most or set(text) - set(known) or any(one.lower() in text.lower()[:k] for k, one in enumerate(text)):
        raise ValueError("no such moves")
    return text


# ---------------------------------------------------------------- a formula


def formula(page) -> bool:
    """Undo what is outermost around a letter. True if the goal stands alone without a detour."""
    (at,) = page.plane(size=draw.SIZE, bare=True, at=Handle((START, draw.RAIL), "point", role="data", along="x",
                       step=0.2, label=" ", says="the number that the letter stands for",
                       bounds=(draw.ENDS[0] + 0.2, draw.ENDS[1], draw.RAIL, draw.RAIL)))  # fmt: skip
    back = {"way": None, "at": None}
    name = page.choose("formula", "Formula", list(FORMULAS), then=back | {"find": None})
    chosen = FORMULAS[name]
    wanted = {"s / √n = SE": "n"}.get(name, list(chosen.letters)[-1])
    options = [f"for {letter}" for letter in chosen.letters]
    letter = page.choose("find", "Find", options, default=f"for {wanted}", then=back, beside=True)[4:]
    way = page.keep(
        "way", "", lambda text: _way(text), ends=("0", "00", "000", "1", "2", "10", "1111", "2222", "02021")
    )
    lines, made = followed(chosen.text, letter, way)
    way, (mine, rest) = way[: len(made)], lines[-1]
    moves = offered(mine, letter)
    full = len(made) >= MOST or max(len(pretty(side)) for side in lines[-1]) > LONG
    for place in sorted(range(len(moves)), key=lambda k: moves[k].label):
        first = place == sorted(range(len(moves)), key=lambda k: moves[k].label)[0]
        page.press(moves[place].label, sets={"way": f"{way}{place}"}, name=f"move-{place}", look="main", off=full,
                   beside=not first)  # fmt: skip
    page.press("Back", sets={"way": way[:-1] or None}, look="link", off=not way, beside=bool(moves))

    end = chosen.ends[letter]
    value = round((float(at[0]) - draw.ENDS[0]) / (draw.ENDS[1] - draw.ENDS[0]) * end, 6)
    letters = chosen.letters | {letter: value}

    def cell(formula, letter, mine, rest, letters):
        left = worth(mine, letters)
        right = worth(rest, letters)
        steps = rearranged(formula, letter)
        alone = steps[-1].split(" = ")[1]
        level = worth(alone, letters)
        return left, right, steps, level

    left, right, steps, level = page.run(
        cell, formula=chosen.text, letter=letter, mine=mine, rest=rest, letters=letters
    )
    texts = [f"{pretty(one)} = {pretty(other)}" for one, other in lines]
    head = draw.heading(texts[-2] if made else "", made[-1].label if made else "", texts[-1])
    page.picture(
        draw.formula(layers(mine, letter), letter, pretty(rest), left, right, level, end, head),
        says=peeled(chosen, letter, value, texts, way, layers(mine, letter), left, right, level),
    )
    known = ", ".join(f"{n} = {draw.shown(v)}" for n, v in letters.items() if n != letter)
    page.tell(f"{chosen.says} Here {known}; {letter} is looked for.", "more")
    return (name, letter, way) == GOAL


def _way(text: str) -> str:
    """A way from a link; ValueError if it is none."""
    if len(text) > MOST or set(text) - set("012"):
        raise ValueError("no such way")
    return text


def peeled(chosen, letter, value, texts, way, around, left, right, level) -> str:
    """What stands around the letter, how the scales stand, and what it comes to once it is alone."""
    said = f"**{texts[-1]}**. "
    if not around:
        others = [name for name in chosen.letters if name != letter]
        numbers = ", ".join(f"{name} = {draw.shown(chosen.letters[name])}" for name in others)
        said += f"{letter} stands alone. With {numbers} it is **{draw.shown(level)}**. "
    else:
        outer = "".join(around[0]).strip()
        said += f"Around {letter} {'lies' if len(around) == 1 else 'lie'} {counted(len(around), 'layer')}. "
        said += f"The outermost is “{outer}”. "
    if way and way[-1] != "0":
        said += f"It holds, but the last move put one layer more around {letter}. "
    lies = "the scales are level" if abs(left - right) < 1e-6 * max(1, abs(right)) else "they differ"
    return said + (
        f"With {letter} = {draw.shown(value)} the sides are {draw.shown(left)} and {draw.shown(right)}: {lies}."
    )


# ---------------------------------------------------------------- per cent or points


def rates(page) -> bool:
    """A rate before and after, as a difference and as a share of the one before. True for the rise asked for."""
    low, high = (draw.FLOOR + draw.UNIT * rate for rate in draw.RATES)
    one, two = (left + draw.WIDE / 2 for left in draw.PAIRS["points"])
    look = {"kind": "point", "along": "y", "step": draw.UNIT / 2, "label": " "}
    first, then = ((x, draw.FLOOR + draw.UNIT * rate) for x, rate in ((one, 4), (two, 6)))
    at = page.plane(
        size=draw.SIZE, bare=True,
        before=Handle(first, role="data", says="the rate before", bounds=(one, one, low, high), **look),
        after=Handle(then, role="model", says="the rate after", bounds=(two, two, low, high), **look),
    )  # fmt: skip
    before, after = (round(2 * (float(place[1]) - draw.FLOOR) / draw.UNIT) / 2 for place in at)

    def cell(before, after):
        points = after - before
        change = 100 * solve_linear(before, before, after)  # before · x + before = after
        back = 100 * solve_linear(after, after, before)
        return points, change, back

    def library(before, after):
        change = 100 * (after / before - 1)
        return change

    page.yours(turn)
    points, change, back = page.run(cell, library, before=before, after=after)
    page.picture(draw.rates(before, after, points, change), says=told(before, after))
    return (before, after) == RISE


def told(before: float, after: float) -> str:
    """Both ways to say a change, and the way back."""
    points, change, back = after - before, 100 * (after / before - 1), 100 * (before / after - 1)
    if not points:
        return f"From {draw.percent(before)} to {draw.percent(after)}: nothing has changed, in points or in per cent."
    return (
        f"From {draw.percent(before)} to {draw.percent(after)}: **{draw.signed(points)} percentage points**, and "
        f"**{draw.signed(change)} %** of the rate before. The way back is {draw.signed(-points)} points, but "
        f"{draw.signed(back)} %, for it starts from another rate."
    )
