"""What `rag` asks beside numbers: where a passage was lost, which stage to mend, and what a change can move."""

from __future__ import annotations

import numpy as np

from ui.question import Question, in_turn, one_of
from ui.words import ordinal

BOTS = ("the wiki bot", "the support bot", "the contract finder", "the manual search", "the HR assistant")
CUT, FOUND, RERANKED, REFUSED, MODEL = (
    "When the text was cut", "When chunks were found", "When they were reranked", "When it refused", "In the model",
)  # fmt: skip
DOES = {
    CUT: "the chunks were cut so that it stands whole in none",
    FOUND: "it was not among the chunks found",
    RERANKED: "it was found, and reranking left it outside the prompt",
    REFUSED: "it was in hand, and the threshold held it back",
    MODEL: "the prompt held it, and the answer is another",
}


def understand(seed: int) -> Question:
    """One of five situations, with a story and numbers of its own."""
    return in_turn(seed, lost_where, mend_first, moves_first, too_good, reviewed)


def lost_where(rng: np.random.Generator) -> Question:
    """The trace of one question. Where did the right passage get lost?"""
    right = (CUT, FOUND, RERANKED, REFUSED, MODEL)[rng.integers(5)]
    bot, wide, k = str(rng.choice(BOTS)), int(rng.choice([20, 30, 50])), int(rng.integers(3, 6))
    limit = int(rng.integers(25, 50)) / 100
    found = int(rng.integers(1, wide + 1)) if right != FOUND else wide + int(rng.integers(3, 40))
    place = int(rng.integers(1, k + 1)) if right != RERANKED else k + int(rng.integers(1, 8))
    best = limit + int(rng.integers(3, 30)) / 100 if right != REFUSED else limit - int(rng.integers(2, 10)) / 100
    rows = [("stands whole in a chunk", "no" if right == CUT else "yes")]
    if right != CUT:
        rows.append((f"place when {wide} chunks are found", ordinal(found)))
    if right not in (CUT, FOUND):
        rows.append((f"place after reranking, {k} go to the prompt", ordinal(place)))
    rows.append((f"best score (refused below {limit:.2f})", f"{best:.2f}"))
    trace = "".join(f"| {name} | {value} |\n" for name, value in rows)
    whys = {
        CUT: "The trace says that it stands whole in a chunk, so cutting did it no harm.",
        FOUND: "It never stood whole in a chunk, so no finding could bring it back whole." if right == CUT
        else f"It came {ordinal(found)} of the {wide} that were kept, so it was found.",
        RERANKED: "Reranking sorts what it is given, and the whole passage wasn't among it." if right in (CUT, FOUND)
        else f"It came {ordinal(place)}, and {k} go to the prompt.",
        REFUSED: f"The best score, {best:.2f}, is not below {limit:.2f}, so nothing was refused.",
        MODEL: "It was given nothing: the bot refused before." if right == REFUSED
        else "The model was never given the whole passage, so it couldn't use it.",
    }  # fmt: skip
    others = [each for each in whys if each != right]
    keep = [others[i] for i in np.sort(rng.permutation(4)[:3])]
    did = "says that it can't find the answer" if right == REFUSED else "gives a wrong answer"
    return one_of(
        rng,
        f"A user asks {bot}, and it {did}, although a passage holds the right one. The trace of that passage:\n\n"
        f"| | |\n|---|---|\n{trace}\nWhere was it lost?",
        right, {each: whys[each] for each in keep},
        f"Follow the passage from stage to stage: {DOES[right]}. So it was lost **{right[0].lower()}{right[1:]}**; "
        "later stages can't bring it back.",
        ("Go down the trace and stop at the first line that lost it.", "What was each stage given?"),
    )  # fmt: skip


