"""The question to understand of `equations`: per cent or points, what to undo first, and the line that doesn't hold."""

from __future__ import annotations

import ast

import numpy as np

from core.equations import rearranged, undone
from labs.warm_up.equations.moves import SIGNS, UNDO, followed, layers, offered
from ui.question import Question, in_turn, one_of
from ui.words import number

FORMULAS = {  # each with letters that are found by at least two moves
    "SE = s / sqrt(n)": ("n", "the size of a sample"),
    "C = f + p * t": ("t", "the tokens that a budget pays for"),
    "z = (x - m) / s": ("x", "the value behind a standard score"),
    "y = w * x + b": ("w", "the weight of a line"),
    "T = a + n * b": ("n", "how many calls fit into a time limit"),
    "d = k / n - c": ("k", "the constant of a curve"),
    "2 / F1 = 1 / P + 1 / R": ("R", "the recall that a score needs"),
    "v = sqrt(a + b)": ("a", "one of two variances"),
    "N = k * w ** 2": ("w", "the width of an image"),
}
RATES = ("conversion rate", "error rate", "share of spam", "click rate", "churn rate", "cache hit rate", "bounce rate")


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def changed(rng: np.random.Generator) -> Question:
    """A rate is said to have changed by so much: what is it now, or how is it said?"""
    rate, asked = str(rng.choice(RATES)), int(rng.integers(3))
    before = int(rng.choice([4, 5, 8, 10, 16, 20, 25, 40]))
    points = int(rng.choice([n for n in range(1, 12) if 100 * n % before == 0]))
    after, change = before + points, 100 * points // before
    if asked == 0:
        right = f"{change} %"
        wrong = {
            f"{points} %": f"That many percentage points were added. Per cent are taken of the {before} % before.",
            f"{shown(100 * points / after)} %": f"You divided by the rate after. It is a share of the {before} %.",
            f"{100 + change} %": f"That is what {after} % is of {before} %: all of it. What was added is less.",
        }
        prompt = f"The {rate} went from {before} % to {after} %. By how many per cent of what it was has it risen?"
    elif asked == 1:
        right = f"{after} %"
        wrong = {
            f"{shown(before * (100 + points) / 100)} %": f"That is {points} per cent more. Points are added to the "
            "rate as they are.",
            f"{number(before * points, 0)} %": f"You multiplied. {points} points are added.",
            f"{points} %": "That is the change. It is added to the rate before.",
        }
        prompt = f"The {rate} was {before} %, and rose by {points} percentage points. What is it now?"
    else:
        right = f"{after} %"
        wrong = {
            f"{before + change} %": f"That is {change} percentage points more. {change} per cent are taken of the "
            f"{before} %.",
            f"{shown(before * (100 - change) / 100)} %": "You took it away. The rate rose.",
            f"{points} %": f"That is {change} per cent of {before} %. It is what was added.",
        }
        prompt = f"The {rate} was {before} %, and rose by {change} per cent of that. What is it now?"
    if right in wrong or len(wrong) < 3 or asked == 2 and change >= 100:
        return changed(rng)
    return one_of(
        rng, prompt, right, wrong,
        f"The rate went from {before} % to {after} %: {points} percentage points more. Of the {before} % these are "
        f"{points} / {before}, so {change} per cent.",
        ("Points are the difference of two rates. Per cent are a share: of which number?",),
    )  # fmt: skip


def back_again(rng: np.random.Generator) -> Question:
    """Up by some per cent, then down by some: where does it end?"""
    kind = int(rng.integers(3))
    up = int(rng.choice([20, 25, 30, 40, 50, 60]))
    if kind == 0:  # there and back
        up, down = ((25, 20), (100, 50), (300, 75))[rng.integers(3)]
    else:
        down = up if kind == 1 else int(rng.choice([5, 10, 15]))
    falls_first = bool(rng.integers(2))
    what = str(rng.choice(["latency", "bill", "price", "queue", "number of users", "traffic"]))
    end = (100 + up) * (100 - down) / 100
    names = {0: "Where it began", -1: "Below where it began", 1: "Above where it began"}
    right = names[int(np.sign(round(end - 100, 9)))]
    ends = f"100 becomes {number((100 - down) if falls_first else (100 + up), 0)}, then {shown(end)}."
    wrong = {
        names[0]: f"The two are taken of different numbers. {ends}",
        names[-1]: f"Try it with 100: {ends}",
        names[1]: f"Try it with 100. {ends}",
        "That depends on what it was": f"Each change multiplies it, whatever it was. {ends}",
    }
    wrong.pop(right)
    first, second = (f"falls by {down} per cent", f"rises by {up} per cent")
    order = (first, second) if falls_first else (second, first)
    return one_of(
        rng, f"The {what} {order[0]}, and the next day it {order[1]}. Where does it stand then?", right, wrong,
        f"{ends} Rising by {up} per cent multiplies by {shown(1 + up / 100)}, falling by {down} per cent by "
        f"{shown(1 - down / 100)}. Together that is {shown(end / 100)}.",
        ("Take 100, and follow it through both days.",),
    )  # fmt: skip


