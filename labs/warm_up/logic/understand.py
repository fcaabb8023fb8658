"""The question to understand of `logic`: rule, converse and contrapositive, what refutes, and what follows."""

from __future__ import annotations

import numpy as np

from core.warm_up import implies
from ui.question import Question, in_turn, one_of

RULES = (  # p, not p, q, not q: each as it stands in a sentence
    ("the build is red", "the build isn't red", "nothing is deployed", "something is deployed"),
    ("the disk is full", "the disk isn't full", "the job fails", "the job doesn't fail"),
    ("the loss is nan", "the loss isn't nan", "the run is stopped", "the run goes on"),
    ("the user is an admin", "the user isn't an admin", "the user sees the logs", "the user doesn't see the logs"),
    ("the cache is cold", "the cache isn't cold", "the answer is slow", "the answer isn't slow"),
    ("the row has no label", "the row has a label", "the row is left out", "the row is kept"),
    ("the token has expired", "the token hasn't expired", "the call is refused", "the call isn't refused"),
    ("the model drifts", "the model doesn't drift", "the alarm rings", "the alarm doesn't ring"),
    ("the patient is ill", "the patient isn't ill", "the test is positive", "the test isn't positive"),
    ("the schema changed", "the schema didn't change", "the import breaks", "the import doesn't break"),
)


def understand(seed: int) -> Question:
    """One of five situations, with a rule of its own."""
    return in_turn(seed, *SITUATIONS)


def rule_of(rng: np.random.Generator) -> tuple[str, str, str, str]:
    return RULES[rng.integers(len(RULES))]


def same(rng: np.random.Generator) -> Question:
    """Which sentence says the same, which is the converse, which is the opposite?"""
    p, not_p, q, not_q = rule_of(rng)
    sentences = {
        "contrapositive": f"If {not_q}, {not_p}.",
        "converse": f"If {q}, {p}.",
        "inverse": f"If {not_p}, {not_q}.",
        "opposite": f"At least once, {p} and {not_q}.",
    }
    whys = {
        "contrapositive": f"That is the rule itself, turned round and over: both forbid “{p}, and {not_q}”.",
        "converse": f"That turns the rule round. It forbids “{q}, and {not_p}”, which the rule doesn't.",
        "inverse": f"That is the converse, over: it forbids “{q}, and {not_p}”.",
        "opposite": "That is the counterexample: it is true exactly where the rule is broken.",
    }
    asked, ask = [("contrapositive", "Which sentence says the same?"), ("converse", "Which sentence is its converse?"),
                  ("opposite", "Which sentence is true exactly if the rule isn't?")][rng.integers(3)]  # fmt: skip
    rest = {sentences[name]: whys[name] for name in sentences if name != asked}
    told = {"contrapositive": "Turn it round and over: the same case is forbidden.",
            "converse": "Turn it round, and change nothing else.",
            "opposite": "The opposite of “always” is “at least once not”."}[asked]  # fmt: skip
    return one_of(
        rng, f"The rule: if {p}, {q}. {ask}", sentences[asked], rest, f"{told} That is: {sentences[asked]}",
        ("Which single case does each of the sentences forbid?",),
    )  # fmt: skip


