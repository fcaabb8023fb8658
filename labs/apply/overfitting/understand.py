"""What `overfitting` asks beside numbers: what a pair of scores says, and which score was looked at too often."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import diabetes
from core.models import cross_validate, r_squared, train_test_split
from ui import marks
from ui.question import Question, Sketch, one_of
from ui.words import number

STORIES = (
    ("rents", "flats"), ("delivery times", "orders"), ("power draws", "machines"), ("waiting times", "calls"),
    ("yields", "fields"),
)  # fmt: skip


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    rng = np.random.default_rng(seed)
    situation = (two_scores, more_rows, on_fresh_rows, three_curves, what_moves, reviewed)[seed % 6]
    return situation(rng, *STORIES[rng.integers(len(STORIES))])


def two_scores(rng: np.random.Generator, target: str, rows: str) -> Question:
    """R² on training rows and in cross-validation: remembers, bends too little, or neither."""
    n = int(rng.integers(2, 20)) * 100
    over, under, neither = "It overfits: let it bend less", "It underfits: let it bend more", "It does neither by much"
    right = (over, under, neither)[rng.integers(3)]
    depth = int(rng.integers(*{over: (9, 14), under: (1, 3), neither: (3, 7)}[right]))
    training, validation, other = {
        over: (rng.uniform(0.92, 0.99), rng.uniform(-0.2, 0.35), rng.uniform(0.45, 0.6)),
        under: (rng.uniform(0.2, 0.3), 0, rng.uniform(0.6, 0.75)),
        neither: (rng.uniform(0.62, 0.75), 0, rng.uniform(0.4, 0.5)),
    }[right]
    training = round(training, 2)
    validation = round(validation or training - rng.uniform(0.01, 0.03), 2)
    gap, scores = number(training - validation, 2), f"{number(training, 2)} and {number(validation, 2)}"
    whys = {
        over: f"Then the two would lie far apart. Here the gap is {gap}: what it knows of its own rows holds for "
        "others.",
        under: (
            f"It bends enough: on its own rows it has {number(training, 2)}. What it learned there doesn't hold for "
            "others."
            if right == over
            else "A model that bends too little misses what others find. The linear model finds less than this one: "
            f"{number(other, 2)}."
        ),
        neither: (
            f"{scores} lie {gap} apart. The difference is what it remembers but doesn't know."
            if right == over
            else f"The two are close, but close to little: on the same rows a linear model gets {number(other, 2)}. "
            "There is more to be learned."
        ),
        "It has too few folds to tell": "More folds change the score a little. They don't make up for "
        + (f"a gap of {gap}." if right == over else f"the distance between {number(validation, 2)} and "
           f"{number(other, 2)}."),
    }  # fmt: skip
    solution = {
        over: f"R² falls from {number(training, 2)} on its own rows to {number(validation, 2)} on rows held out. It "
        "has learned the noise as well. Take a smaller depth, by cross-validation, or more rows.",
        under: f"It is poor on its own rows already, {number(training, 2)}, and {number(validation, 2)} on others: "
        f"nothing was remembered, and not much was learned. A linear model gets {number(other, 2)}, so let it "
        "bend more.",
        neither: f"The two are close, {scores}, and better than what the linear model reaches. Try the depths beside "
        "this one by cross-validation; then open the test set, once.",
    }[right]
    return one_of(
        rng,
        f"A tree of depth {depth} predicts {target} of {n:,} {rows}. Its R² is {number(training, 2)} on the rows it "
        f"learned from and {number(validation, 2)} in cross-validation. A linear model of the same columns has "
        f"{number(other, 2)} in cross-validation. What do you make of the tree?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        solution,
        ("Compare the tree with itself first: its own rows against rows held out.",
         "Then ask whether another model gets more out of the same columns."),
    )  # fmt: skip


def more_rows(rng: np.random.Generator, target: str, rows: str) -> Question:
    """Three learning curves: a gap that closes, two curves that met low, two that met high."""
    n = np.array([20, 40, 80, 140, 220, 309])
    drop = np.exp(-n / rng.uniform(60, 90))
    low, high = rng.uniform(0.18, 0.28), rng.uniform(0.75, 0.85)
    pairs = {
        "gap": (0.98 - 0.13 * n / 309, rng.uniform(-0.4, -0.3) + rng.uniform(0.75, 0.85) * (n / 309) ** 0.8),
        "low": (low + 0.3 * drop, low - 0.02 - 0.5 * drop),
        "high": (high + 0.15 * drop, high - 0.02 - 0.8 * drop),
    }
    pairs = {name: [curve + rng.normal(0, 0.008, 6) for curve in pair] for name, pair in pairs.items()}
    sketches = {name: learning(n, *pair) for name, pair in pairs.items()}
    asked = ("gap", "low", "high")[rng.integers(3)]
    ask, what = {
        "gap": ("You can have three times as many rows, for money. In which picture would they help most?",
                "More rows make it harder to learn them by heart, so get them; or let the model bend less."),
        "low": ("Which of the three calls for a model that can bend more, or for better columns?",
                "More rows would only confirm the line it can draw: let it bend more, or give it better columns."),
        "high": ("Which of the three would you leave as it is?",
                 "What is left may well be noise. Open the test set once, and go on to the next thing."),
    }[asked]  # fmt: skip
    facts = {
        "gap": "the two curves are still far apart, and the lower one is rising: it remembers rows, and with more of "
        "them it will know more",
        "low": "the two curves have met, at a low score: it has seen enough rows and can't bend enough to use them",
        "high": "the two curves have met, at a high score: new rows are predicted as well as its own",
    }
    return one_of(
        rng,
        f"Three models of {target}. Across: how many {rows} each learned from, 20 to 309; up: R² on those rows (thin) "
        f"and in cross-validation (bold), from −0.5 to 1. {ask}",
        sketches[asked],
        [(sketches[name], f"Here {facts[name]}.") for name in pairs if name != asked],
        f"In {{right}} {facts[asked]}. {what}",
        ("Have the two curves met? And is the lower one still rising at its right end?",
         "More rows help a model that remembers. They don't help one that can't bend."),
    )  # fmt: skip


def learning(n, training, validation) -> Sketch:
    """R² on training rows and in cross-validation, against the number of rows."""
    panel = marks.Panel((32, 214, 22, 150), x=(20, 309), y=(-0.5, 1))
    return Sketch(
        [
            *panel.frame((20, 150, 309), (-0.5, 0, 0.5, 1)),
            marks.line(panel.at(n, training), "data", width=1.5),
            marks.window(panel.box, [marks.line(panel.at(n, validation), "model", width=3.5, opacity=0.8)]),
        ],
        (-4, 228, 0, 160),
    )


def on_fresh_rows(rng: np.random.Generator, target: str, rows: str) -> Question:
    """What a score promises for new rows: chosen by it, kept shut until the end, or measured on its own rows."""
    tries, score, n = int(rng.integers(3, 15)) * 10, number(rng.uniform(0.45, 0.7), 2), int(rng.integers(8, 20)) * 10
    how, right = (
        (f"You tried {tries} depths and sets of columns. Each time you looked at the R² on the {n} test rows, and you "
        f"kept the best: {score}.", "Likely somewhat less"),
        (f"You tried {tries} depths and sets of columns and kept the one that was best in cross-validation. Then you "
         f"opened the {n} test rows, for the first time: R² {score}.", "About as much, give or take luck"),
        (f"You tried {tries} depths and sets of columns in one script. It reports the R² of the deepest tree on the "
        "rows it learned from: 1.00.", "Far less: it knows these rows by heart"),
    )[rng.integers(3)]  # fmt: skip
    peeked, once = right == "Likely somewhat less", right.startswith("About")
    wrong = {
        "Likely somewhat less": f"That would follow if the {n} test rows had helped to choose. They were shut until "
        "the choice was made."
        if once
        else "You think of a test set that was looked at too often. Here nothing was held out at all: a deep tree "
        "repeats its own rows.",
        "About as much, give or take luck": f"The best of {tries} was partly lucky on these {n} rows, and luck doesn't "
        "come along to new ones."
        if peeked
        else "For that, the score must come from rows the tree hasn't seen. These it had learned.",
        "Far less: it knows these rows by heart": "It never learned from the test rows, so it can't know them by "
        "heart. " + (f"They only helped to choose among {tries}." if peeked else "They didn't even help to choose."),
        "More: it will have learned from all rows": "More rows may help a little, but don't count on it. Ask first how "
        "this score came about.",
    }
    solution = {
        "Likely somewhat less": f"Among {tries} tries some do well on just these {n} rows by luck, and you kept the "
        "best. So the test set has become a part of the choice. Choose by cross-validation, and report rows that "
        "nobody chose by.",
        "About as much, give or take luck": f"The test rows had no say in the choice, so {score} is honest. With {n} "
        "rows it may still be off by some hundredths, to either side. Don't choose again now that you have seen it.",
        "Far less: it knows these rows by heart": "A deep tree gives each training row its own answer, so 1.00 was to "
        "be expected and says nothing. Ask rows that it hasn't seen.",
    }[right]
    return one_of(
        rng,
        f"A tree is to predict {target} of {rows}. {how} Which R² do you expect on next month's {rows}?",
        right,
        {choice: why for choice, why in wrong.items() if choice != right},
        solution,
        ("Which rows did the tree learn from, and which rows had a say in the choice?",
         "Imagine the same script on another draw of the same kind of rows."),
    )  # fmt: skip


def three_curves(rng: np.random.Generator, target: str, rows: str) -> Question:
    """Polynomials through the same dots: of degree 1, 2 and 9."""
    while True:
        x = np.sort(rng.uniform(-1, 1, 12))
        bend, noise = rng.choice([-1, 1]) * rng.uniform(28, 34), rng.normal(0, 4, 12)
        y = 50 - bend / 2 + bend * x**2 + rng.uniform(-8, 8) * x + noise
        fits = {degree: np.polyfit(x, y, degree) for degree in (1, 2, 9)}
        fresh = rng.uniform(x[0], x[-1], 400)
        truth = y - noise
        again = np.polyval(np.polyfit(x, truth, 2), fresh) + rng.normal(0, 4, 400)
        own = {degree: r_squared(y, np.polyval(fit, x)) for degree, fit in fits.items()}
        new = {degree: r_squared(again, np.polyval(fit, fresh)) for degree, fit in fits.items()}
        if np.ptp(x) > 1.6 and own[1] < 0.4 and new[2] > 0.6 and own[9] > 0.97 and new[9] < new[2] - 0.3:
            break
    sketches = {degree: fitted(x, y, fit) for degree, fit in fits.items()}
    asked = (1, 2, 9)[rng.integers(3)]
    ask = {
        1: "Which one underfits?", 2: "Which one do you expect to do best on new rows?",
        9: "Which one has the highest R² on these dots, and does far worse on new ones?",
    }[asked]  # fmt: skip
    scores = {degree: f"R² is {number(own[degree], 2)} on these dots and " for degree in fits}
    scores = {degree: said + ("below −1" if new[degree] < -1 else number(new[degree], 2)) + " on 400 new ones"
              for degree, said in scores.items()}  # fmt: skip
    facts = {
        1: f"a straight line can't follow the bend: {scores[1]}",
        2: f"the curve follows the bend and leaves the dots their noise: {scores[2]}",
        9: f"the curve chases single dots, noise and all: {scores[9]}",
    }
    return one_of(
        rng,
        f"The same 12 {rows}, three models. Across: a measurement; up: {target}. {ask}",
        sketches[asked],
        [(sketches[degree], f"Here {facts[degree]}.") for degree in fits if degree != asked],
        f"In {{right}} {facts[asked]}. By eye it shows with one column only: with more, hold rows back.",
        ("Imagine twelve new dots from the same source. Which curve would they lie close to?",
         "Noise doesn't come back in new rows; the bend does."),
    )  # fmt: skip


def fitted(x, y, fit) -> Sketch:
    """Dots and a polynomial."""
    panel = marks.Panel((10, 214, 10, 150), x=(-1.05, 1.05), y=(0, 100))
    along = np.linspace(x[0], x[-1], 160)
    curve = np.clip(np.polyval(fit, along), -400, 500)
    return Sketch(
        [
            *panel.frame(),
            marks.window(panel.box, [marks.line(panel.at(along, curve).round(1), "model", width=2.5)]),
            marks.points(panel.at(x, y), "data", size=3.5),
        ],
        (0, 224, 0, 160),
    )


@cache
def tree_scores(depth: int, people: int) -> tuple[float, float]:
    """R² of the step's tree on the people it learned from, and in cross-validation."""
    from sklearn.tree import DecisionTreeRegressor

    X, _, y, _ = train_test_split(diabetes().X, diabetes().y, 0.3, np.random.default_rng(1))
    X, y = X[:people], y[:people]
    model = DecisionTreeRegressor(max_depth=depth, random_state=0)
    validation = cross_validate(model, X, y, folds=5)[1].mean()
    return r_squared(y, model.fit(X, y).predict(X)), float(validation)


