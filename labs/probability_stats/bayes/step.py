"""What does a positive result mean?"""

import re

import numpy as np

from core.data import Screening, known_words, message_word_rows, message_words, messages, screening
from core.probability import (
    from_log_odds,
    naive_bayes_log_odds,
    posterior,
    posterior_odds,
    screening_table,
    whole_counts,
    word_weights,
)
from labs.probability_stats.bayes import messages as draw_message
from labs.probability_stats.bayes import picture as draw
from labs.probability_stats.bayes.question import question
from labs.probability_stats.bayes.turn import turn
from labs.probability_stats.bayes.understand import understand
from ui.scene import step
from ui.words import counted, number, percent, rounded

PREVALENCES = sorted({0.59} | {n / 10 for n in range(200)} | {n / 2 for n in range(40, 201)})  # in per cent
GUESSES = {"About 9": 0.09, "About 50": 0.50, "About 95": 0.95}


def rates(women: Screening) -> tuple[float, float, float]:
    """Prevalence, sensitivity and false-positive rate of a screening in per cent, as exact as the sliders are."""
    healthy = women.screened - women.with_cancer
    return (
        round(100 * women.with_cancer / women.screened, 2),
        round(100 * women.true_positive / women.with_cancer, 1),
        round(100 * women.false_positive / healthy, 1),
    )


PRESETS = {
    "First example": ((1.0, 95.0, 10.0), "The one you were asked about"),
    "Mammogram, textbook": (rates(screening()[0]), "After Eddy 1982, in the counts of Gigerenzer and Hoffrage 1995"),
    "Mammogram, real": (rates(screening()[1]), "1.7 million of them, USA 2007 to 2013: Lehman and others 2017"),
}


TEST, MESSAGE = "A test", "A message"
SHIPPED = (1663, 28, 3172, 733, 2898, 2893, 2329, 117)  # rows of `messages()` kept out of the counts
TRAINED = 10.6  # per cent of the counted messages that are spam


@step(
    "What does a positive result mean?",
    why="How far to believe an alert, a filter or a test depends on how rare the thing it looks for is.",
    needs=["conditional"],
)
def bayes(page):
    r"""
    It takes you from how sure you were to how sure you are. **Bayes' rule** says how far (read the bar as *given*):

    $$P(\text{ill} \mid +) = \dfrac{P(+ \mid \text{ill}) \; P(\text{ill})}{P(+)}$$

    - $P(\text{ill})$, the **prevalence**: how many are ill to begin with.
    - $P(+ \mid \text{ill})$, the **sensitivity**: the share of the ill that the test finds.
    - $P(+)$: all who test positive, the healthy among them too.
      $P(+ \mid \text{healthy})$ is the **false-positive rate**.

    So you can count it: of all who test positive, what share is ill? Where few are ill,
    a small share of the many healthy can outnumber them.

    A message is a row of tests, if words are independent *given* spam or not: each moves the odds.
    """
    guess = page.predict(
        "1 % of people are ill. A test finds 95 % of the ill, and wrongly alarms 10 % of the healthy. "
        "Of 100 people who test positive, how many are ill?",
        list(GUESSES),
        answer="About 9",
        because="For every 10 ill people there are 990 healthy ones, and 10 % of those is 99 false alarms.",
        tries={},
    )
    if page.choose("view", "View", [TEST, MESSAGE]) == TEST:
        a_test(page, guess)
    else:
        a_message(page)
    page.bites(
        "A detector catches 95 % of bad requests and flags 10 % of good ones. In the test set every second request "
        "was bad, and 90 % of its alerts were right. In production 1 % are bad, and 8.8 % of the alerts are real. "
        "The symptom: recall looks fine in every report, and the team has muted the alerts. "
        "Before you ask how good a detector is, ask how rare the thing is."
    )
    page.check(question, understand)


def a_test(page, guess: str | None) -> None:
    """A thousand people, and one test or two."""
    texts = [f"{p:g} %" for p in PREVALENCES]
    prevalence = page.slider("prev", "Prevalence", value=1.0, options=PREVALENCES, texts=texts)
    sensitivity = page.slider("sens", "Sensitivity", 0, 100, 95, step=0.1, unit="%")
    false_positives = page.slider("fpr", "False-positive rate", 0, 100, 10, step=0.1, unit="%", beside=True)
    twice = page.toggle("twice", "Test twice")
    for name, ((prev, sens, fpr), source) in PRESETS.items():
        to = {"prev": PREVALENCES.index(prev), "sens": sens, "fpr": fpr}
        page.press(name, sets=to, look="link", help=source, beside=True)

    def cell(prior, sensitivity, false_positive_rate, tests):
        finds, alarms = sensitivity**tests, false_positive_rate**tests
        people = (1000 * screening_table(prior, finds, alarms)).round(9)
        (found, alarmed), (missed, left_alone) = people
        sure = posterior(prior, finds, alarms)
        odds = posterior_odds(prior, finds, alarms)
        return found, alarmed, missed, left_alone, sure, odds

    rate = {
        "prior": round(prevalence / 100, 4),
        "sensitivity": round(sensitivity / 100, 3),
        "false_positive_rate": round(false_positives / 100, 3),
    }
    page.yours(turn)
    found, alarmed, missed, left_alone, sure, odds = page.run(cell, **rate, tests=1 + twice)

    kinds = [found, missed, alarmed, left_alone]
    dots = whole_counts(kinds, 1000)
    told = fourfold(found, alarmed, found + missed)
    lines = [[as_count(people) for people in line] for line in told]
    exact = np.allclose(np.array(told)[:2, :2], [[found, alarmed], [missed, left_alone]], rtol=0, atol=1e-9)
    names = ("positive twice", "not twice") if twice else ("positive", "negative")
    says, plus = counts_in_words(told, twice), "++" if twice else "+"
    if sure is None:
        result = f"P(ill | {plus}) has no answer: nobody is {names[0]}"
        says += f"Nobody is {names[0]}, so the question has no answer."
    else:
        result = f"P(ill | {plus}) = {lines[0][0]} / ({lines[0][0]} + {lines[0][1]}) = {percent(sure)}"
        says += f"{'Two positives mean' if twice else 'So a positive means'} ill in **{percent(sure)}** of cases"
        says += f", if the tests err independently; one alone, in {percent(posterior(**rate))}." if twice else "."
    where = "" if (prevalence, sensitivity, false_positives, twice) == (1.0, 95, 10, False) else ", first example"
    page.picture(
        draw.crowd(dots)
        + draw.table(lines, names, note="" if all(dots == kinds) else "dots are rounded" if exact else "rounded")
        + draw.answer(result, sure, GUESSES.get(guess), f"your guess{where}: {guess}".lower()),
        says=says,
        size=draw.SIZE,
    )
    page.task(
        "Find a prevalence at which half of those who test positive are ill: from 49.5 % to 50.5 % of them.",
        done=sure is not None and abs(sure - 0.5) < 0.005,
    )


