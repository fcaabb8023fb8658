"""What the step `rag` claims."""

import re

import numpy as np
import pytest

from core.data import passages, queries
from core.retrieval import bm25, chunks, reciprocal_rank_fusion, top_k
from labs.apply.rag import picture as chart
from labs.apply.rag import step as lab
from labs.apply.rag.handbook import handbook, known, unit
from labs.apply.rag.question import question
from labs.apply.rag.step import ANSWERABLE, OVERLAPS, REREAD, SIZES, UNANSWERABLE, outcome, rag
from labs.apply.rag.understand import understand
from tests.conftest import look, tried

BEST = {"by": "Both", "size": "6", "overlap": "1", "rerank": "2", "refuse": "0.24"}
BEES = "how do honey insects talk to each other"


def test_the_prediction_is_what_is_counted():
    page = tried(rag)
    assert page.ran.values["size"] == 30 and page.ran.values["overlap"] == 0
    whole = page.ran.results["kept"][ANSWERABLE, 0].sum()
    assert page.asked[2] == min(lab.GUESSES, key=lambda text: abs(lab.GUESSES[text] - whole)) and whole == 20
    lengths = [len(text.split()) for text in passages().texts]
    assert (min(lengths), max(lengths), len(lengths), len(ANSWERABLE)) == (8, 27, 148, 34)
    assert "8 to 27 words" in page.asked[0]
    for place, guess in enumerate(lab.GUESSES.values(), start=1):
        marks = look(rag, str(place), size="2", overlap="0").marks
        (line,) = [m for m in marks if m["role"] == "guess" and m["kind"] == "line"]
        assert line["points"][0][1] == pytest.approx(-(chart.TOP + chart.PITCH * (guess - 0.5)), abs=0.01)
        assert not [m for m in look(rag, str(place)).marks if m["role"] == "guess"], "another cut was asked about"


@pytest.mark.parametrize(
    "link",
    [{}, BEST, {"by": "BM25", "size": "0", "k": "10"}, {"ask": BEES, "rerank": "1", "by": "Both"}, {"ask": "(((("}],
)
def test_the_short_way_gives_what_the_cell_gives(link):
    ran = look(rag, **link).ran
    fresh = dict(zip(ran.results, ran.cell(**ran.values)))
    for name, value in ran.results.items():
        assert np.array_equal(fresh[name], value) if isinstance(value, np.ndarray) else fresh[name] == value, name


def test_a_passage_counts_only_where_it_stands_whole_and_lost_is_lost():
    for size, share, reread in ((20, 0.5, 20), (30, 0.0, 0), (90, 0.25, 40)):
        out = outcome("", size, int(size * share), "Both", reread, 3, 0.3)
        assert (np.diff(out.kept.astype(int), axis=1) <= 0).all(), "no later stage brings it back"
        ends = [min(int(cut) + size, 2290) for cut in out.cuts]
        for row in range(38):
            texts = [" ".join(handbook().written[out.cuts[part] : ends[part]]) for part in out.sent[row] if part >= 0]
            there = any(passages().texts[each] in text for each in queries().relevant[row] for text in texts)
            assert there == out.kept[row, 3]
    assert " ".join(handbook().written) == " ".join(passages().texts)


def test_the_tasks_can_be_done():
    page = look(rag, **BEST)
    first, second = page.tasks
    assert page.tasks == {first: True, second: False}
    assert page.ran.results["kept"][ANSWERABLE, 3].sum() == 31 and (page.ran.results["sent"][34:] == -1).all()
    assert not look(rag, **BEST | {"refuse": "0.2"}).tasks[first], "one that nothing answers gets an answer"
    assert look(rag, ask=BEES, size="3").tasks[second] and not look(rag, ask=BEES).tasks[second], "cut through at first"
    assert not look(rag, ask="how do bees dance for flowers", size="3").tasks[second], "these are its own words"
    assert not look(rag, ask="how do I fix a puncture").tasks[second]


def test_the_figures_of_where_it_bites():
    bite = look(rag).bite
    cut_through = 34 - outcome("", 40, 0, "Vectors", 0, 3, 0.0).kept[:, 0].sum()
    assert f"passage of {cut_through} of these 34 questions" in bite
    kept = outcome("", 60, 30, "BM25", 0, 5, 0.0).kept[:, 3]
    same, other = (np.array([kind == each for kind in queries().kinds]) for each in ("same words", "paraphrase"))
    assert f"for {kept[same].sum()} of the {same.sum()} questions in the passage's own words" in bite
    assert f"for {kept[other].sum()} of the {other.sum()} in other words" in bite