def first_move(rng: np.random.Generator) -> Question:
    """Which move undoes what is outermost?"""
    formula = str(rng.choice(list(FORMULAS)))
    letter, why = FORMULAS[formula]
    mine = followed(formula, letter, "")[0][0][0]
    moves = offered(mine, letter)
    inside = followed(formula, letter, "0")[0][1][0]
    inner = offered(inside, letter)
    right = said(moves[0].label)
    outer = "".join(layers(mine, letter)[0]).strip()
    wrong = {
        said(move.label): f"That doesn't undo “{outer}”, which is outermost around {letter}. It puts one more layer "
        "there." for move in moves[1:]
    }  # fmt: skip
    if inner and said(inner[0].label) not in (right, *wrong):
        wrong[said(inner[0].label)] = (
            (f"That is due later. First {letter} has to come out from under the fraction bar.", "")
            if outer.endswith("/")
            else (f"That undoes something further in. “{outer}” was done last, around all the rest.", "functions")
        )
    return one_of(
        rng, f"You need {why}: ${latex(formula)}$, rearranged for {letter}. Which move undoes what is outermost around "
        "it?", right,
        wrong,
        f"Around {letter} the outermost is “{outer}”. In the end you have "
        f"${latex(last(formula, letter))}$.",
        ("Put a number in, and compute that side. Which operation comes last?",),
    )  # fmt: skip


def broken(rng: np.random.Generator) -> Question:
    """Which line of a way is the first that doesn't follow from the one before?"""
    formula = str(rng.choice([each for each in FORMULAS if len(rearranged(each, FORMULAS[each][0])) > 2]))
    letter, why = FORMULAS[formula]
    true = rearranged(formula, letter)
    at = int(rng.integers(0, len(true)))  # 0: every line holds
    lines = true
    if at:
        mine, rest = slipped(true[at - 1], letter)
        lines = [*true[:at], f"{mine} = {rest}"]
        while mine != letter:
            mine, rest = undone(mine, rest, letter)
            lines.append(f"{mine} = {rest}")
    count = len(lines)
    shown_lines = "\n".join(f"{k}. ${latex(line)}$" for k, line in enumerate(lines, start=1))
    right = f"Line {at + 1}" if at else "None: each line follows"
    wrong = {}
    for k in range(2, count + 1):
        if k != at + 1:
            after = f"It follows from line {k - 1}, which is wrong already." if at and k > at + 1 else (
                f"It follows from line {k - 1}: the same was done to both sides.")  # fmt: skip
            wrong[f"Line {k}"] = after
    if at:
        wrong["None: each line follows"] = (
            "Put numbers in for the letters: the lines before hold for them, and one doesn't."
        )
        told = f"What undoes an operation is its opposite: from line {at} follows ${latex(true[at])}$."
    else:
        told = f"In each line what was outermost around {letter} is undone on both sides."
    return one_of(
        rng, f"Somebody wants {why}:\n\n{shown_lines}\n\nWhich line is the first that doesn't follow from the one "
        "before?", right, wrong, told, ("Say for each line what was done to both sides. Or put numbers in.",),
    )  # fmt: skip


def slipped(line: str, letter: str) -> tuple[str, str]:
    """The next line as somebody writes it who repeats the operation where its opposite was due."""
    mine, rest = followed(line, letter, "")[0][0]
    outer = ast.parse(mine, mode="eval").body
    new, other = undone(mine, rest, letter)
    if isinstance(outer, ast.Call):
        return new, f"sqrt({rest})"
    if isinstance(outer.op, ast.Pow):
        return new, ast.unparse(ast.parse(f"({rest}) / 2"))
    sign = SIGNS[type(outer.op)]
    first, second = ast.unparse(outer.left), ast.unparse(outer.right)
    if new not in (first, second):  # the letter stands behind a minus or a fraction bar, and changes sides
        return second, ast.unparse(ast.parse(f"({rest}) {UNDO[sign]} ({first})"))
    beside = second if new == first else first
    return new, ast.unparse(ast.parse(f"({rest}) {sign} ({beside})"))