def mend_first(rng: np.random.Generator) -> Question:
    """Counts after each stage. Which one loses most?"""
    stages = ("Cutting", "Finding", "Reranking", "Refusing")
    bot, n, worst = str(rng.choice(BOTS)), int(rng.integers(10, 41)) * 10, int(rng.integers(4))
    losses = [int(n * rng.uniform(0.02, 0.08)) for _ in range(4)]
    losses[worst] = int(n * rng.uniform(0.2, 0.35))
    left = n - np.cumsum(losses)
    names = ("whole in a chunk", "among the chunks found", "in the prompt", "not refused")
    rows = "".join(f"| {name} | {count} |\n" for name, count in zip(names, left))
    advice = ("let the chunks overlap, or cut at the ends of sentences", "find more chunks, or use a better search",
              "send more chunks, or rerank with a better model", "set the threshold anew on questions you know the "
              "answers of")  # fmt: skip
    return one_of(
        rng,
        f"You count for {bot} in how many of {n} questions the right passage is still there:\n\n"
        f"| | questions |\n|---|---|\n{rows}\nWhich stage do you mend first?",
        stages[worst],
        {stages[i]: f"It loses {losses[i]} of the questions that reach it. Another stage loses far more."
         for i in range(4) if i != worst},
        f"The losses are the differences from line to line: {', '.join(map(str, losses))}. **{stages[worst]}** loses "
        f"{losses[worst]}, so {advice[worst]}.",
        ("What does each line lose against the one above it?", f"The first line is to be compared with all {n}."),
    )  # fmt: skip


def moves_first(rng: np.random.Generator) -> Question:
    """A setting changes. Which count is the first that can change with it?"""
    version, k = int(rng.integers(5)), int(rng.integers(3, 6))
    names = ("Whole in a chunk", "Among those found", "In the prompt", "Not refused")
    bot, wide = str(rng.choice(BOTS)), int(rng.choice([20, 30, 40]))
    size, low = int(rng.choice([40, 60, 80, 120])), int(rng.integers(20, 40)) / 100
    change, first, why = (
        (f"let chunks of {size} words overlap by {size // 4}", 0, "The cuts move, so other passages stand whole."),
        (f"have {2 * wide} chunks found instead of {wide}, and rerank them all", 1, "The cuts stay; more is found."),
        (
            f"send {2 * k} of the {wide} reranked chunks instead of {k}",
            2,
            "The same are cut and found; more of them go.",
        ),
        (f"refuse below {low + 0.1:.2f} instead of {low:.2f}", 3, "Up to the prompt all stays; fewer prompts go out."),
        (f"change the model that reranks the {wide} chunks found", 2, "The same are found; other ones come first."),
    )[version]
    wrong = {
        name: "It can change, but an earlier count can change before it." if place > first
        else "That count is made before the stage you changed, so it stays."
        for place, name in enumerate(names) if place != first
    }  # fmt: skip
    return one_of(
        rng,
        f"For {bot} you count questions with their right passage at four points, in this order: whole in a chunk, "
        f"among those found, in the prompt, not refused. Now you {change}, and nothing else. Which is the first count "
        "that can change?",
        names[first], wrong,
        f"{why} The first count that can change is **{names[first].lower()}**. If it doesn't, look no further down.",
        ("Which stage did you touch?", "All counts before that stage stay as they are."),
    )  # fmt: skip