def test_every_sentence_about_a_question_is_what_became_of_it():
    seen = set()
    for link in ({}, BEST, {"size": "3", "overlap": "0", "refuse": "0.45"}, {"rerank": "1", "size": "5", "k": "1"}):
        for text in known().texts:
            page = look(rag, ask=text, **link)
            row = known().texts.index(text)
            whole, found, there, answered = page.ran.results["kept"][row]
            sent = page.ran.results["sent"][row, 0] >= 0
            told = {
                "no answer there": row in UNANSWERABLE,
                "and it is refused.": row in UNANSWERABLE and not sent,
                "answered from the right passage.": answered,
                "cut through": row not in UNANSWERABLE and not whole,
                "is found, and": whole and not found,
                "reranking leaves it behind": found and not there,
                "with the right passage in hand": there and not answered,
                "the prompt goes out without it": row not in UNANSWERABLE and sent and not answered,
                "at least it is refused": row not in UNANSWERABLE and not sent and not there,
            }
            for words, true in told.items():
                assert (words in page.said) == bool(true), (words, page.said)
            seen |= {words for words, true in told.items() if true}
    assert seen == set(told), "every one of them has been seen"


def test_the_picture_counts_what_it_draws():
    page = look(rag, **BEST)
    kept = page.ran.results["kept"]
    numbers = [m["text"] for m in page.marks if m["kind"] == "text" and m.get("height")]
    assert numbers == [str(n) for n in (34, *kept[ANSWERABLE].sum(axis=0))]
    losses = [int(m["text"][1:]) for m in page.marks if m["kind"] == "text" and m["text"].startswith("−")]
    assert sum(losses) == 34 - kept[:, 3].sum()
    key = " ".join(m["text"] for m in page.marks if m["kind"] == "text" and m["text"][0] in "●○")
    assert sum(map(int, re.findall(r"\d+", key))) == 38
    dots = [m for m in page.marks if m.get("picks") == "ask"]
    assert sum(len(m["titles"]) for m in dots) == 38 and {t for m in dots for t in m["titles"]} == set(known().texts)
    shown = page.blocks[-1].content
    assert all(f"[{place}]" in shown for place in (1, 2, 3)) and shown.endswith("my drain is clogged")
    assert "Nothing goes to the model" in look(rag, refuse="0.6").blocks[-1].content


def test_mini_lm_is_far_better_than_the_pieces_added_up():
    here = known()
    stored = unit(np.array([handbook().vectors[a:b].sum(axis=0) for a, b in zip(handbook().starts, handbook().stops)]))
    first = {"pieces": (here.vectors @ stored.T).argmax(axis=1), "MiniLM": here.reader.argmax(axis=1)}
    hits = {name: sum(here.right[row, rows[row]] for row in ANSWERABLE) for name, rows in first.items()}
    assert hits["MiniLM"] > 1.5 * hits["pieces"]


def test_a_score_that_was_refused_reads_lower_than_the_threshold():
    for hundredths in range(20, 60):
        page = look(rag, refuse=f"{hundredths / 100}", size="5")
        found = re.search(r"the best score is ([\d.]+)\.", page.said)
        assert not found or float(found[1]) < hundredths / 100


def test_the_question_multiplies_and_the_traces_are_true():
    for seed in range(1, 60):
        asked = question(seed)
        n, found, kept = (
            int(re.search(p, asked.prompt)[1]) for p in (r"with (\d+) q", r"found for (\d+)", r"for (\d+) %")
        )
        assert asked.answer == pytest.approx(found / n * kept)
        assert understand(seed).is_clear()


def test_a_reviewed_line_is_wrong_as_it_is_told():
    starts = list(range(0, 200, 40 + 10))
    assert any(all(not start <= word < start + 40 for start in starts) for word in range(200)), "words in no chunk"
    assert {word for part in chunks(list(range(200)), 40, 10) for word in part} == set(range(200))
    texts = [[handbook().words[i] for i in part] for part in chunks(list(range(2290)), 60, 15)]
    words, near = bm25("what is the standard deviation of values".split(), texts), np.linspace(-1, 1, len(texts))
    assert words.max() > 5 and top_k(words + near, 1) == top_k(words, 1)
    assert reciprocal_rank_fusion([[0, 1], [1, 0]]) == [0, 1], "places count alike, whatever the scales"


def test_sizes_and_shares_are_what_the_prose_needs():
    assert SIZES == sorted(SIZES) and list(OVERLAPS.values())[0] == 0 and REREAD[0] == 0
    assert all(int(size * share) < size for size in SIZES for share in OVERLAPS.values())
