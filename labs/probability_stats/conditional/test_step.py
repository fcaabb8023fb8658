"""What the step `conditional` claims."""

import re

import numpy as np
import pytest

from core.data import messages
from core.probability import conditional, marginal
from labs.probability_stats.conditional.question import question
from labs.probability_stats.conditional.step import CELLS, GUESSES, WORDS, conditional_step, cuts, read, table
from labs.probability_stats.conditional.understand import (
    how_common_is_it,
    what_follows,
    which_line,
    which_sentence,
    which_square,
)
from tests.conftest import look
from ui.words import number, percent


def shown(**link):
    return look(conditional_step, **link)


def test_the_prediction_and_where_it_bites():
    counts = table("free")
    recall, precision = conditional(counts, "columns")[0, 0], conditional(counts, "rows")[0, 0]
    page = shown()
    assert page.asked[2] == min(GUESSES, key=lambda choice: abs(GUESSES[choice] - precision))
    assert f"{100 * recall:.0f} hold the word" in page.asked[0]
    told = re.search(r"(\d+) are both, of (\d+) spam messages and of (\d+) with", page.verdict)
    assert [int(n) for n in told.groups()] == [counts[0, 0], counts[:, 0].sum(), counts[0].sum()]
    assert counts[:, 0].sum() < counts.sum() / 2 and counts[0].sum() < counts[:, 0].sum(), "rare, and rarer"
    assert f"the recall is {100 * recall:.1f} % and the precision {100 * precision:.1f} %" in page.bite


@pytest.mark.parametrize("word", WORDS)
def test_the_real_counts_stand_on_the_handles(word):
    texts, spam, _ = messages()
    with_word = [word in re.split(r"\W+", text.lower().replace("_", "a")) for text in texts]
    assert table(word)[0].tolist() == [np.sum(with_word & (spam == 1)), np.sum(with_word & (spam == 0))]
    (button,) = [control for control in shown().controls if control["name"] == word]
    page = shown(**button["sets"])
    assert (page.ran.values["counts"] == table(word)).all() and f"“{word}”" in page.said


def test_a_link_keeps_the_counts():
    """A handle's place in the link has six digits, and one message is a step."""
    page = shown(spam="10.5835,100", inspam="0,25.0597", inham="100,1.21469")
    assert (page.ran.values["counts"] == table("free")).all()


def test_every_cell_can_be_read_both_ways():
    counts = table("free")
    for name, (row, column) in CELLS.items():
        said = shown(cell=name).said
        assert f"**{percent(conditional(counts, 'columns')[row, column])}**" in said
        assert f"**{percent(conditional(counts, 'rows')[row, column])}**" in said


def test_the_task_asks_for_a_relative_difference():
    assert all(shown(inham="100,8.87006").tasks.values())
    assert not any(shown(inspam="0,0").tasks.values()), "nothing in the cell: both are 0 %"
    assert not any(shown(spam="100,100", inspam="0,100").tasks.values()), "all in the cell: both are 100 %"
    assert not any(shown(inspam="0,100", inham="100,0").tasks.values()), "the word and spam are the same: both 100 %"
    counts = np.array([[2, 220], [398, 3339]])  # 0.5 % against 0.9 %: half a point, and nearly twice as much
    page = shown(**{name: f"{x:.6g},{y:.6g}" for name, (x, y) in cuts(counts).items()})
    assert (page.ran.values["counts"] == counts).all() and not any(page.tasks.values())
    for word in WORDS:
        link = {name: f"{x:.6g},{y:.6g}" for name, (x, y) in cuts(table(word)).items()}
        for name in CELLS:
            assert not any(shown(cell=name, **link).tasks.values()), "no preset"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"spam": "0,100"}, "No message is spam, so P(word | spam) has no answer"),
        ({"inspam": "0,0", "inham": "100,0"}, "There is no message with the word, so P(spam | word) has no answer"),
        ({"spam": "100,100", "cell": "ham, word"}, "No message is ham, so P(word | ham) has no answer"),
        (
            {"inspam": "0,100", "inham": "100,100", "cell": "ham, no word"},
            "There is no message without the word, so P(ham | no word) has no answer",
        ),
    ],
)
def test_rows_and_columns_of_nobody_have_their_own_words(link, words):
    page = shown(**link)
    assert words in page.said and page.library is None


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 0, 1, 1), "Of 1 spam message, 1 holds “ok”: **100 %**. Of 1 message with “ok”, 1 is spam: **100 %**."),
        (
            (3, 1, 7, 0),
            "Of 7 spam messages, 3 don't hold “ok”: **42.9 %**. There is no message without “ok”, so P(spam | no ok)",
        ),
        (
            (1, 1, 9, 4),
            "Of 9 spam messages, 1 doesn't hold “ok”: **11.1 %**. Of 4 messages without “ok”, 1 is spam: **25 %**.",
        ),
    ],
)
def test_one_and_many_are_told_apart(counts, words):
    count, row, of_kind, of_word = counts
    assert words in read("ok", row, "spam", count, of_kind, of_word, 20).replace("\u00a0", " ")