def fourfold(found: float, alarmed: float, ill: float) -> list[list[float]]:
    """The table of 1,000 people with its sums: rows positive, negative, together; columns ill, healthy, together.

    Rounded so that it adds up as printed, and so finely that found and alarmed change by less than 1 in 2000.
    """
    decimals = next(d for d in range(1, 9) if all(abs(rounded(x, d) - x) <= x / 2000 + 1e-9 for x in (found, alarmed)))
    found, alarmed, ill = (rounded(people, decimals) for people in (found, alarmed, ill))
    rows = [[found, alarmed], [ill - found, 1000 - ill - alarmed], [ill, 1000 - ill]]
    return [[rounded(people, decimals) for people in (*row, sum(row))] for row in rows]


def as_count(people: float) -> str:
    """A number of people, with the decimals it has."""
    text = number(people, 8)
    return text.rstrip("0").rstrip(".")


def counts_in_words(told: list[list[float]], twice: bool) -> str:
    """How many of 1,000 are ill, found and alarmed."""
    (found, alarmed, _), _, (ill, healthy, _) = ([as_count(people) for people in line] for line in told)
    finds, alarms = ("Both tests find", "alarm") if twice else ("The test finds", "alarms")
    if ill == "0":
        who = "both tests alarm" if twice else "the test alarms"
        return f"Nobody is ill. Of 1,000 healthy people {who} **{alarmed}**. "
    if healthy == "0":
        return f"All 1,000 people are ill. {finds} **{found}** of them. "
    return (
        f"Of 1,000 people {ill} {'is' if ill == '1' else 'are'} ill and {healthy} {'is' if healthy == '1' else 'are'} "
        f"healthy. {finds} **{found}** of the ill and {alarms} **{alarmed}** of the healthy, on average. "
    )


def a_message(page) -> None:
    """One message, word by word: each is a test of its own, and moves the odds."""
    texts, spam, _ = messages()
    shipped = {texts[row]: bool(spam[row]) for row in SHIPPED}
    prior = page.slider("spam", "Spam before reading", 0.1, 99.9, TRAINED, step=0.1, unit="%")
    text = page.pick("sms", "Pick a message, or type your own", list(shipped), typed=True)
    known, said = known_words(text), re.findall(r"\b\w\w+\b", text)

    def cell(prior, spam_counts, ham_counts, rows):
        weights = word_weights(spam_counts, ham_counts)[rows]
        before = naive_bayes_log_odds(prior, [])
        after = naive_bayes_log_odds(prior, weights)
        sure = from_log_odds(after)
        return weights, before, after, sure

    _, spam_counts, ham_counts, _ = message_words()
    rows = np.array([message_word_rows()[word] for word in known], dtype=int)
    counts = {"spam_counts": spam_counts, "ham_counts": ham_counts}
    weights, before, _, sure = page.run(cell, prior=round(prior / 100, 3), **counts, rows=rows)

    unknown, told = len(said) - len(known), percent(min(max(sure, 1e-6), 1 - 1e-6))  # never quite 0 or 1
    says = f"Before reading, P(spam) is **{prior:g}\u00a0%**. "
    says += f"After {counted(len(known), 'known word')} it is **{told}**. " if known else "No known word: it stays. "
    says += f"{counted(unknown, 'unknown word')} {'has' if unknown == 1 else 'have'} no weight. " if unknown else ""
    says += {True: "In truth it is spam. ", False: "In truth somebody meant it. ", None: ""}[shipped.get(text)]
    if len(known) > 1 and max(sure, 1 - sure) > 0.99:
        says += "Words that come together are counted as if they were independent, so it tends to be too sure. "
        if prior == TRAINED:
            says += (
                "Of 1,062 unseen messages that it was over 99\u00a0% sure of, it got 3 wrong; its own numbers promise "
                "less than 1."
            )
    evidence = draw_message.evidence(known, weights, before, f"P(spam | words) = {told}")
    page.picture(evidence, says=says.strip(), size=draw.SIZE)
    page.task(
        f"Leave spam at {TRAINED:g} % before reading. Type a message of 6 known words or more that it finds hard: "
        "between 10 % and 90 % spam.",
        done=text not in shipped and prior == TRAINED and len(known) >= 6 and 0.1 < sure < 0.9,
    )