def checked(rng: np.random.Generator) -> Question:
    """Four things of which one half is known: which have to be looked at?"""
    p, not_p, q, not_q = rule_of(rng)
    backwards = bool(rng.integers(2))
    names = ["A", "B", "C", "D"]
    facts = [p, not_p, q, not_q]
    order = [int(k) for k in rng.permutation(4)]
    known = {names[place]: facts[k] for place, k in enumerate(order)}
    seek = {q, not_p} if backwards else {p, not_q}
    listed = "; ".join(f"{name}: {fact}" for name, fact in known.items())

    def pair(wanted: set[str]) -> str:
        one, two = sorted(name for name, fact in known.items() if fact in wanted)
        return f"{one} and {two}"

    one = next(name for name, fact in known.items() if fact == (q if backwards else p))
    rule = f"if {q}, {p}" if backwards else f"if {p}, {q}"
    forbidden = f"“{q}, and {not_p}”" if backwards else f"“{p}, and {not_q}”"
    wrong = {
        pair({p, q}): f"You looked for cases that agree with the rule. Only {forbidden} can break it.",
        pair({p, q, not_p, not_q} - seek): f"Neither of these can be {forbidden}, whatever the other half is.",
        f"{one} alone": f"That one may break it, and one more may: it, too, could be {forbidden}.",
        "All four": "Two of them keep the rule whatever the other half is.",
    }
    return one_of(
        rng, f"Four log entries are torn: of each you can read one half. {listed}. Which must you look up to know "
        f"whether all four keep this rule: {rule}?", pair(seek), wrong,
        f"The rule forbids {forbidden}. Only an entry that may be that has to be looked up: {pair(seek)}.",
        ("What would a case look like that breaks the rule?",),
    )  # fmt: skip


CODE = {
    "not (a and b)": ("not a or not b", "not a and not b", "not a and b"),
    "not (a or b)": ("not a and not b", "not a or not b", "not a or b"),
    "not (not a and b)": ("a or not b", "a and not b", "not a or b"),
    "not (a or not b)": ("not a and b", "not a or b", "a and not b"),
    "not (not a or not b)": ("a and b", "a or b", "not a and not b"),
    "not any(checks)": ("all(not c for c in checks)", "not all(checks)", "any(not c for c in checks)"),
    "not all(checks)": ("any(not c for c in checks)", "all(not c for c in checks)", "not any(checks)"),
    "b or not a": ("b if a else True", "a and b", "a if b else True"),
}


def written(rng: np.random.Generator) -> Question:
    """Which line does the same?"""
    line = str(rng.choice(list(CODE)))
    right, *others = CODE[line]
    names = [("ready", "paid"), ("hit", "fresh"), ("slow", "late"), ("open", "mine")][rng.integers(4)]
    where = str(rng.choice(["A filter", "An alert", "A test", "A guard", "A query"]))

    def named(text: str) -> str:
        words = {"a": names[0], "b": names[1]}
        return f"`{' '.join(_swap(word, words) for word in text.split(' '))}`"

    wrong = {}
    for other in others:
        a, b, mine, theirs = first_difference(line, other)
        given = f"checks = [{a}, {b}]" if "checks" in line else f"{names[0]} = {a} and {names[1]} = {b}"
        wrong[named(other)] = f"With {given} it gives {theirs}, and the line gives {mine}."
    hint, told = "Go through the four cases of True and False.", "agrees in all four cases of True and False. "
    if "checks" in line:
        hint = "Try each line on a list of one True and one False."
        told = "does the same on every list of True and False. "
        told += "De Morgan for lists: what turns an “any” over is an “all” of the opposites, and the other way round."
    elif "not (" in line:
        told += "De Morgan: what turns an “and” over is an “or” of the opposites, and the other way round."
    else:
        told += f"Both are the rule “if {names[0]}, then {names[1]}”: where `{names[0]}` is False, it holds."
    return one_of(
        rng, f"{where} says {named(line)}. A colleague wants to write it another way. Which line does the same in "
        "every case?", named(right), wrong, f"{named(right)} {told}", (hint,),
    )  # fmt: skip


def _swap(word: str, names: dict[str, str]) -> str:
    """A word of code, in which a letter alone is replaced by its name."""
    bare = word.strip("()")
    return word.replace(bare, names[bare]) if bare in names else word


def value(text: str, a: bool, b: bool) -> bool:
    """What a line of CODE gives."""
    return bool(eval(text, {"a": a, "b": b, "checks": [a, b]}))


def first_difference(line: str, other: str) -> tuple[bool, bool, bool, bool]:
    """A case in which two lines of CODE differ, and what each gives there."""
    cases = [(a, b) for a in (True, False) for b in (True, False)]
    a, b = next(case for case in cases if value(line, *case) != value(other, *case))
    return a, b, value(line, a, b), value(other, a, b)


