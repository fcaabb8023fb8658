"""The prediction again: one line of a script is broken. It runs to its end; and what does its loss do?"""

from functools import cache

import numpy as np

from labs.apply.clinic import ward
from ui.question import Again, one_of

GROWS, FALLS, BARELY, STOPS = WAYS = (
    "It grows", "It falls to less than a fifth", "It keeps more than four fifths", "The script stops with an error"
)  # fmt: skip
WHY = {
    "rate": "Every step lands farther out than the one before.",
    "sign": "Against its sign, every step climbs.",
    "broadcast": "Training goes as it should. What is wrong is the error that is worked out afterwards.",
    "skipped": "Training goes as it should. Only the rows to predict are prepared otherwise.",
    "turned": "Training goes as it should. Only the images to read are prepared otherwise.",
    "dead": "Hardly a ReLU lets a slope pass, so the hidden weights stay about where they are.",
    "slow": "The steps are too small for so few of them.",
    "intercept": "The columns have mean 0. So without an intercept the line can't come nearer to the mean of y.",
}
PATIENTS = range(5_000, 5_100)  # far from those that a learner treats first
SCRIPTS = {"line": "A script trains a line downhill", "net": "A script trains a network to read digits"}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = WAYS[rng.integers(3)]
    while True:
        number = int(rng.choice(PATIENTS))
        name, cause, _ = ward.drawn(number)
        if cause in WHY and name in SCRIPTS and does(number) == right:
            break
    patient, symptom = ward.case(number), ward.symptom(number)
    fact = f"{WHY[cause]} It printed: *{symptom.printed[-3]}*, *{symptom.printed[-2]}*."
    whys = {
        GROWS: f"So it is where steps climb, or land farther out each time. {fact}",
        FALLS: f"So it is where training is sound, and the fault comes after it. {fact}",
        BARELY: f"So it is where hardly a slope gets through, or the steps are tiny. {fact}",
        STOPS: f"It runs to its end and reports a number, as every script of this clinic does. {fact}",
    }
    prompt = (
        f"{SCRIPTS[name]}, in {len(patient.before['losses'])} steps. One line of it was changed. The fault: "
        f"**{patient.fault.name.lower()}**. What does the loss on the training rows do?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"case": f"{number}", "looks": "curve", "at": "curve"}
    return Again(one_of(rng, prompt, right, wrong, f"{fact} **{right}**.", ()), at)


@cache
def does(number: int) -> str:
    """What the loss of a patient does in training; "" where it falls, but not far."""
    losses = ward.case(number).before["losses"]
    left = losses[-1] / losses[0]
    return GROWS if not left <= 1 else FALLS if left < 0.2 else BARELY if left > 0.8 else ""
