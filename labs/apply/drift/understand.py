"""What `drift` asks beside numbers: drift, noise or season, and what an alarm, a tail or a canary can tell."""

from __future__ import annotations

import math

import numpy as np

from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import percent

COLUMNS = (
    "basket value",
    "session length",
    "delivery distance",
    "message length",
    "line load",
    "age of account",
)
MODELS = ("fraud model", "demand forecast", "ranking model", "churn model", "delay forecast")
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def understand(seed: int) -> Question:
    """One of seven situations, with a story and numbers of its own."""
    return in_turn(seed, which_curve, what_is_it, how_many, few_rows, error_alone, tail, canary)


def curve(rng: np.random.Generator, kind: str) -> np.ndarray:
    """The PSI of 24 months beside the first January: noise, a season, a lasting shift, or one broken month."""
    noise = rng.uniform(0.01, 0.05, 24)
    if kind == "season":
        return noise + rng.uniform(0.35, 0.6) * np.sin(np.pi * np.arange(24) / 12) ** 2
    if kind == "drift":
        start = int(rng.integers(9, 17))
        return noise + np.where(np.arange(24) >= start, rng.uniform(0.35, 0.6), 0)
    if kind == "broken":
        return noise + np.where(np.arange(24) == int(rng.integers(8, 18)), rng.uniform(0.45, 0.6), 0)
    return noise


def sketch(values: np.ndarray) -> Sketch:
    x = np.arange(24) / 23 * 100
    rows = np.column_stack([x, 60 * values / 0.7])
    limit = 60 * 0.25 / 0.7
    drawn = [
        marks.line([(0, 0), (100, 0)], width=1),
        marks.line([(0, limit), (100, limit)], role="ink", dash="4 4", width=1),
        marks.line(rows, role="data", width=2.4),
    ]
    return Sketch(drawn, (-4, 104, -6, 66))


def which_curve(rng: np.random.Generator) -> Question:
    """Which of three pictures shows what is told?"""
    kinds = {
        "season": ("moves with the seasons and comes back each year", "It rises and comes back, in both years alike."),
        "drift": ("has moved for good", "It steps up, and stays there to the end."),
        "broken": (
            "arrived wrongly in one month and was mended",
            "One month stands out; before and after it is low.",
        ),
        "noise": ("hasn't moved: only chance is seen", "It stays near zero, and wanders a little."),
    }
    right, *others = (str(each) for each in rng.permutation(list(kinds))[:3])
    name = str(rng.choice(COLUMNS))
    drawn = {kind: sketch(curve(rng, kind)) for kind in (right, *others)}
    return one_of(
        rng,
        f"The PSI of *{name}*, month by month for two years, each month beside the training data of the January before "
        f"the first. The dashed line is at 0.25. Which picture shows a column that {kinds[right][0]}?",
        drawn[right],
        [(drawn[kind], f"{kinds[kind][1]} That is a column that {kinds[kind][0]}.") for kind in others],
        f"**{{right}}**: {kinds[right][1][0].lower()}{kinds[right][1][1:]} Look at two years before you call it drift.",
        ("Does it come back down? Twice, at the same time of the year?", "How many months lie above the line?"),
    )  # fmt: skip


