"""What does the loss punish?"""

from fractions import Fraction

import numpy as np

from core.attention import softmax
from core.optimisation import cross_entropy, cross_entropy_gradient, cross_entropy_naive
from labs.calculus.cross_entropy import picture as chart
from labs.calculus.cross_entropy.question import question
from labs.calculus.cross_entropy.turn import turn
from labs.calculus.cross_entropy.understand import understand
from ui.scene import Handle, step

CLASSES = ("cat", "dog", "fox")
LOGITS = (2.0, 0.0, -1.5)
ASKED = (3.0, -1.6, -1.5)  # a dog gets 0.01
TIMES = [1, 2, 5, 10, 100, 1000]


@step(
    "What does the loss punish?",
    why="Classifiers and language models are trained on this one number.",
    id="cross_entropy",
    needs=["derivative"],
)
def cross_entropy_step(page):
    r"""
    A classifier scores each class: its **logit** $z$. Softmax turns logits into probabilities $p$. The loss,
    **cross-entropy**, asks only what the true class got:

    $$L = -\log p_{\text{true}} = \log \sum_i e^{z_i} - z_{\text{true}}$$

    $\log p$ is the **natural logarithm**: the power of $e$ that gives $p$. $\log 1 = 0$, so a sure and right
    answer costs nothing. Each time $p$ is divided by $e$, the loss grows by 1. Where $p$ rounds to 0, the first form
    breaks; the second needs no $p$.

    With $y$ = 1 for the true class and 0 for the others, the gradient along the logits is $p - y$: the arrows.
    Training moves against them.

    **Accuracy** asks less: does the true class have the largest logit?
    """
    page.predict(
        "Two rows are wrong. The true class got 0.3 in the first and 0.01 in the second. To accuracy both are equal. "
        "By $-\\log p$, what does the second cost, compared with the first?",
        ["The same", "About 4 times as much", "About 30 times as much"],
        answer="About 4 times as much",
        because="$-\\log 0.3 = 1.2$ and $-\\log 0.01 = 4.6$. Being sure and wrong is what costs.",
        tries={name: (x, z) for name, x, z in zip(CLASSES, chart.COLUMNS, ASKED)},
    )
    chosen = page.choose("true", "True class", list(CLASSES), default="dog", quiet=False)
    times = page.slider("times", "Logits times", options=TIMES, value=1, beside=True)
    handles = {
        name: Handle((x, z), "point", role="data", along="y", label=" ", bounds=(x, x, -chart.REACH, chart.REACH))
        for name, x, z in zip(CLASSES, chart.COLUMNS, LOGITS)
    }
    logits = np.array([float(at[1]) for at in page.plane(size=chart.SIZE, bare=True, **handles)])
    true_class = CLASSES.index(chosen)

    def cell(logits, times, true_class):
        z = times * logits
        p = softmax(z)
        loss = cross_entropy(z, true_class)
        gradient = cross_entropy_gradient(z, true_class)
        naive = np.array([cross_entropy_naive(z, true_class)])
        right = bool(z.argmax() == true_class)
        return p, loss, gradient, naive, right

    def library(logits, times, true_class):
        z = times * logits
        loss = np.logaddexp.reduce(z) - z[true_class]
        return loss

    page.yours(turn)
    page.may_miss = ("naive",)  # by the formula as it stands it may be nan or infinite: that is its lesson
    with np.errstate(all="ignore"):
        p, loss, gradient, naive, is_right = page.run(cell, library, logits=logits, times=times, true_class=true_class)
    tied = logits[true_class] == logits.max() and np.sum(logits == logits.max()) > 1
    unsafe, verdict = float(naive[0]), "right" if is_right else "wrong"
    page.picture(
        chart.scene(CLASSES, times, logits, p, true_class, loss, gradient, unsafe, verdict),
        says=in_words(chosen, chart.shares(p)[true_class], loss, unsafe, is_right, tied, logits.max() > 0),
    )
    page.task(
        "Make accuracy right and the loss bad: the true class alone on top, and a loss above 1.",
        done=is_right and not tied and loss > 1,
    )
    page.bites(
        "Validation accuracy stays flat while the validation loss climbs. The same rows are wrong, and the model is "
        "surer of its wrong answers: at p = 0.6 the true class costs 0.51, at p = 0.01 it costs 4.6, as much as nine "
        "of the others. Or the loss is `inf` or `nan`: somebody took the logarithm of what softmax gave. With *Logits "
        "times* at 1000 it breaks as soon as one logit is above 0.7. Compute the loss from the logits. PyTorch's "
        "`CrossEntropyLoss` expects those; hand it probabilities, and it takes softmax twice and says nothing: with "
        "three classes the loss then never falls below 0.55."
    )
    page.check(question, understand)


def in_words(name: str, p: str, loss: float, naive: float, right: bool, tied: bool, above: bool) -> str:
    """What the true class got and costs, what accuracy says, and whether the naive form held. p as the bar shows it."""
    share = f"= {p}" if float(Fraction(p)) > 0 else "below 0.001"
    words = f"The true class, **{name}**, gets p {share}. Loss **{chart.number(loss)}**; accuracy: "
    words += "**right**" if right else "**wrong**"
    words += ", by a tie: argmax takes the first of equals." if tied else "."
    if not np.isfinite(naive):
        why = ("∞ / ∞" if above else "0 / 0") if np.isnan(naive) else "p comes out as 0, and −log 0 has no end"
        words += f" From p it **breaks**: {why}. From the logits, it **holds**."
    return words + (" An arrow shows that the loss is off the chart." if loss > chart.MOST else "")
