"""What the step `conditional` claims."""

import re

import numpy as np
import pytest

from core.data import messages
from core.probability import conditional
from labs.probability_stats.conditional.question import question
from labs.probability_stats.conditional.step import CELLS, GUESSES, WORDS, table
from tests.conftest import LABS, open_step, page_of
from ui.words import percent

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "conditional")


def shown(**link):
    return page_of(open_step(LAB, STEP, **link), STEP)


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
    app = open_step(LAB, STEP)
    app.button(key=word).click().run()
    page = page_of(app, STEP)
    assert (page.ran.values["counts"] == table(word)).all() and f"“{word}”" in page.said[0]


def test_a_link_keeps_the_counts():
    """A handle's place in the link has six digits, and one message is a step."""
    page = shown(spam="10.5835,100", inspam="0,25.0597", inham="100,1.21469")
    assert (page.ran.values["counts"] == table("free")).all()


def test_every_cell_can_be_read_both_ways():
    counts = table("free")
    for name, (row, column) in CELLS.items():
        said = shown(cell=name).said[0]
        assert f"**{percent(conditional(counts, 'columns')[row, column])}**" in said
        assert f"**{percent(conditional(counts, 'rows')[row, column])}**" in said


def test_the_task_can_be_done_and_not_with_an_empty_cell():
    assert all(shown(inham="100,8.87006").tasks.values())
    assert not any(shown(inspam="0,0").tasks.values()), "nothing in the cell: both are 0 %"
    assert not any(shown(spam="100,100", inspam="0,100").tasks.values()), "all in the cell: both are 100 %"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"spam": "0,100"}, "No message is “spam”, so P(word | spam) has no answer"),
        ({"inspam": "0,0", "inham": "100,0"}, "No message is “word”, so P(spam | word) has no answer"),
        ({"spam": "100,100", "cell": "ham, word"}, "No message is “ham”, so P(word | ham) has no answer"),
        ({"inspam": "0,100", "inham": "100,100", "cell": "ham, no word"}, "No message is “no word”"),
    ],
)
def test_rows_and_columns_of_nobody_have_their_own_words(link, words):
    page = shown(**link)
    assert words in page.said[0] and page.library is None


def test_equal_totals_are_named_as_the_reason():
    said = shown(spam="50,100", inspam="0,50", inham="100,50").said[0]
    assert "Both totals are about the same" in said
    assert "about the same" not in shown().said[0]


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