def what_is_it(rng: np.random.Generator) -> Question:
    """A row of PSI values, month by month over two years. Drift, noise, season, or a broken feed?"""
    kind = ("season", "drift", "broken", "noise")[rng.integers(4)]
    values, name = curve(rng, kind), str(rng.choice(COLUMNS))
    rows = "".join(
        f"| {year} | " + " | ".join(f"{each:.2f}" for each in values[part : part + 12]) + " |\n"
        for year, part in (("first", 0), ("second", 12))
    )
    names = {"season": "A season", "drift": "Drift", "broken": "A broken delivery", "noise": "Noise"}
    whys = {
        "season": "A season would come back down, and up again at the same time of the second year.",
        "drift": "After a lasting shift the values would stay high to the end. They don't.",
        "broken": {
            "season": "It is high at the same time in both years. A broken delivery doesn't come back like that.",
            "drift": "A broken delivery is mostly seen and mended within weeks. This stays high to the end.",
        }.get(kind, "No month stands out; all lie below 0.1."),
        "noise": f"In the lowest months only chance is seen. {values.max():.2f} is far above those.",
    }  # fmt: skip
    advice = {
        "season": "Compare with the same month of the year before, and train on a whole year.",
        "drift": "Find out what changed, and train anew on what came since.",
        "broken": "Mend the delivery, and leave that month out of training.",
        "noise": "Leave it alone, and set the limit above it.",
    }
    head = "| year | " + " | ".join(SHORT) + " |\n|---|" + "---|" * 12 + "\n"
    return one_of(
        rng,
        f"The PSI of *{name}* beside its training data, for two years:\n\n{head}{rows}\nWhat is it most likely?",
        names[kind], {names[each]: whys[each] for each in names if each != kind},
        f"**{names[kind]}**. {advice[kind]}",
        ("How many months are high, and do they lie together?", "Compare each month with the same month a year later."),
    )  # fmt: skip


def how_many(rng: np.random.Generator) -> Question:
    """So many columns alarm today. More than chance gives?"""
    columns, level = int(rng.choice([100, 200, 400, 500, 1000])), int(rng.choice([1, 2, 5]))
    expected = columns * level / 100
    spread = math.sqrt(expected * (1 - level / 100))
    many = bool(rng.integers(2))
    count = int(round(expected + (rng.uniform(6, 12) if many else rng.uniform(-0.8, 0.8)) * max(spread, 1)))
    model = str(rng.choice(MODELS))
    texts = ("No more than chance gives", "Far more than chance gives", f"{level} % of the columns have moved",
             "The tests are broken: nothing moved")  # fmt: skip
    right = texts[many]
    beyond = abs(count - expected) / spread
    whys = {
        texts[0]: f"Chance gives about {expected:g}, give or take {spread:.1f}. {count} is far beyond that.",
        texts[1]: f"Chance gives about {expected:g}, give or take {spread:.1f}. {count} is no surprise.",
        texts[2]: f"{level} % is how often a column alarms that has not moved. It isn't the share that has.",
        texts[3]: f"At {level} % some alarms are to be expected every day. That is what such a test does.",
    }
    whys.pop(right)
    return one_of(
        rng,
        f"Each of the {columns:,} columns of your {model} is tested every day, on its own, at {level} %. The columns "
        f"hardly depend on each other. Alarms today: {count}. What does that tell you?",
        right, whys,
        f"With nothing wrong, ${columns} \\cdot {level / 100:g} = {expected:g}$ alarms are expected, with a standard "
        f"deviation of about {spread:.1f}; {count} lies {beyond:.1f} of these away. **{right}**. Watch fewer columns, "
        "or ask for a smaller level.",
        ("How many alarms would you expect if no column had moved?", "How far from that would chance alone take it?"),
    )  # fmt: skip


