"""What `network` asks beside numbers: what a log, a shape or a curve says of a net that doesn't learn as it should."""

from __future__ import annotations

import math

import numpy as np

from ui import marks
from ui.question import Question, Sketch, one_of
from ui.words import number, percent

THINGS = ("letters", "road signs", "bird calls", "leaf photos", "sensor traces")


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    rng = np.random.default_rng(seed)
    situation = (logged, measured, stuck, batches, whom_to_ask, which_curve)[seed % 6]
    return situation(rng, THINGS[rng.integers(len(THINGS))])


SLOPES, RATE, REMEMBERS, SLOW = (
    "The slopes are computed wrongly", "The learning rate is too high", "It remembers its training rows",
    "It needs more epochs, no more than that",
)  # fmt: skip


def logged(rng: np.random.Generator, things: str) -> Question:
    """A log of four epochs and a gradient check: a bug, a rate that is too high, overfitting, or only patience."""
    right = (SLOPES, RATE, REMEMBERS, SLOW)[rng.integers(4)]
    start = rng.uniform(2.3, 2.6)
    loss = start * np.array({
        SLOPES: [1, 0.9, 0.8, 0.7], RATE: [1, 1.6, 4, 17], REMEMBERS: [0.5, 0.2, 0.05, 0.01], SLOW: [1, 0.9, 0.8, 0.7],
    }[right]) * rng.uniform(0.96, 1.04, 4)  # fmt: skip
    seen = np.array({
        SLOPES: [0.2, 0.3, 0.4, 0.5], RATE: [0.12, 0.1, 0.11, 0.1], REMEMBERS: [0.85, 0.95, 0.99, 1.0],
        SLOW: [0.2, 0.3, 0.4, 0.5],
    }[right]) + [*rng.uniform(-0.02, 0.02, 3), 0]  # fmt: skip
    unseen = np.array([0.68, 0.72, 0.71, 0.7]) if right == REMEMBERS else seen - rng.uniform(0.0, 0.02, 4)
    gap = rng.uniform(0.3, 0.8) if right == SLOPES else 10 ** rng.uniform(-9.9, -8.1)
    check = number(gap, 2) if right == SLOPES else f"{gap:.0e}"
    rows = "\n".join(f"| {epoch} | {number(a, 2)} | {percent(round(b, 3))} | {percent(round(c, 3))} |"
                     for epoch, (a, b, c) in enumerate(zip(loss, seen, unseen), start=1))  # fmt: skip
    parts = f"{percent(round(seen[-1], 3))} and {percent(round(unseen[-1], 3))}"
    whys = {
        SLOPES: f"The gradient check says {check}: the loss moves as the slopes say, so they are right.",
        RATE: ("Then the loss would jump or grow. Here it falls from epoch to epoch.", "descent"),
        REMEMBERS: (
            "Whoever remembers does well on training rows at least. This one is lost on them, too."
            if right == RATE
            else f"Then training and validation would part. Here they are close, {parts}."
        ),
        SLOW: {
            SLOPES: f"The loss falls, so it looks like that. But the gradient check says {check}: the weights don't "
            "move along the slope of this loss.",
            RATE: "Every epoch makes the loss larger. More of them make it larger still.",
            REMEMBERS: "It is right on all its training rows already. More epochs teach it nothing about others.",
        }.get(right, ""),
    }  # fmt: skip
    solution = {
        SLOPES: f"Right slopes pass a gradient check with next to 0, and this one says {check}. A falling loss proves "
        "nothing: a wrong direction can lead downhill, too. Look for the bug in the way back before you tune anything.",
        RATE: "The slopes pass the check and still the loss grows: each step lands further up the other side. Lower "
        "the rate by a factor of ten.",
        REMEMBERS: f"The two accuracies part: {parts}. Stop earlier, take more rows or a smaller net, and judge by the "
        "validation rows.",
        SLOW: "The slopes pass the check, the loss falls at every epoch, and both accuracies rise side by side. "
        "Nothing is wrong; let it run, or try a higher rate.",
    }[right]
    return one_of(
        rng,
        f"You train a net of your own that reads {things} of ten kinds. The log:\n\n| epoch | loss | training right | "
        f"validation right |\n|---|---|---|---|\n{rows}\n\nThe gradient check, on 50 rows, says {check}. What do you "
        "make of it?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        solution,
        ("Read the gradient check first: is it next to 0?",
         "Then ask which way the loss goes, and whether the two accuracies part."),
    )  # fmt: skip


