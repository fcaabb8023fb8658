"""Can I train a net?"""

from copy import deepcopy
from functools import cache, lru_cache

import numpy as np

from core.data import digits
from core.networks import (
    count_parameters,
    init_network,
    network_accuracy,
    network_forward,
    network_gradient_check,
    network_loss,
    train,
)
from labs.apply.network import picture as chart
from labs.apply.network.question import question
from labs.apply.network.understand import understand
from ui.scene import step
from ui.words import counted

HIDDEN = {"none": (), "16": (16,), "64": (64,), "32 and 32": (32, 32)}
RATES = [0.01, 0.03, 0.1, 0.3, 1]
MOST = 60  # epochs
FIFTHS = ["a random fifth", "the last fifth"]
SEED = 0


@step(
    "Can I train a net?",
    why="A loss that falls doesn't prove that the code is right; a gradient check shows whether the slopes are.",
    holds="a net that goes on learning while you watch",
    needs=["layer", "descent", "cross_entropy"],
)
def network(page):
    r"""
    A **network** is layers in a row: each reads what the one before hands on. The last gives ten logits, one a digit;
    the loss is their cross-entropy.

    **Training** starts at random and moves every weight $w$ against its slope, one **batch** at a time:

    $$w \leftarrow w - \text{rate} \cdot \text{slope}$$

    An **epoch** is once through all 1,437 images. The other 360, the **validation set**, teach it nothing: they help
    you choose a rate and when to stop.

    Slopes go back from the last layer, through a neuron only where ReLU let its number pass. The **gradient check**
    nudges weights: does the loss move as the slopes say? 0 is perfect.

    Each small picture: one neuron's 64 weights.
    """
    guess = page.predict(
        "64 hidden neurons, drawn at random, rate 0.1, batches of 32. Each image is shown once: one epoch. "
        "How many of the 360 digits it never learned from does it read right then?",
        ["About 1 in 10", "About half", "More than 3 in 4"],
        answer="More than 3 in 4",
        because="One epoch is already 45 updates of all 4,810 weights and biases.",
        tries={"plan": "1x0.1"},
    )
    hidden = page.choose("hidden", "Hidden neurons", list(HIDDEN), default="64", quiet=False)
    batch = page.choose("batch", "Batch", [8, 32, 128], default=32, quiet=False, beside=True)
    rate = page.slider("rate", "Learning rate", options=RATES, value=0.1)
    fifth = page.pick("unseen", "Validate on", FIFTHS, beside=True)
    turned = page.toggle("turned", "Bug: > is <=")
    changes = page.toggle("changes", "Show what training changed", beside=True)
    settings = ((64, *HIDDEN[hidden], 10), batch, SEED, fifth, turned)

    def begin():
        return learned(*settings, ())

    def epoch(kept, rate):
        kept |= learned(*settings, (*(r for epochs, r in kept["plan"] for _ in range(epochs)), rate))

    kept = page.training("plan", settings, begin, epoch, rate, RATES, MOST)
    buttons(page, kept)
    (sizes, *_), (X, y, unseen, truth) = settings, parted(fifth)
    plan, done, curve, net = kept["plan"], kept["done"], kept["curve"], kept["net"]
    values = {"X": X, "y": y, "unseen": unseen, "truth": truth, "sizes": sizes, "plan": plan, "batch": batch}
    values |= {"seed": SEED, "turned": turned}
    weights = net[0][0].round(3)
    changed = weights - kept["start"].round(3)
    answers = network_forward(net, unseen[::30])[-1].argmax(axis=1)
    known = {cell: (count_parameters(net), kept["gap"], curve, answers, weights, changed, kept["first"])}
    known[library] = theirs(sizes, batch, fifth, plan[0][1] if plan else None)
    wrong = bool(turned and HIDDEN[hidden] and plan)  # without a hidden layer there is no ReLU to get wrong
    parameters, gap, curve, answers, weights, changed, _ = page.run(
        cell, library, known, differs=wrong, heading="The same net, trained in one go", **values
    )
    asked = settings == ((64, 64, 10), 32, SEED, FIFTHS[0], False) and (plan or [(0, 0.1)])[0][1] == 0.1
    span = next(n for n in (20, 40, 60) if n >= max(done, kept["goal"], 1))
    page.picture(
        chart.curves(curve, plan, span, kept["goal"], 0.95, guess if asked else None)
        + chart.pictures(changed if changes else weights, changes)
        + chart.read(unseen[::30], truth[::30], answers),
        says=in_words(sizes, parameters, done, batch, curve, gap, kept.get("broke", "")),
        size=chart.SIZE,
    )
    page.task("Read 95 % of the validation digits right within 5 epochs.", done=bool((curve[:6, 2] >= 0.95).any()))
    page.task(
        "Switch on the bug, and train until the loss is below 1: it falls, and the gradient check still fails.",
        done=turned and curve[-1, 0] < 1 and gap > 0.05,
    )
    page.bites(
        "One comparison turned round, `<=` where `>` belongs, raises no error. In 20 epochs at rate 0.1 the loss of a "
        "net with 64 hidden neurons falls from 2.45 to 1.07, and it reads 67 % of the validation digits right: it "
        "looks as if it needed more training. Written right, it reads 98 %. Or the slip is in the measure. Labels of "
        "shape (360, 1) beside answers of shape (360,) are compared as (360, 360), and the same good net shows an "
        "accuracy of 10 %. Check the gradients on a few rows before you tune anything. And mind what you validate on: "
        "neighbouring digits probably share a writer, and on the last fifth a net trained the same way reads 90 %. "
        "Whichever you take, you chose by it, so its score flatters: a final mark takes digits that nobody chose by."
    )
    page.check(question, understand)


