"""What the step `conditional` claims."""

import re

import numpy as np
import pytest

from core.data import messages
from core.probability import conditional
from labs.probability_stats.conditional.question import question
from labs.probability_stats.conditional.step import CELLS, GUESSES, WORDS, conditional_step, cuts, read, table
from tests.conftest import look
from ui.words import percent


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