def what_moves(rng: np.random.Generator, target: str, rows: str) -> Question:
    """Which way both scores of the step's tree go when depth or the number of people changes."""
    deeper, old, new = bool(rng.random() < 0.7), (0, 0), (0, 0)
    before, after, helped = (0.0, 0.0), (0.0, 0.0), False
    while min(abs(a - b) for a, b in zip(before, after)) < 0.03 or not (deeper or helped == (new > old)):
        if deeper:
            people, most = int(rng.choice([220, 309])), int(rng.choice([3, 12]))
            old, new = ((int(depth), people) for depth in rng.choice(most, 2, replace=False) + 1)
        else:
            depth = int(rng.integers(4, 8))
            old, new = ((depth, int(people)) for people in rng.choice([40, 80, 140, 220, 309], 2, replace=False))
        before, after = tree_scores(*old), tree_scores(*new)
        helped = after[1] > before[1]
    up = after[0] > before[0], after[1] > before[1]
    ways = {
        (True, True): "Both rise", (False, False): "Both fall", (True, False): "Training rises, cross-validation falls",
        (False, True): "Training falls, cross-validation rises",
    }  # fmt: skip
    told = [f"from {number(was, 2)} to {number(now, 2)}" for was, now in zip(before, after)]
    first, second = {
        (True, True, True): ("A deeper tree fits its own people more closely",
                             "So few questions couldn't say all that holds for others"),
        (True, True, False): ("A deeper tree fits its own people more closely", "What more depth adds is mostly noise"),
        (True, False, True): ("A shallower tree fits its own people less closely",
                              "What less depth loses was mostly noise"),
        (True, False, False): ("A shallower tree fits its own people less closely",
                               "So few questions can't say all that holds for others"),
        (False, False, True): ("More people are harder to learn by heart",
                               "With more of them it is led less by the noise of each"),
        (False, True, False): ("Fewer people are easier to learn by heart",
                               "With fewer of them it is led more by the noise of each"),
    }[deeper, *up]  # fmt: skip
    change = (
        f"It was {old[0]} deep, and you set the depth to {new[0]}. It learns from {old[1]} people before and after."
        if deeper
        else f"Its depth is {old[0]}. It learned from {old[1]} people, and you set their number to {new[1]}."
    )
    way = ("Think of this step's tree on ten columns.", "Take the tree of this step, on all ten columns.",
           "A colleague repeats this step's tree, on ten columns.")[rng.integers(3)]  # fmt: skip
    whys = {}
    for ends, choice in ways.items():
        off = [f"{name} goes {told_}" for name, rose, guessed, told_ in
               zip(("training", "cross-validation"), up, ends, told) if rose != guessed]  # fmt: skip
        reasons = [why for why, rose, guessed in zip((first, second), up, ends) if rose != guessed]
        lead = "You have both the wrong way round"
        if len(off) == 1:
            lead = "You let both go together" if ends[0] == ends[1] else "You let the two part"
        whys[choice] = f"{lead}. {'. '.join(reasons)}: {', and '.join(off)}."
    return one_of(
        rng,
        f"{way} {change} What becomes of its two R² scores?",
        ways[up],
        {choice: why for choice, why in whys.items() if choice != ways[up]},
        f"{first}: training goes {told[0]}. {second}: cross-validation goes {told[1]}.",
        ("Ask of each score alone: do its own rows become easier to fit? And does it learn more of what holds for "
         "others?", "Training can only be fitted more closely with more questions, or with fewer people to fit."),
    )  # fmt: skip


