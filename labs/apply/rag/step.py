"""Does the answer come from the passage?"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.data import passages, pieces_of
from core.retrieval import bm25, chunks, recall_at_k, reciprocal_rank_fusion, top_k
from labs.apply.rag import picture as chart
from labs.apply.rag.handbook import asked, handbook, known, unit, words_of
from labs.apply.rag.question import question
from labs.apply.rag.turn import turn
from labs.apply.rag.understand import understand
from ui.scene import step
from ui.words import number, percent

SIZES = [15, 20, 30, 40, 60, 90, 120, 160]
OVERLAPS = {"none": 0.0, "a quarter": 0.25, "half": 0.5}
FINDERS = {"Vectors": ["vectors"], "BM25": ["bm25"], "Both": ["vectors", "bm25"]}
REREAD = [0, 10, 20, 40]
GUESSES = {"All 34": 34, "About 28": 28, "About 20": 20}
ANSWERABLE = [row for row, right in enumerate(known().right) if right.any()]
FIRST = "my drain is clogged"
CHOICES = [FIRST, *(text for text in known().texts if text != FIRST)]


class Outcome(NamedTuple):
    """What the cell returns."""

    cuts: np.ndarray  # (parts,) the word each part begins with
    sent: np.ndarray  # (n, k) of each question the parts that go to the model, best first; -1 where it is refused
    best: np.ndarray  # (n,) the best score of what was to be sent
    kept: np.ndarray  # (n, 4) is a right passage there: whole in a part, found, in the prompt, and not refused
    pieces: float  # word pieces sent for a question, on average
    reread: float  # and read by MiniLM


def passages_in(part: list[int], starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """The passages that stand whole in a part, by number; the part is a run of word numbers.

    >>> passages_in([3, 4, 5, 6], np.array([0, 4, 6]), np.array([4, 6, 9]))
    array([1])
    """
    return np.flatnonzero((starts >= part[0]) & (stops <= part[-1] + 1))


def reached(ranking: list[int], holding: set[int]) -> bool:
    """Is one of the parts that hold a right passage in the ranking?

    >>> reached([4, 2], {2, 7}), reached([4, 2], set())
    (True, False)
    """
    return bool(holding) and recall_at_k(ranking, holding, len(ranking)) > 0


@step(
    "Does the answer come from the passage?",
    why="An assistant over your documents fails at one stage, and only counting stage by stage tells which.",
    needs=["retrieval"],
)
def rag(page):
    r"""
    **Retrieval-augmented generation** (RAG) is a chain: what one link loses, no later link brings back. Cut the
    texts into **chunks** that may **overlap**. Find some by vectors, by **BM25** (shared words, rare ones count more),
    or by both, with **reciprocal rank fusion**:

    $$\text{fused score} = \sum_{\text{rankings}} \frac{1}{60 + \text{place}}$$

    A **reranker**, a better model, sorts these anew. Refuse if even the best scores low. The $k$ best make the prompt.

    Here 38 questions meet a handbook of 148 passages. One counts as answered from the right passage if such a passage
    stands whole in the prompt. Vectors are word pieces added up: any text gets one, of far lower quality
    than MiniLM's.
    """
    guess = page.predict(
        "You cut the handbook into chunks of 30 words, end to end. Its passages have 8 to 27 words. 34 questions have "
        "a right passage. For how many does one stand whole in a chunk?",
        list(GUESSES),
        answer="About 20",
        because="Few passages end where a chunk ends. What is cut through is lost before anything is searched.",
        tries={"size": SIZES.index(30), "overlap": "0"},
    )
    by = page.choose("by", "Find by", list(FINDERS), wide=5)
    typed = page.pick(
        "ask",
        "Pick a question, or type your own",
        CHOICES,
        typed=True,
        quiet=True,
        beside=True,
        wide=6,
        help="A touch on a dot at the end of a thread picks its question, too.",
    )
    words = [f"{size} words" for size in SIZES]
    size = page.slider("size", "Cut: chunks of", options=SIZES, texts=words, value=30)
    share = page.slider("overlap", "Overlap", options=list(OVERLAPS), value="a quarter", beside=True)
    texts = ["none", *(f"{many} chunks" for many in REREAD[1:])]
    reread = page.slider("rerank", "MiniLM reranks", options=REREAD, texts=texts, value=0, wide=3)
    k = page.slider("k", "k, in the prompt", 1, 10, 3, beside=True, wide=3)
    refuse = page.slider("refuse", "Refuse if the best score is below", 0, 0.6, 0, 0.01, beside=True, wide=3)

    page.tell(
        "MiniLM scores a chunk by the best passage that stands whole in it."
        if reread
        else "The score to refuse by is the cosine of a chunk's vector with that of the question.",
        where="more",
    )

    def cell(words, vectors, starts, stops, questions, meant, right, reader, counts, size, overlap, by, reread, k,
             refuse_below):  # fmt: skip
        # words, vectors, counts: of the handbook's words, with how many pieces each has; starts, stops: its passages
        # meant: the vectors of the questions; right: which passages are right for each; reader: MiniLM's score of each
        parts = chunks(list(range(len(words))), size, overlap)
        whole = [passages_in(part, starts, stops) for part in parts]
        texts = [[words[i] for i in part] for part in parts]
        directions = unit(np.array([vectors[part].sum(axis=0) for part in parts]))

        best, kept, sent, pieces, read = [], [], [], [], []
        for q, text in enumerate(questions):
            near = directions @ meant[q]
            scores = {"vectors": near, "bm25": bm25(words_of(text), texts)}
            found = reciprocal_rank_fusion([top_k(scores[each], len(parts)) for each in by])[: max(reread, k)]
            fits = {part: float(near[part]) for part in found}
            if reread:
                fits = {part: max(reader[q, whole[part]].tolist(), default=0.0) for part in found}
            first = sorted(found, key=fits.get, reverse=True)[:k] if reread else found[:k]
            best.append(max(fits[part] for part in first))
            goes = best[-1] >= refuse_below

            holding = {part for part in range(len(parts)) if right[q, whole[part]].any()}
            there = reached(first, holding)
            kept.append([bool(holding), reached(found, holding), there, there and goes])
            sent.append(first if goes else [-1] * k)
            pieces.append(sum(int(counts[parts[part]].sum()) for part in first) if goes else 0)
            read.append(sum(int(counts[parts[part]].sum()) for part in found) if reread else 0)

        cuts = np.array([part[0] for part in parts])
        sent, best, kept = np.array(sent), np.array(best), np.array(kept)
        pieces_sent, pieces_reread = float(np.mean(pieces)), float(np.mean(read))
        return cuts, sent, best, kept, pieces_sent, pieces_reread

    own = "" if typed.casefold() in ROWS else typed
    row = ROWS.get(typed.casefold(), len(ROWS))
    overlap = int(size * OVERLAPS[share])
    here, these = handbook(), asked(own)
    given = {"size": size, "overlap": overlap, "by": FINDERS[by], "reread": reread, "k": k, "refuse_below": refuse}
    page.yours(turn)
    out = page.run(
        cell, known={cell: outcome(own, size, overlap, by, reread, k, refuse)},
        words=here.words, vectors=here.vectors, starts=here.starts, stops=here.stops, questions=these.texts,
        meant=these.vectors, right=these.right, reader=these.reader, counts=counts(), **given,
    )  # fmt: skip
    out = Outcome(*out)
    ends = [min(int(cut) + size, len(here.words)) for cut in out.cuts]
    sent = [(int(out.cuts[part]), ends[part]) for part in out.sent[row] if part >= 0]
    right = [(int(here.starts[each]), int(here.stops[each])) for each in np.flatnonzero(these.right[row])]
    asks_for_it = size == 30 and overlap == 0
    page.picture(
        chart.threads(out.kept[:38], (out.sent[:38, 0] >= 0).tolist(), known().texts, row)
        + (chart.guessed(GUESSES[guess]) if guess and asks_for_it else [])
        + chart.shelf(len(here.words), out.cuts.tolist(), right, sent, typed),
        says=" ".join([said_of_all(out), said_of_one(out, row, own, reread, refuse), said_of_cost(out)]),
        size=chart.SIZE,
    )
    page.listing(prompt([" ".join(here.written[a:b]) for a, b in sent], typed), where="more")
    right_answers, wrongly = out.kept[ANSWERABLE, 3].sum(), int((out.sent[UNANSWERABLE, 0] >= 0).sum())
    page.task(
        "Lift the questions answered from the right passage over 90 %, and refuse all four that no passage answers.",
        done=right_answers > 0.9 * len(ANSWERABLE) and wrongly == 0,
    )
    page.task(
        "Type a question of your own: ask how bees tell each other where flowers are, without the words bee, flower, "
        "dance or hive, and get that passage into the prompt whole.",
        done=bool(own) and in_other_words(own) and any(a <= BEES[0] and BEES[1] <= b for a, b in sent),
    )
    page.bites(
        "Your assistant answers fluently from the wrong page. You pay for a larger model, and it answers more "
        "fluently, from the wrong page. The passage was lost long before: chunks of 40 words, end to end, cut through "
        "every right passage of 13 of these 34 questions. The test had looked fine, because its questions were written "
        "from the chunks. Here BM25, with chunks of 60 words that overlap by half and k = 5, brings a right passage "
        "for 6 of the 6 questions in the passage's own words, and for 11 of the 28 in other words. Test with questions "
        "of real users, and count stage by stage."
    )
    page.check(question, understand)


ROWS = {text.casefold(): row for row, text in enumerate(known().texts)}
BEES = [int(ends[passages().ids.index("na01")]) for ends in (handbook().starts, handbook().stops)]
UNANSWERABLE = [row for row in range(len(ROWS)) if row not in ANSWERABLE]


@lru_cache(maxsize=256)
def outcome(own: str, size: int, overlap: int, by: str, reread: int, k: int, refuse: float) -> Outcome:
    """What the cell returns, worked out for all questions at once."""
    cut = cut_up(size, overlap)
    best, kept, sent, pieces, read = [], [], [], [], []
    for row, ranking in enumerate(rankings(own, size, overlap, by)):
        found = ranking[: max(reread, k)]
        fits = fit(own, size, overlap, reread > 0)[row]
        first = sorted(found, key=lambda part: -fits[part])[:k] if reread else found[:k]
        best.append(float(fits[first].max()))
        goes = best[-1] >= refuse
        right = asked(own).right[row]
        holding = set(np.flatnonzero((cut.whole & right).any(axis=1)).tolist())
        there = reached(first, holding)
        kept.append([bool(holding), reached(found, holding), there, there and goes])
        sent.append(first if goes else [-1] * k)
        pieces.append(int(cut.pieces[first].sum()) if goes else 0)
        read.append(int(cut.pieces[found].sum()) if reread else 0)
    return Outcome(
        cut.cuts, np.array(sent), np.array(best), np.array(kept), float(np.mean(pieces)), float(np.mean(read))
    )


class Cut(NamedTuple):
    """The handbook cut up."""

    cuts: np.ndarray  # (parts,) the word each part begins with
    texts: list[list[str]]
    directions: np.ndarray  # (parts, 64)
    whole: np.ndarray  # (parts, 148) does the passage stand whole in the part?
    pieces: np.ndarray  # (parts,)


@lru_cache(maxsize=32)
def cut_up(size: int, overlap: int) -> Cut:
    here = handbook()
    parts = chunks(list(range(len(here.words))), size, overlap)
    first, last = np.array([part[0] for part in parts]), np.array([part[-1] for part in parts])
    whole = (here.starts >= first[:, np.newaxis]) & (here.stops <= last[:, np.newaxis] + 1)
    directions = unit(np.array([here.vectors[part].sum(axis=0) for part in parts]))
    texts = [[here.words[i] for i in part] for part in parts]
    return Cut(first, texts, directions, whole, np.array([counts()[part].sum() for part in parts]))


@lru_cache(maxsize=64)
def rankings(own: str, size: int, overlap: int, by: str) -> list[list[int]]:
    """Of each question all parts, best first."""
    cut, these = cut_up(size, overlap), asked(own)
    weights, found = word_weights(size, overlap), []
    for words, meant in zip(these.words, these.vectors):
        scores = {"vectors": cut.directions @ meant, "bm25": np.zeros(len(cut.cuts))}
        for word in words:
            scores["bm25"] = scores["bm25"] + weights.get(word, 0)
        found.append(reciprocal_rank_fusion([top_k(scores[each], len(cut.cuts)) for each in FINDERS[by]]))
    return found


@lru_cache(maxsize=32)
def word_weights(size: int, overlap: int) -> dict[str, np.ndarray]:
    """What each word of the 38 questions and of the handbook gives to each part: `bm25` of that word alone."""
    texts = cut_up(size, overlap).texts
    lengths = np.array([len(text) for text in texts])
    rows: dict[str, np.ndarray] = {}
    for part, text in enumerate(texts):
        for word in text:
            rows.setdefault(word, np.zeros(len(texts)))[part] += 1
    scale, found = 1.2 * (0.25 + 0.75 * lengths / lengths.mean()), {}
    for word, f in rows.items():
        m = np.count_nonzero(f)
        found[word] = np.log(1 + (len(texts) - m + 0.5) / (m + 0.5)) * 2.2 * f / (f + scale)
    return found


@lru_cache(maxsize=64)
def fit(own: str, size: int, overlap: int, reread: bool) -> np.ndarray:
    """How well each part fits each question: by its best whole passage, or as a whole."""
    cut, these = cut_up(size, overlap), asked(own)
    if not reread:
        return np.array([cut.directions @ meant for meant in these.vectors])
    best = np.where(cut.whole, these.reader[:, np.newaxis, :], -np.inf).max(axis=2)
    return np.where(np.isfinite(best), best, 0.0)


@lru_cache(maxsize=1)
def counts() -> np.ndarray:
    """How many word pieces each word of the handbook has."""
    return np.array([len(pieces_of(word)) for word in handbook().written])


def in_other_words(text: str) -> bool:
    """Does it do without the passage's own words?

    >>> in_other_words("how do honey insects talk"), in_other_words("Do bees dance?")
    (True, False)
    """
    return not any(stem in text.lower() for stem in ("bee", "flower", "danc", "hive"))


def prompt(sent: list[str], text: str) -> str:
    """What goes to the language model, word for word."""
    if not sent:
        return "Nothing goes to the model. The answer is: I can't find that in the handbook."
    listed = "\n".join(f"[{place}] … {words} …" for place, words in enumerate(sent, start=1))
    return (
        "Answer the question from these excerpts alone, and name the number of the one you used.\n"
        f"If they don't hold the answer, say so.\n\n{listed}\n\nQuestion: {text}"
    )


def said_of_all(out: Outcome) -> str:
    """How many come through."""
    _, found, there, answered = out.kept[ANSWERABLE].sum(axis=0).tolist()
    whole = out.kept[ANSWERABLE, 0].sum()
    wrong = int((out.sent[ANSWERABLE, 0] >= 0).sum()) - answered
    refused = int((out.sent[UNANSWERABLE, 0] < 0).sum())
    return (
        f"Of 34 questions {whole} have a right passage whole in a chunk, {found} after finding, {there} in the prompt: "
        f"**{answered} ({percent(answered / 34)}) are answered from the right passage**, {wrong} without it. Of "
        f"the 4 that nothing answers, {refused or 'none'} {'is' if refused < 2 else 'are'} refused."
    )


def said_of_one(out: Outcome, row: int, own: str, reread: int, refuse: float) -> str:
    """What becomes of the question chosen."""
    if own:
        by = " MiniLM is too large to run here, so word pieces rerank it, on a scale of their own." if reread else ""
        went = (
            "Read the prompt and judge"
            if out.sent[row, 0] >= 0
            else f"It is refused: its best score is {below(out, row)}"
        )
        return f"Nobody has marked a passage for your own question. {went}.{by}"
    if row in UNANSWERABLE:
        return "Yours has no answer there, and it is refused." if out.sent[row, 0] < 0 else (
            "**Yours has no answer there**, and chunks go to the model all the same.")  # fmt: skip
    whole, found, there, answered = out.kept[row].tolist()
    if answered:
        return "Yours is answered from the right passage."
    if not whole:
        lost = (
            "its right passage is cut through"
            if known().right[row].sum() == 1
            else "its right passages are cut through"
        )
    elif not found:
        lost = "no chunk with a right passage is found"
    elif not there:
        lost = "reranking leaves it behind"
    else:
        return f"Yours is **refused with the right passage in hand**: the best score is {below(out, row)}."
    then = "the prompt goes out without it" if out.sent[row, 0] >= 0 else "at least it is refused"
    return f"Yours is **lost**: {lost}, and {then}."


def below(out: Outcome, row: int) -> str:
    """A score that was too low, rounded down so that it never reads as the threshold."""
    return number(np.floor(1000 * out.best[row]) / 1000, 3)


def said_of_cost(out: Outcome) -> str:
    """Word pieces, and what they cost."""
    read = f" MiniLM reads {number(out.reread)} more." if out.reread else ""
    return (
        f"Word pieces sent for a question: {number(out.pieces)}, or {number(out.pieces / 1000, 2)} dollars for 1,000 "
        + (f"questions at 1 dollar a million.{read}")
    )