def few_rows(rng: np.random.Generator) -> Question:
    """The PSI rose as the live sample got smaller, or the sample is as large as ever."""
    model, bins, small = str(rng.choice(MODELS)), 10, bool(rng.integers(2))
    rows = int(rng.choice([40, 50, 60, 80])) if small else int(rng.choice([4000, 5000, 8000]))
    noise = (bins - 1) / rows
    psi = round(noise * rng.uniform(0.8, 1.25), 2) if small else round(rng.uniform(0.3, 0.6), 2)
    every = "hour" if small else "month"
    texts = ("It may be chance alone: the sample is small", "It has moved: chance gives far less",
             "The model has become worse", f"{psi * 100:.0f} % of the rows have changed")  # fmt: skip
    right = texts[0 if small else 1]
    whys = {
        texts[0]: f"With {rows:,} live rows chance gives about {noise:.3f}. {psi:.2f} is far beyond it.",
        texts[1]: f"With {rows} live rows, chance alone gives about {noise:.2f}. {psi:.2f} is about that.",
        texts[2]: "The PSI looks at one column, not at errors. Only labels can tell that.",
        texts[3]: "The PSI is no share: it adds up differences of shares, weighed by logarithms.",
    }
    whys.pop(right)
    return one_of(
        rng,
        f"You compare a column of your {model} with a large training set in {bins} bins, once an {every}, each time "
        f"with {rows:,} live rows. The PSI is {psi:.2f}. If nothing has moved, it is about (bins − 1) / rows. What can "
        "you conclude?".replace("an month", "a month"),
        right, whys,
        f"If nothing has moved, about $9 / {rows} = {noise:.4f}$ is to be expected, and it is {psi:.2f}. **{right}**.",
        ("What does chance alone give with so many rows?", "Is the PSI above that, or about the same?"),
    )  # fmt: skip


def error_alone(rng: np.random.Generator) -> Question:
    """Columns and error, moved or not: four cases, four meanings."""
    moved, worse = bool(rng.integers(2)), bool(rng.integers(2))
    model, name = str(rng.choice(MODELS)), str(rng.choice(COLUMNS))
    psi = rng.uniform(0.4, 1.5) if moved else rng.uniform(0.01, 0.06)
    then = int(rng.integers(80, 130)) / 1000
    now = then * (rng.uniform(1.5, 2) if worse else rng.uniform(0.97, 1.03))
    texts = {
        (True, True): "The world moved, and the model no longer fits it",
        (True, False): "A column moved, and the model copes with it",
        (False, True): "The answers moved, and the columns don't show it",
        (False, False): "Nothing has moved that these numbers show",
    }
    whys = {
        (True, True): f"The error went from {then:.3f} to {now:.3f}, which is hardly a change."
        if not worse else f"No column has moved: the largest PSI is {psi:.2f}.",
        (True, False): f"The largest PSI is {psi:.2f}: no column has moved."
        if not moved else f"It doesn't cope: the error went from {then:.3f} to {now:.3f}.",
        (False, True): f"The error is about what it was: {then:.3f} then, {now:.3f} now."
        if not worse else f"A column does show it: its PSI is {psi:.2f}.",
        (False, False): f"The PSI of a column is {psi:.2f}, far above 0.25."
        if moved else f"The error moved: {then:.3f} then, {now:.3f} now.",
    }  # fmt: skip
    advice = {
        (True, True): "Train on newer data, and find out which column carries the change.",
        (True, False): "No need to train anew at once. Keep an eye on the error.",
        (False, True): "Alarms on columns can't catch this one. Look at labels, or at a sample that people judge.",
        (False, False): "Leave it running.",
    }[moved, worse]
    right = texts[moved, worse]
    return one_of(
        rng,
        f"The largest PSI among the columns of your {model} is that of *{name}*: {psi:.2f}. The labels have arrived, "
        f"and the error is {now:.3f} now; when it was trained, it was {then:.3f} on rows kept apart. Both samples are "
        "large. What has happened?",
        right, {texts[case]: why for case, why in whys.items() if case != (moved, worse)},
        f"The PSI says if the columns moved, the error if the model still fits. **{right}**. {advice}",
        ("Which of the two numbers is about columns, and which about answers?", "Has each of them moved, or not?"),
    )  # fmt: skip