RIGHT_LINES = (
    "X_train, X_test, y_train, y_test = train_test_split(X, y)",
    "scores = [cross_val_score(tree(d), X_train, y_train).mean() for d in depths]",
    "best = depths[np.argmax(scores)]",
    "print(tree(best).fit(X_train, y_train).score(X_test, y_test))",
)
FAULTS = (
    (1, "scores = [tree(d).fit(X_train, y_train).score(X_test, y_test) for d in depths]",
     "It chooses the depth by the test rows, so the number printed for the same rows flatters. Choose by "
     "cross-validation on the training rows."),
    (1, "scores = [tree(d).fit(X_train, y_train).score(X_train, y_train) for d in depths]",
     "On its own rows the deepest tree always wins, so this chooses the one that remembers most. Choose by "
     "cross-validation on the training rows."),
    (1, "scores = [cross_val_score(tree(d), X, y).mean() for d in depths]",
     "The folds are cut from all rows, so the test rows help to choose the depth. Cut them from the training rows."),
    (3, "print(tree(best).fit(X_train, y_train).score(X_train, y_train))",
     "The depth is chosen well, but then the tree is asked about rows it has learned. Print its score on the test "
     "rows."),
    (3, "print(tree(best).fit(X, y).score(X_test, y_test))",
     "The tree learns from all rows, the test rows among them, and is then asked about these. Fit it on the training "
     "rows."),
)  # fmt: skip


def reviewed(rng: np.random.Generator, target: str, rows: str) -> Question:
    """Four lines that choose a depth and print a score, one of them broken."""
    place, broken, solution = FAULTS[rng.integers(len(FAULTS))]
    lines = [broken if at == place else line for at, line in enumerate(RIGHT_LINES)]
    whys = (
        "It puts test rows away before anything is chosen. That is as it should be.",
        "It scores each depth by cross-validation, on training rows alone. The test rows stay shut.",
        "It takes the depth with the best of these scores. What matters is where the scores come from.",
        "It fits on the training rows and scores on the test rows, once. That number is honest if the depth was chosen "
        "without them.",
    )
    return one_of(
        rng,
        f"A script chooses the depth of a tree for {target} of {rows}, and prints an R² for the report. `tree(d)` "
        "makes a tree of depth d. Which line do you mend?\n\n```python\n" + "\n".join(lines) + "\n```\n",
        f"`{broken}`",
        {f"`{line}`": whys[at] for at, line in enumerate(lines) if at != place},
        solution,
        ("Go through it with two questions: which rows choose, and which rows judge?",
         "The test rows may appear once, at the very end, and only to be predicted."),
    )  # fmt: skip