def against(rng: np.random.Generator) -> Question:
    """Which row refutes a claim?"""
    x, y = rng.integers(1, 10, size=(2, 5))
    a, b = (int(k) for k in rng.integers(3, 7, size=2))
    names, claim = (
        [("age", "visits"), ("load", "delay"), ("size", "errors"), ("clicks", "orders")][rng.integers(4)],
        x > a,
    )
    holds = implies(claim, y > b)
    broken, fine = np.flatnonzero(~holds), np.flatnonzero(holds)
    want = bool(rng.random() < 0.75)
    none = "None of them does"
    if len(broken) != (1 if want else 0) or len(fine) < 3:
        return against(rng)
    why = {
        (True, True): "is a case for the claim: {x} over {a}, and {y} over {b}.",
        (False, True): "has {x} of at most {a}: the claim asks nothing of it.",
        (False, False): "has {x} of at most {a}: the claim asks nothing of it, whatever its {y}.",
    }
    table = f"| row | {names[0]} | {names[1]} |\n|--:|--:|--:|\n" + "\n".join(
        f"| {k} | {p} | {q} |" for k, (p, q) in enumerate(zip(x, y), start=1))  # fmt: skip
    wrong = {}
    for k in rng.permutation(fine)[:3]:
        text = why[bool(x[k] > a), bool(y[k] > b)].format(x=names[0], y=names[1], a=a, b=b)
        wrong[f"Row {k + 1}"] = f"Row {k + 1} {text}"
    if want:
        right = f"Row {broken[0] + 1}"
        wrong[none] = f"One does. Look for {names[0]} over {a}, with {names[1]} of at most {b}."
        told = f"Row {broken[0] + 1} has {names[0]} over {a}, and {names[1]} of at most {b}. One is enough."
    else:
        right = none
        told = f"No row has {names[0]} over {a} together with {names[1]} of at most {b}. The rows that the claim asks "
        told += "nothing of can't refute it."
    return one_of(
        rng, f"{table}\n\nThe claim: every row with {names[0]} over {a} has {names[1]} over {b}. Which row refutes it?",
        right, wrong, told, ("Look only at the rows of which the claim says something.",),
    )  # fmt: skip


def follows(rng: np.random.Generator) -> Question:
    """A rule and one fact: what follows?"""
    p, not_p, q, not_q = rule_of(rng)
    fact, right = [(p, q), (not_q, not_p), (q, ""), (not_p, "")][rng.integers(4)]
    nothing = "Neither of the two follows"
    broken = f"Then the rule would be broken: it forbids “{p}, and {not_q}”."
    wrong, told = {
        p: ({not_q: broken, nothing: f"The rule speaks of just this case: if {p}, {q}."},
            f"The rule speaks of just this case: if {p}, {q}."),
        not_q: ({p: broken, nothing: "The contrapositive speaks of just this case, and it is the same rule."},
                f"The contrapositive is the same rule: if {not_q}, {not_p}."),
        q: ({p: f"You read it backwards: “if {q}, {p}” is the converse. It may have come about in another way.",
             not_p: f"The rule doesn't forbid “{p}, and {q}”. It may well be that {p}."},
            f"The rule forbids neither “{p}, and {q}” nor “{not_p}, and {q}”."),
        not_p: ({not_q: f"“If {not_p}, {not_q}” is the converse, turned over. The rule says nothing of this case.",
                 q: f"The rule asks for that only if {p}. Here it asks for nothing."},
                f"The rule forbids neither “{not_p}, and {q}” nor “{not_p}, and {not_q}”."),
    }[fact]  # fmt: skip
    answer = sentence(right) if right else nothing
    return one_of(
        rng, f"Always: if {p}, {q}. Now you see: {fact}. What follows?", answer,
        {sentence(choice): why for choice, why in wrong.items()}, f"{told} So this is right: “{answer}”.",
        ("Which case does the rule forbid? Is one of the choices that case?",),
    )  # fmt: skip


def sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


SITUATIONS = (same, checked, written, against, follows)