def needed(rng: np.random.Generator) -> Question:
    """A result is to be so many times as small, or may not change: what must become of a letter?"""
    k = int(rng.choice([2, 3, 4, 5, 10]))
    more, less = f"{k} times as large", f"{k} times as small"
    squared = f"{k * k} times as large"
    job = str(rng.choice(["A nightly job", "A backup", "A training run", "A report", "An evaluation", "An index"]))
    prompt, formula, right, wrong = (
        (f"The standard error is $SE = s / \\sqrt{{n}}$. You want it {k} times as small, with the same s. What becomes "
         "of n?", "n = (s / SE)^2", squared,
         {more: f"n stands under a root: then the error is only √{k} times as small.",
          f"√{k} times as large": "You took the root once more. A root is undone by a square.",
          less: "You turned it round: with fewer, the error grows."}),
        (f"{job} takes $T = w / m$: the work w, shared by m machines. You want T {k} times as small. What becomes of "
         "m?", "m = w / T", more,
         {squared: f"Nothing is squared here: then T would be {k * k} times as small.",
          f"√{k} times as large": f"There is no root here: then T would be only √{k} times as small.",
          less: f"You turned it round: with fewer machines T becomes {k} times as large."}),
        (f"An image has $N = w^2$ pixels. You may keep 1 of every {k * k} pixels. What becomes of the width w?",
         "w = \\sqrt{N}", less,
         {f"{k * k} times as small": f"That is what becomes of N. With such a w, there is 1 of every {k**4} left.",
          more: "You turned it round: then there would be more pixels.",
          "It stays": "Then N stays, too: no other letter is there to change it."}),
        (f"{job} costs $C = p \\cdot t$ for t tokens at the price p. The price becomes {k} times as large, and C must "
         "not change. What becomes of t?", "t = C / p", less,
         {more: f"You turned it round: then C would be {k * k} times as large.",
          f"{k * k} times as small": f"Nothing is squared here: then C would be {k} times as small.",
          "It stays": f"Then C would be {k} times as large, as the price is."}),
    )[rng.integers(4)]  # fmt: skip
    return one_of(
        rng, prompt, right, wrong,
        f"Rearranged for the unknown it is ${formula}$. There you see what the change does to it: it becomes "
        f"{right} as it was.",
        ("Rearrange the formula, so that what is asked stands alone.",),
    )  # fmt: skip


def said(label: str) -> str:
    """A move as a sentence."""
    verbs = {"+": "Add {} to both sides", "−": "Take {} from both sides", "·": "Multiply both sides by {}",
             "/": "Divide both sides by {}"}  # fmt: skip
    sign, _, operand = label.partition(" ")
    return verbs[sign].format(operand) if sign in verbs else {"square": "Square both sides"}.get(
        label, "Take the square root of both sides")  # fmt: skip


def last(formula: str, letter: str) -> str:
    return rearranged(formula, letter)[-1]


def latex(line: str) -> str:
    """A line of a formula in LaTeX."""

    def tex(node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return "F_1" if node.id == "F1" else node.id
        if isinstance(node, ast.Constant):
            return f"{node.value}"
        if isinstance(node, ast.Call):
            return f"\\sqrt{{{tex(node.args[0])}}}"
        parts = [tex(node.left), tex(node.right)]
        if isinstance(node.op, ast.Div):
            return "\\frac{" + "}{".join(parts) + "}"
        for k, part in enumerate((node.left, node.right)):
            loose = isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Add, ast.Sub))
            tight = isinstance(node.op, ast.Mult) or k == 0 and isinstance(node.op, ast.Pow)
            power = k == 0 and isinstance(node.op, ast.Pow) and not isinstance(part, (ast.Name, ast.Constant))
            if loose and tight or power or loose and k and isinstance(node.op, ast.Sub):
                parts[k] = f"\\left({parts[k]}\\right)"
        if isinstance(node.op, ast.Pow):
            return f"{parts[0]}^{{{parts[1]}}}"
        sign = SIGNS[type(node.op)].replace("*", "\\cdot")
        return f"{parts[0]} {sign} {parts[1]}"

    return " = ".join(tex(ast.parse(side, mode="eval").body) for side in line.split(" = "))


def shown(value: float) -> str:
    """A number with as many decimals as it needs, at most two."""
    return f"{round(value, 2):g}"


SITUATIONS = (changed, back_again, first_move, broken, needed)