def measured(rng: np.random.Generator, things: str) -> Question:
    """An accuracy of 1/c: because the net guesses, or because of the shapes that are compared."""
    kinds = int(rng.choice([4, 5, 8, 10, 20]))
    n = kinds * int(rng.integers(20, 100))
    labels, guesses = np.arange(n) % kinds, bool(rng.integers(2))
    said = rng.integers(0, kinds, n) if guesses else np.where(rng.random(n) < 0.96, labels, (labels + 1) % kinds)
    shape = f"({n},)" if guesses else f"({n}, 1)"
    shown = np.mean(said == (labels if guesses else labels[:, np.newaxis]))
    loss = math.log(kinds) + rng.uniform(0.005, 0.03) if guesses else rng.uniform(0.08, 0.2)
    guess, shapes = "It is guessing", "Each answer meets every label"
    wrong = {
        "It remembers its training rows": "The loss was measured on these same validation rows. "
        + ("It is no better than guessing there, and training rows aren't in sight." if guesses else
           "It is low there, so the net knows more than what it was shown."),
        "The kinds aren't equally frequent": "Here each kind occurs equally often. And uneven kinds make a poor net "
        "look better, not worse.",
    }  # fmt: skip
    if guesses:
        wrong |= {shapes: f"That happens between the shapes ({n},) and ({n}, 1). These two are equal, so answer and "
                  "label are compared one by one."}  # fmt: skip
        right, solution = (
            guess,
            (
                f"A loss of $\\log {kinds} = {math.log(kinds):.2f}$ is what equal probabilities for {kinds} kinds "
                f"give, and guessing is right in 1 of {kinds}. The two numbers agree: it has learned nothing. Look at "
                "the rate, the start and the gradient check."
            ),
        )
    else:
        wrong |= {guess: f"A net that guesses has a loss near $\\log {kinds} = {math.log(kinds):.2f}$. This one has "
                  f"{number(loss, 2)}: it gives the true kind much probability."}  # fmt: skip
        right, solution = (
            shapes,
            (
                f"({n},) beside ({n}, 1) is compared as ({n}, {n}): by chance 1 label in {kinds} agrees. The loss "
                "says the net is good, the shapes say the measure is wrong. Flatten the labels; then "
                f"{percent(np.mean(said == labels))} are right."
            ),
        )
    return one_of(
        rng,
        f"A net tells {kinds} kinds of {things} apart; the {n:,} validation rows hold as many of each. On them its "
        f"loss, the cross-entropy, is {number(loss, 2)}. `np.mean(answers == labels)` says {number(shown, 2)}; "
        f"`answers` has the shape `({n},)`, `labels` the shape `{shape}`. What is the matter?",
        right,
        wrong,
        solution,
        (f"Which loss has somebody who gives each of {kinds} kinds the same probability?",
         "What does NumPy make of the two shapes when it compares them?"),
    )  # fmt: skip


