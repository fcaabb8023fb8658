"""What the step `logic` claims."""

import itertools
import re

import numpy as np
import pytest

from core.warm_up import implies
from labs.warm_up.logic.again import NONE, again
from labs.warm_up.logic.picture import FLIGHTS
from labs.warm_up.logic.question import question
from labs.warm_up.logic.step import CLAIMS, DATA, DEALS, QUIET, RED, SIDES, deal, delays, truth
from labs.warm_up.logic.step import logic as STEP
from labs.warm_up.logic.understand import CODE, RULES, understand, value
from tests.conftest import look

CASES = list(itertools.product([True, False], repeat=2))


def turned(*names: str) -> dict[str, str]:
    return {f"card{'ABCD'.index(name) + 1}": "1,0" for name in names}


def test_the_guess_and_every_other_set_of_cards():
    rule = implies(RED, QUIET)
    may = [name for name, sides in zip("ABCD", SIDES) if not rule[list(sides)].all()]
    assert f"{may[0]} and {may[1]}" == look(STEP).asked[2] == "A and D" and len(may) == 2
    assert "Cards **A** and **D** may still break it" in look(STEP).said
    assert list(zip(RED, QUIET)) == CASES


def test_a_claim_holds_for_the_four_cards_exactly_if_it_is_said_to():
    for claim, number in itertools.product(CLAIMS, range(1, DEALS + 1)):
        broken = [name for name, case in zip("ABCD", deal(number)) if not truth(claim, RED, QUIET)[case]]
        all_ = look(STEP, claim=claim, deal=f"{number}", **turned(*"ABCD")).said
        assert ("**it holds** for these four" in all_) == (not broken)
        assert not broken or f"Card **{broken[0]}** breaks it" in all_
        for name in "ABCD":
            one = look(STEP, claim=claim, deal=f"{number}", **turned(name)).said
            assert ("breaks it. One case is enough" in one) == (name in broken)
    both = {bool([case for case in deal(number) if case == 1]) for number in range(1, DEALS + 1)}
    assert both == {True, False}, "some deals keep the rule, some don't"


def test_the_contrapositive_is_the_rule_and_the_converse_is_not():
    p, q = map(np.array, zip(*CASES))
    rule, converse, contrapositive = (truth(claim, p, q) for claim in CLAIMS)
    assert (rule == contrapositive).all() and (rule != converse).any()
    assert [case for case, fine in zip(CASES, rule) if not fine] == [(True, False)], "it forbids one thing"


def test_a_rule_is_refuted_by_one_card():
    done = []
    for number in range(1, DEALS + 1):
        for count in range(5):
            for names in itertools.combinations("ABCD", count):
                page = look(STEP, deal=f"{number}", **turned(*names))
                if list(page.tasks.values())[0]:
                    done.append((number, names))
                    assert len(names) == 1 and deal(number)["ABCD".index(names[0])] == 1
    assert done
    number, names = done[0]
    assert not list(look(STEP, claim=CLAIMS[1], deal=f"{number}", **turned(*names)).tasks.values())[0]


def place(left: float, arrived: float) -> str:
    x, y = FLIGHTS.at(left, arrived)
    return f"{x:g},{y:g}"


def test_one_flight_refutes_the_rule_another_its_converse_and_a_higher_limit_keeps_it():
    left, arrived = delays()
    (against,) = np.flatnonzero((left > 15) & (arrived <= 0))[:1]
    (backwards,) = np.flatnonzero((left <= 15) & (arrived > 0))[:1]
    page = look(STEP, look=DATA, case=place(left[against], arrived[against]))
    assert page.marked[1][1] == {"the rule": True, "its converse": False, "none against the rule": False}
    assert "**a counterexample**" in page.said and "“always” is refuted" in page.said
    page = look(STEP, look=DATA, claim=CLAIMS[1], case=place(left[backwards], arrived[backwards]), met=page.link["met"])
    assert page.marked[1][1] == {"the rule": True, "its converse": True, "none against the rule": False}
    least = next(a for a in range(15, 55) if not ((left > a) & (arrived <= 0)).any())
    x = FLIGHTS.at(least, 0)[0]
    page = look(STEP, look=DATA, limit=f"{x:g},{FLIGHTS.box[2]}", met=page.link["met"])
    assert page.ran.values["a"] == least and page.ran.results["always"] and not page.ran.results["against"]
    assert list(page.tasks.values())[1] and "Not one of these 120 flights speaks against it" in page.said
    assert len(left) == 120 and (left > least).any(), "the rule still says something"


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_words_count_what_the_cell_counts(claim):
    left, arrived = delays()
    page = look(STEP, look=DATA, claim=claim)
    right = truth(claim, left > 15, arrived > 0)
    assert (page.ran.results["rule"] == right).all()
    assert page.ran.results["always"] == right.all() and page.ran.results["against"] == (not right.all())
    assert f"{(~right).sum()} flights of 120 speak against it" in page.said


def test_where_it_bites():
    assert all([]) is True and "`all([])` is `True`" in look(STEP).bite