def too_good(rng: np.random.Generator) -> Question:
    """Recall in a test and in use are far apart, or both low: what does the log show?"""
    bot, version = str(rng.choice(BOTS)), int(rng.integers(3))
    high, low = int(rng.integers(93, 100)), int(rng.integers(48, 72))
    stale, words, many = (
        "The index is older than the documents", "The test questions borrow the passages' words",
        "The threshold is too high",
    )  # fmt: skip
    told, right, solution = (
        (
            f"recall@5 is {high} % in your test, and {low} % on 200 questions of users. A language model wrote the "
            "test questions: it was given a chunk and asked for a question that the chunk answers. The documents "
            "haven't changed since.",
            words,
            "A question made from a chunk repeats its words, and every search finds it. Users put it in other words. "
            "**The test questions borrow the passages' words**: collect real ones, and mark their passages.",
        ),
        (
            f"recall@5 was {high} % in March on 200 questions of users, and is {low} % on 200 new ones. Those about "
            f"pages written before March still reach {high} %; those about newer pages reach almost nothing.",
            stale,
            "What was written after the last run isn't among the chunks. **The index is older than the documents**: "
            "rebuild it when a page changes.",
        ),
        (
            f"recall@5 is {high} % on 200 questions of users, but only {low} % get an answer. All others were told "
            "that nothing was found, nearly always with the right passage among the first 5.",
            many,
            "The passage was found and held back. **The threshold is too high**: set it on questions whose answers you "
            "know, some of them without one.",
        ),
    )[version]
    whys = {
        stale: "Then questions about new pages would fail, and those about old ones not. The log doesn't say so.",
        words: "These are questions of users. Nobody made them from a chunk.",
        many: "Nothing here is said to be refused. Recall@5 is counted before any threshold.",
        "k is too small": "k is 5 in both numbers, so it can't make the difference between them.",
    }
    if version == 2:
        whys["k is too small"] = "The right passage mostly stands among the first 5. A larger k adds nothing to that."
    whys.pop(right)
    return one_of(
        rng,
        f"For {bot}, {told} What is the likely cause?",
        right, whys, solution,
        ("What differs between the two groups of questions?", "At which stage do the failing ones fail?"),
    )  # fmt: skip


def reviewed(rng: np.random.Generator) -> Question:
    """Which line of a pipeline is wrong?"""
    version, size, k = int(rng.integers(4)), int(rng.choice([40, 60, 80, 120])), int(rng.integers(3, 8))
    overlap, wide = size // 4, int(rng.choice([20, 30, 50]))
    lines = [
        f"`starts = range(0, len(words), {size} - {overlap})`",
        "`score = 1 / (60 + place_by_vectors) + 1 / (60 + place_by_words)`",
        f"`best = sorted(found[:{wide}], key=rerank, reverse=True)[:{k}]`",
        "`if score_of(best[0]) < threshold: return None`",
    ]
    broken = (
        f"`starts = range(0, len(words), {size} + {overlap})`",
        "`score = score_by_vectors + score_by_words`",
        f"`best = sorted(found[:{k}], key=rerank, reverse=True)`",
        "`if score_of(best[0]) > threshold: return None`",
    )
    lines[version] = broken[version]
    symptom = (
        "passages at the end of a chunk are never found, and some words stand in no chunk at all",
        "finding by both gives nearly the order of BM25, whose scores reach 20",
        f"the reranker never improves recall@{k}",
        "it answers only the questions that the documents don't cover",
    )[version]
    whys = (
        "Chunks that begin size − overlap words apart share words, as they should.",
        "That adds shares of places, so neither scale can drown the other.",
        f"That reranks {wide} and keeps {k}, so a good chunk can still move up.",
        "That refuses when even the best scores low, as it should.",
    )
    why = (
        f"A step of {size + overlap} words leaves gaps of {overlap} between chunks of {size}. It has to be {size} − "
        f"{overlap}.",
        "A cosine is at most 1, so BM25 decides nearly alone. Add up 1 / (60 + place) instead.",
        f"It reranks only the {k} that would be sent anyway. Rerank {wide}, then keep {k}.",
        "It refuses the good scores and lets the low ones through.",
    )[version]
    listed = "\n".join(f"{i}. {line}" for i, line in enumerate(lines, start=1))
    return one_of(
        rng,
        f"In review: chunks of {size} words, finding by vectors and BM25, a reranker, a threshold. The symptom: "
        f"{symptom}. Which line is wrong?\n\n{listed}\n",
        f"Line {version + 1}",
        {f"Line {i + 1}": whys[i] for i in range(4) if i != version},
        f"{why} So it is **Line {version + 1}**.",
        ("Which stage does the symptom point to?", "Work the line through with small numbers."),
    )  # fmt: skip