def stuck(rng: np.random.Generator, things: str) -> Question:
    """A loss that stays at log c: weights that all start at 0, or a rate that is far too low."""
    kinds, hidden, zero = int(rng.choice([5, 8, 10, 12])), int(rng.choice([16, 32, 64])), bool(rng.integers(2))
    rate = float(rng.choice([0.1, 0.3]) if zero else rng.choice([1e-8, 1e-7]))
    start = "0.000" if zero else number(rng.uniform(0.4, 0.7), 3)
    told = f"{rate:g}" if zero else {1e-8: "10⁻⁸", 1e-7: "10⁻⁷"}[rate]
    loss = math.log(kinds) + (0 if zero else rng.uniform(0.1, 0.3))
    log = "\n".join(f"epoch {epoch}: loss {loss:.2f}, largest weight {start}" for epoch in (0, 1, 5, 20))
    zeros, low = "All weights start at 0", "The rate is far too low"
    wrong = {
        "The rate is far too high": ("Then weights and loss would jump about. Here nothing moves.", "descent"),
        "The net is too small to learn this": "Even a net that is too small moves its weights and learns a part. With "
        f"{hidden} neurons these don't move in 20 epochs.",
    }
    if zero:
        wrong |= {low: f"A rate of {rate:g} moves weights visibly, if they have a slope. Here the slope itself is 0: "
                  "every neuron hands on 0."}  # fmt: skip
        right, solution = (
            zeros,
            (
                "With all weights 0, each hidden neuron hands on 0 and no slope comes back through the zeros of the "
                f"last layer, so no weight ever moves. The loss stays at $\\log {kinds}$. Draw them at random, with "
                "variance 2/d."
            ),
        )
    else:
        wrong |= {zeros: f"The largest weight is {start}, so they don't. They were drawn at random, and stay where "
                  "they were."}  # fmt: skip
        right, solution = (
            low,
            (
                "The weights start well, at random, and 20 epochs don't move them in the third decimal. A step is "
                f"rate times slope, and {told} makes nearly nothing of any slope. Try 0.1, and watch the loss."
            ),
        )
    return one_of(
        rng,
        f"A net with {hidden} hidden neurons is to tell {kinds} kinds of {things} apart. You train it at the rate "
        f"{told}, in batches of 32. After 20 epochs the log reads:\n\n```text\n{log}\n```\n\nWhat do you suspect?",
        right,
        wrong,
        solution,
        ("What are the weights at epoch 0?", "A weight moves by the rate times its slope. Which of the two is 0, or "
         "nearly so?"),
    )  # fmt: skip


def batches(rng: np.random.Generator, things: str) -> Question:
    """The same epochs in other batches: how many updates that makes."""
    n = int(rng.integers(10, 60)) * 100 + int(rng.integers(1, 99))
    small, large, epochs = int(rng.choice([8, 16, 32])), int(rng.choice([128, 256])), int(rng.integers(3, 11))
    up = bool(rng.integers(2))
    old, new = (small, large) if up else (large, small)
    before, after = (epochs * math.ceil(n / batch) for batch in (old, new))
    few, many, why = (
        ("It made fewer updates", "It made more updates", "higher")
        if up
        else ("It made more updates", "It made fewer updates", "lower")
    )
    reason = (
        "The GPU is hardly busy, so you" if rng.integers(2) else "A colleague's recipe has another batch, so you"
    ) + f" set the batch from {old} to {new}"
    return one_of(
        rng,
        f"You train a net on {n:,} {things} for {epochs} epochs. {reason}, and change nothing else: same rate, same "
        f"epochs, same start. At the end the training loss is clearly {why} than before. What is the simplest "
        "explanation?",
        few,
        {
            many: f"You turned it round: {old} a batch made {before:,} updates in {epochs} epochs, {new} make "
            f"{after:,}.",
            f"It saw {'fewer' if up else 'more'} {things} in an epoch": "An epoch is once through all rows, in batches "
            "of any size. It saw the same ones as often.",
            f"{'Large' if up else 'Small'} batches have wrong slopes": "The slope of a batch is right for its rows, be "
            "they few or many. Fewer rows make it noisier, but not wrong.",
        },
        f"A batch is one update: {before:,} of them before, {after:,} now, and each step is about as long as before. "
        + ("Give it more epochs, or raise the rate, before you call large batches worse." if up else
           "Compare runs after as many updates, and not only after as many epochs."),
        ("How often are the weights moved in one epoch?", f"Divide {n:,} by {old}, and by {new}."),
    )  # fmt: skip