def cell(X, y, unseen, truth, sizes, plan, batch, seed, turned):
    # You watched it epoch by epoch. These lines give the same numbers.
    rng = np.random.default_rng(seed)
    nets = [init_network(sizes, rng)]
    for epochs, rate in plan:
        nets += train(nets[-1], X, y, epochs, rate, batch, rng, turned)
    start, first, net = nets[0], nets[:2][-1], nets[-1]
    loss = [network_loss(n, X, y) for n in nets]
    training = [network_accuracy(n, X, y) for n in nets]
    validation = [network_accuracy(n, unseen, truth) for n in nets]
    curve = np.array([loss, training, validation]).T.round(6)  # a row for each epoch
    rng = np.random.default_rng(seed)
    gap = round(network_gradient_check(net, X[:50], y[:50], rng, turned=turned), 6)
    parameters = count_parameters(net)
    answers = network_forward(net, unseen[::30])[-1].argmax(axis=1)  # of the dozen that is drawn
    weights = net[0][0].round(3)
    changed = weights - start[0][0].round(3)
    after_one_epoch = first[0][0]
    return parameters, gap, curve, answers, weights, changed, after_one_epoch


def library(X, y, unseen, truth, sizes, plan, batch, seed, turned):
    # Compared after one epoch: from then on, rounding errors grow in both, and each goes its own way.
    from sklearn.neural_network import MLPClassifier

    rng = np.random.default_rng(seed)
    net = init_network(sizes, rng)
    after_one_epoch = net[0][0]
    for _, rate in plan[:1]:
        sgd = {"solver": "sgd", "alpha": 0, "momentum": 0, "shuffle": False}
        model = MLPClassifier(sizes[1:-1], batch_size=batch, learning_rate_init=rate, **sgd)
        model.partial_fit(X, y, classes=np.arange(10))  # gets its shapes; then it starts where we did
        model.coefs_, model.intercepts_ = [W for W, _ in net], [b for _, b in net]
        order = rng.permutation(len(X))
        model.partial_fit(X[order], y[order])
        after_one_epoch = model.coefs_[0]
    return after_one_epoch


@lru_cache(maxsize=128)
def learned(sizes: tuple, batch: int, seed: int, fifth: str, turned: bool, rates: tuple) -> dict:
    """What is known of a net after an epoch at each of these rates. ValueError once the loss is no number any more."""
    X, y, unseen, truth = parted(fifth)
    if rates:
        before = learned(sizes, batch, seed, fifth, turned, rates[:-1])
        rng = deepcopy(before["rng"])
        (net,) = train(before["net"], X, y, 1, rates[-1], batch, rng, turned)
    else:
        rng = np.random.default_rng(seed)
        before, net = {"curve": np.empty((0, 3))}, init_network(sizes, rng)
    now = network_loss(net, X, y), network_accuracy(net, X, y), network_accuracy(net, unseen, truth)
    if not np.isfinite(now[0]):
        raise ValueError("The loss is no number any more.")
    gap = round(network_gradient_check(net, X[:50], y[:50], np.random.default_rng(seed), turned=turned), 6)
    curve = np.vstack([before["curve"], now]).round(6)
    start = before.get("start", net[0][0])
    first = before["first"] if len(rates) > 1 else net[0][0]
    return {"rng": rng, "net": net, "curve": curve, "gap": gap, "start": start, "first": first}


@lru_cache(maxsize=128)
def theirs(sizes: tuple, batch: int, fifth: str, rate: float | None) -> np.ndarray:
    """What the library gives after an epoch at this rate."""
    return library(*parted(fifth), sizes, [(1, rate)] if rate else [], batch, SEED, False)


def buttons(page, kept: dict) -> None:
    """Train for some epochs or pause, and start over."""
    done = kept["done"]
    if done < kept["goal"]:
        page.press("Pause", does=lambda: kept.update(goal=0), name="pause", above=True)
    else:
        for most in (1, 20):
            count = min(most, MOST - done) or most
            page.press(
                f"Train {counted(count, 'epoch')}", does=lambda goal=done + count: kept.update(goal=goal),
                name=f"train-{most}", look="main", off=done >= MOST, above=most == 1, beside=most > 1,
            )  # fmt: skip
    page.press("Start over", does=kept.clear, name="over", off=done == 0, beside=True)


def in_words(sizes, parameters: int, done: int, batch: int, curve, gap: float, broke: str) -> str:
    """What the net is, how far it has come, and whether its slopes are right."""
    loss, training, validation = curve[-1]
    net = " → ".join(map(str, sizes))
    updates = done * -(-1437 // batch)
    so_far = f"After {counted(done, 'epoch')}, {updates:,} updates" if done else "Not trained yet"
    words = (
        f"{net}: {parameters:,} weights and biases. {so_far}: loss {chart.brief(loss)}, "
        f"{100 * training:.1f}\u00a0% of the training digits right and **{100 * validation:.1f}\u00a0%** of the "
        "validation digits. "
    )
    if broke:
        words += "The next epoch made numbers too large for a float, so it stopped: lower the rate. "
    if gap < 1e-5:
        return words + "Gradient check: 0.00000, the slopes are right."
    if gap < 0.02:
        return words + f"Gradient check: {gap:.5f}, a nudge went across the bend of a ReLU."
    return words + f"Gradient check: **{gap:.2f}, the slopes are wrong**."


@cache
def parted(fifth: str) -> tuple[np.ndarray, ...]:
    """The digits to learn from and the 360 to validate on, each with what they show."""
    X, labels = digits().X, digits().labels
    order = np.random.default_rng(0).permutation(len(X)) if fifth == FIFTHS[0] else np.arange(len(X))
    seen, unseen = np.sort(order[:-360]), np.sort(order[-360:])
    return X[seen], labels[seen], X[unseen], labels[unseen]