def test_equal_totals_are_named_as_the_reason():
    said = shown(spam="50,100", inspam="0,50", inham="100,50").said
    assert "Both totals are about the same, so both shares are too" in said
    assert "about the same" not in shown().said


def test_the_checkpoint_asks_both_ways():
    ways = set()
    for seed in range(500):
        asked = question(seed)
        rows = re.findall(r"\| \*\*(.+?)\*\* \| (\d+) \| (\d+) \|", asked.prompt)
        counts = np.array([[int(n) for n in row[1:]] for row in rows])
        assert counts.sum() == int(asked.prompt.split()[0])
        given_row = f"given {rows[0][0]})" in asked.prompt
        total = counts[0].sum() if given_row else counts[:, 0].sum()
        assert asked.answer == pytest.approx(counts[0, 0] / total)
        ways.add(given_row)
    assert ways == {True, False}


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_only_the_right_sentence_is_held_up_by_the_table():
    totals = set()
    for asked in drawn(which_sentence):
        cells = re.findall(r"\| (\d+) \| (\d+) \|", asked.prompt)
        (both, other), (third, fourth) = np.array(cells, dtype=int)
        shares = {"Of all": both / (both + other + third + fourth), "row": both / (both + other),
                  "column": both / (both + third)}  # fmt: skip
        column = re.search(r"\| \| (.+?) \|", asked.prompt).group(1)
        for choice in asked.choices:
            kind = (
                "Of all"
                if choice.startswith("Of all")
                else "column"
                if choice.startswith(f"Of the {column}")
                else "row"
            )
            told = int(re.search(r"(\d+) %", choice).group(1))
            assert (abs(told - 100 * shares[kind]) < 0.51) == (choice == asked.answer)
            totals |= {kind} if choice == asked.answer else set()
    assert len(totals) == 3


def test_the_right_square_has_the_share_by_area_and_not_by_height():
    for asked in drawn(which_square, 60):
        told = int(re.search(r"In one team (\d+) %", asked.prompt).group(1))
        shares, heights = [], []
        for sketch in asked.sketches:
            left, right = (np.array(mark["points"]) for mark in sketch.marks[2:4])
            areas = [np.ptp(box[:, 0]) * np.ptp(box[:, 1]) for box in (left, right)]
            shares.append(100 * areas[0] / sum(areas))
            heights.append(np.ptp(left[:, 1]))
        right = asked.choices.index(asked.answer)
        assert abs(shares[right] - told) < 0.6 and right == np.argmax(shares) != np.argmax(heights)


def test_the_right_line_gives_the_share_that_is_wanted():
    for asked in drawn(which_line):
        counts = np.array(eval(re.search(r"np.array\((.+?)\)`", asked.prompt).group(1)))
        down, across = re.search(r"row for “(.+?)”.+column for “(.+?)”", asked.prompt).groups()
        wanted = re.search(r"know: of (?:the|all) (.+?), what share", asked.prompt).group(1)
        given = eval(asked.answer.strip("`"), {"counts": counts})[0, 0]
        in_row, in_column = wanted.startswith(down), wanted.startswith(across)
        total = counts[0].sum() if in_row else counts[:, 0].sum() if in_column else counts.sum()
        assert given == pytest.approx(counts[0, 0] / total)
        for mistake in asked.mistakes:
            other = eval(mistake.value.strip("`"), {"counts": counts})[0, 0]
            assert number(other, 2) in mistake.why and abs(other - given) > 0.04


def test_what_follows_holds_in_a_table_with_these_shares():
    """A table for each of the three reports; the right claim holds in it, and the other two don't."""
    tables = {
        "are both": np.array([[60, 40], [40, 9860]]),
        "and so is": np.array([[36, 64], [324, 576]]),
        "is 100 %": np.array([[40, 60], [0, 900]]),
    }
    for sign, counts in tables.items():
        forth, back = conditional(counts, "columns")[0, 0], conditional(counts, "rows")[0, 0]
        equal = counts[0].sum() == counts[:, 0].sum()
        independent = back == pytest.approx(marginal(counts, "columns")[0])
        each = forth == 1 and back < 1
        assert [equal, independent, each] == [sign == other for other in tables]
        assert equal == (forth == pytest.approx(back))
    seen = set()
    for asked in drawn(what_follows):
        (sign,) = [sign for sign in tables if sign in asked.prompt]
        claim = {"are both": "about as many", "and so is": "tells nothing", "is 100 %": "not the other way round"}[sign]
        assert claim in asked.answer
        seen.add(sign)
    assert len(seen) == 3


def test_how_frequent_the_sign_is_among_all_decides():
    seen = set()
    for asked in drawn(how_common_is_it):
        given, usual = figures(asked.prompt)
        risk = given / usual  # P(bad | sign) / P(bad), by Bayes' rule
        word = "as frequent" if risk == 1 else "more frequent" if risk > 1 else "rarer"
        assert word in asked.answer
        seen.add(word)
    assert len(seen) == 3