def whom_to_ask(rng: np.random.Generator, things: str) -> Question:
    """Rows of the same people, or of new ones: which of two validation scores holds for those who will use it."""
    who, rows, place = (
        ("writers", "letters", "post offices"), ("speakers", "commands", "homes"), ("machines", "traces", "plants"),
        ("patients", "scans", "hospitals"), ("drivers", "trips", "towns"),
    )[rng.integers(5)]  # fmt: skip
    known, people = bool(rng.integers(2)), int(rng.integers(20, 80))
    easy, hard = rng.uniform(0.95, 0.985), rng.uniform(0.8, 0.9)
    use = (
        f"It will serve these same {people} {who}, whose new {rows} come in every day."
        if known
        else f"It will be sold to other {place}, with {who} it has never met."
    )
    right, other = (f"{percent(round(share, 3))}" for share in ((easy, hard) if known else (hard, easy)))
    both = percent(round((easy + hard) / 2, 3))
    return one_of(
        rng,
        f"You have {rows} of {people} {who}. A net is validated in two ways: on a random fifth of the {rows}, where it "
        f"is right on {percent(round(easy, 3))}, and on a fifth of the {who}, with all their {rows} kept "
        f"out of training: {percent(round(hard, 3))}. {use} Which number do you expect there?",
        f"About {right}",
        {
            f"About {other}": (
                f"That tells how it does with {who} it hasn't met. Here it will meet the same ones again."
                if known
                else f"There, {who} of the validation rows are among the training rows, too. It need only know them "
                "again, and it won't know the new ones."
            ),
            f"About {both}, the mean of both": "Two different questions have no mean. Ask which of the two tests is "
            "like the day it is used.",
            "Neither: both sets are too small": "They may be small, but that isn't what parts them. One test shares "
            f"its {who} with training and the other doesn't.",
        },
        "A validation set should stand to training as the later use will. "
        + (f"Here the same {who} come back, so the random fifth is like that." if known else
           f"New {who} are to come, so only the fifth of {who} held back is like that.")
        + " And if you chose rate or epochs by it, even that number flatters a little.",
        (f"Will the net meet the same {who} again?", "Which of the two tests is like the day it is used?"),
    )  # fmt: skip


def which_curve(rng: np.random.Generator, things: str) -> Question:
    """Three pairs of loss curves: a rate too high, overfitting, and a run that isn't at its end."""
    at = np.arange(0, 21)
    noise = rng.normal(0, 0.02, (3, 2, 21))
    fall = rng.uniform(0.1, 0.14)
    jumps = 2.3 + 0.035 * at + rng.uniform(0.35, 0.5) * np.where(at % 2, 1, -1) * np.minimum(at / 6, 1)
    training = 2.3 * np.exp(-at * rng.uniform(0.25, 0.35))
    turn = int(rng.integers(5, 9))
    validation = np.where(at < turn, training + 0.25, training[turn] + 0.25 + 0.06 * (at - turn))
    slow = 2.3 - 0.9 * (1 - np.exp(-at * 0.04)) * fall / 0.12
    pairs = {"jumps": (jumps, jumps + 0.1), "turns": (training, validation), "slow": (slow, slow + 0.05)}
    sketches = {name: losses(at, *(curve + each for curve, each in zip(pair, dust)))
                for (name, pair), dust in zip(pairs.items(), noise)}  # fmt: skip
    asked = ("jumps", "turns", "slow")[rng.integers(3)]
    ask, what = {
        "jumps": ("Which run calls for a lower rate?", "Lower the rate by a factor of ten and start again."),
        "turns": ("Which run should have been stopped earlier?", f"Keep the weights of about epoch {turn}, where the "
                  "validation loss was lowest."),
        "slow": ("Which run would gain most by going on as it is?", "Let it go on, or try a higher rate."),
    }[asked]  # fmt: skip
    facts = {
        "jumps": "the loss jumps up and down and doesn't fall, on the training rows either: the steps are too long",
        "turns": f"the training loss goes on falling while the validation loss turns up after about epoch {turn}: from "
        "there on it learns its training rows by heart",
        "slow": "both losses fall side by side and haven't levelled off: it is still learning",
    }
    return one_of(
        rng,
        f"Three runs of a net that reads {things}, 20 epochs each. Across: epochs; up: the loss, from 0 to 3.5, of "
        f"training (thin) and validation rows (bold). {ask}",
        sketches[asked],
        [(sketches[name], f"Here {facts[name]}.") for name in pairs if name != asked],
        f"In {{right}} {facts[asked]}. {what}",
        ("Compare the two curves of each run: do they go together?",
         "A rate that is too high shows on the training rows already."),
    )  # fmt: skip


def losses(at, training, validation) -> Sketch:
    """The loss of training and validation rows, epoch by epoch."""
    panel = marks.Panel((24, 214, 22, 150), x=(0, 20), y=(0, 3.5))
    return Sketch(
        [
            *panel.frame((0, 10, 20), (0, 1, 2, 3)),
            marks.line(panel.at(at, np.maximum(training, 0.02)), "data", width=1.5),
            marks.line(panel.at(at, validation), "model", width=3.5, opacity=0.8),
        ],
        (0, 226, 0, 160),
    )