def test_the_checkpoint_counts_the_cases():
    for seed in range(300):
        asked = question(seed)
        a, b, c, d = (int(n) for n in re.findall(r"\| (\d+)", asked.prompt))
        condition = re.search("“(.+?)” is true", asked.prompt)[1]
        expected = a + c + d if condition.startswith("if") else b + c + d if " and " in condition else d
        assert asked.answer == expected


def test_the_line_called_the_same_is_the_same_in_every_case():
    for line, (right, *others) in CODE.items():
        assert all(value(line, *case) == value(right, *case) for case in CASES), line
        assert all(any(value(line, *case) != value(other, *case) for case in CASES) for other in others), line
        assert len({right, *others}) == 3
    for line in (line for line in CODE if "checks" in line):
        lists = [list(each) for n in range(4) for each in itertools.product([True, False], repeat=n)]
        assert all(eval(line, {"checks": each}) == eval(CODE[line][0], {"checks": each}) for each in lists)
    for seed in range(2, 202, 5):
        asked = understand(seed)
        assert ("four cases" in asked.solution) == ("four cases" in asked.hints[0]) == ("checks" not in asked.prompt)
        assert ("De Morgan" in asked.solution) == (" says `not " in asked.prompt)


def test_a_rule_reads_the_same_turned_round():
    assert not {"it", "they", "a"} & {half.split()[0] for rule in RULES for half in rule}


def test_what_does_not_follow_is_told_by_the_slip_that_was_made():
    for seed in range(4, 304, 5):
        asked = understand(seed)
        p, not_p, q, not_q = next(rule for rule in RULES if f"if {rule[0]}, {rule[2]}" in asked.prompt)
        fact = asked.prompt.split("Now you see: ")[1].split(". What")[0]
        backwards = {"read it backwards": (q, p), "turned over": (not_p, not_q), "would be broken": None}
        assert "You " not in asked.solution, "it is read after a right answer, too"
        for each in asked.mistakes:
            pair, why = (fact, each.value[0].lower() + each.value[1:]), each.why
            for words, slip in backwards.items():
                assert (words in why) == (pair == slip if slip else pair in ((p, not_q), (not_q, p)))


def test_once_a_claim_is_refuted_every_other_choice_is_told_so():
    refuted = [asked for seed in range(60) if (asked := again(seed).question).answer == NONE]
    assert len(refuted) > 5
    assert all("breaks the claim already" in each.why for asked in refuted for each in asked.mistakes)


def test_the_sentence_called_right_forbids_the_same_case():
    p, q = map(np.array, zip(*CASES))
    for seed in range(0, 200, 5):
        asked = understand(seed)
        one, not_one, other, not_other = next(rule for rule in RULES if f"if {rule[0]}, {rule[2]}" in asked.prompt)
        means = {
            f"If {not_other}, {not_one}.": implies(~q, ~p),
            f"If {other}, {one}.": implies(q, p),
            f"If {not_one}, {not_other}.": implies(~p, ~q),
            f"At least once, {one} and {not_other}.": p & ~q,
        }
        wanted = {"says the same": implies(p, q), "its converse": implies(q, p), "exactly if": ~implies(p, q)}
        (target,) = [truths for words, truths in wanted.items() if words in asked.prompt]
        hits = [choice for choice in asked.choices if (means[choice] == target).all()]
        assert asked.answer in hits and (len(hits) == 1 or "converse" in asked.prompt)


def test_what_is_said_to_follow_follows_and_the_torn_entries_are_those_that_can_break_the_rule():
    for seed in range(4, 204, 5):
        asked = understand(seed)
        rule = next(rule for rule in RULES if f"if {rule[0]}, {rule[2]}" in asked.prompt)
        fact = asked.prompt.split("Now you see: ")[1].split(". What")[0]
        follows = {rule[0]: rule[2], rule[3]: rule[1]}.get(fact, "")
        assert asked.answer.lower() == (follows.lower() or "neither of the two follows")
    for seed in range(1, 201, 5):
        asked = understand(seed)
        asks = {(way, r): f": if {r[2 * way]}, {r[2 - 2 * way]}?" for r in RULES for way in (False, True)}
        backwards, rule = next(key for key, words in asks.items() if words in asked.prompt)
        seek = {rule[2], rule[1]} if backwards else {rule[0], rule[3]}
        known = dict(re.findall(r"([A-D]): (.+?)(?:;|\. Which)", asked.prompt))
        assert asked.answer == " and ".join(sorted(name for name, fact in known.items() if fact in seek))


def test_the_row_called_right_refutes_and_no_other_does():
    for seed in range(3, 203, 5):
        asked = understand(seed)
        rows = [tuple(map(int, row)) for row in re.findall(r"\| (\d) \| (\d) \| (\d) \|", asked.prompt)]
        a, b = map(int, re.findall(r"over (\d)", asked.prompt))
        broken = [k for k, x, y in rows if x > a and y <= b]
        assert asked.answer == (f"Row {broken[0]}" if broken else "None of them does") and len(broken) <= 1