def tail(rng: np.random.Generator) -> Question:
    """Mean, p50 and p99 before and after a change: what happened?"""
    version, service = int(rng.integers(4)), str(rng.choice(["search", "ranking", "chat", "image"]))
    p50, p99 = int(rng.integers(30, 60)), int(rng.integers(120, 220))
    wait = int(rng.choice([20, 30, 50, 80]))
    after = [(p50 + wait, p99 + wait), (p50, p99 * int(rng.integers(4, 8))), (p50 * 40, p99 * 60), (p50, p99)][version]
    texts = ("Every request waits longer, by much the same time", "A few requests have become very slow",
             "The queue grows: more comes in than it can do", "Nothing has changed for the users")  # fmt: skip
    right = texts[version]
    whys = {
        texts[0]: "Then p50 and p99 would rise by about the same time. They don't.",
        texts[1]: "Then the p50 would stay what it was, and only the p99 rise." if version != 3 else
        "Then the p99 would have risen. It stands where it was.",
        texts[2]: "Then even the p50 would become many times larger. It hasn't.",
        texts[3]: f"The p99 went from {p99:,} to {after[1]:,} ms: one request in a hundred takes longer than that.",
    }  # fmt: skip
    whys.pop(right)
    advice = ("Somebody made each batch wait for company.", "Look for what these few have in common: a long input, a "
              "cold cache, a pause of the machine.", "Add machines, or larger batches, before you tune anything else.",
              "Leave it, and keep both numbers in sight.")[version]  # fmt: skip
    return one_of(
        rng,
        f"Last night your {service} service was released anew. Before, its p50 was {p50} ms and its p99 {p99} ms. Now "
        f"they are {after[0]:,} ms and {after[1]:,} ms. What has most likely happened?",
        right, whys,
        f"The p50 is what the usual request feels, the p99 what the slowest in a hundred do. **{right}**. {advice}",
        ("By how much did each of the two rise?", "Whom does the p50 describe, and whom the p99?"),
    )  # fmt: skip


def canary(rng: np.random.Generator) -> Question:
    """A canary's interval, and how it was looked at. What may be concluded?"""
    model, version = str(rng.choice(MODELS)), int(rng.integers(4))
    share, weeks, half = int(rng.choice([1, 2, 5, 10])), int(rng.integers(2, 9)), rng.uniform(0.3, 0.8)
    middle = {0: -rng.uniform(1.4, 2.5), 1: rng.uniform(-0.5, 0.5), 2: rng.uniform(1.4, 2.5), 3: -1.02}[version] * half
    low, high = (f"{each:+.2f}".replace("-", "−") for each in (middle - half, middle + half))
    texts = ("The new model errs less", "It is too early to tell", "The new model errs more",
             "Less than it seems: it was stopped at a lucky look")  # fmt: skip
    looked = (
        f"You looked every day, and stopped on the first day on which it excluded zero, day {weeks * 7 - 2}."
        if version == 3
        else f"You had fixed {weeks} weeks beforehand, and looked once, at the end."
    )
    right = texts[version]
    whys = {
        texts[0]: "The whole interval lies above zero, and that is a larger error." if version == 2 else
        "The interval reaches across zero, so both are possible." if version == 1 else
        "With a look every day, one of them excludes zero by luck far more often than 5 %.",
        texts[1]: "The interval lies on one side of zero, so it does tell which way." if version != 3 else
        "Time isn't what is missing. Looking every day made a lucky stop likely.",
        texts[2]: "Zero is no difference, and below it the new model errs less." if version != 1 else
        "The interval reaches below zero, too, so it may as well err less.",
        texts[3]: "You looked once, at a time you had fixed, so no lucky look was picked.",
    }  # fmt: skip
    whys.pop(right)
    return one_of(
        rng,
        f"A canary gives a new {model} {percent(share / 100)} of the traffic. Its error minus the old one's has a 95 % "
        f"interval from {low} to {high} points. {looked} What can you conclude?",
        right, whys,
        ("The interval lies below zero. **The new model errs less**, at least on this traffic.",
         "**It is too early to tell**: zero lies inside. Let it run on, or give it more traffic.",
         "The interval lies above zero. **The new model errs more**: take it back.",
         "**Less than it seems: it was stopped at a lucky look**. Fix the time beforehand, and look then.")[version],
        ("On which side of zero does the interval lie?", "How often was it looked at?"),
    )  # fmt: skip
