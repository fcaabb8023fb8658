"""The prediction again: another link is cut, or a ReLU switched off."""

import numpy as np

from labs.calculus.backpropagation.picture import WEIGHTS
from labs.calculus.backpropagation.step import GIVEN, ROWS, plain
from ui.question import Again, one_of

LINKS = {"w₁": "1", "w₂": "1", "w₃": "2", "w₄": "2", "v₁": "1", "v₂": "2"}  # each with its neuron
INSIDE = {"1": ("w₁", "w₂", "b₁"), "2": ("w₃", "w₄", "b₂")}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    alone = bool(rng.integers(2))  # whether one weight alone is right: as often as not
    while True:
        what = str(rng.choice([*LINKS, "ReLU 1", "ReLU 2"]))
        neuron, cut = LINKS.get(what, what[-1]), what in LINKS
        out = {"1": "v₁", "2": "v₂"}[neuron]
        inside, z = " ".join(INSIDE[neuron]), before_relu(neuron, without=what)
        if (cut and what != out and z > 0) == alone:
            break
    if cut and what != out and z > 0:
        right, way = f"Only {what}", f"The neuron still works: $z_{neuron}$ is {z:.1f}. Its other weights learn on."
    elif what == out:
        right, way = f"{inside} {out}", f"{inside} had their only way to the loss over {out}, and nothing flows there."
    else:
        why = "Its ReLU is off" if not cut else f"Without {what}, $z_{neuron}$ is −{-z:.1f}, so the ReLU is off"
        right, way = f"{inside} {out}", f"{why}: its slope is 0 for all that leads in, and {out} multiplies a 0."
    lone, on = f"Only {what if cut else out}", right == f"Only {what}"
    whys = {
        lone: f"Ask what is left for the others of that neuron: is there still a way to the loss? {way}",
        inside: way if on else f"Ask about {out}, too: what does it multiply, and does anything flow over it? {way}",
        f"{inside} {out}": f"Ask whether the neuron still works. {way}",
        "All of them": "The other neuron has its own way to the loss, and learns on.",
    }
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    done = f"You cut the link of {what}" if cut else f"You switch the ReLU of neuron {neuron} off"
    prompt = (
        f"Look at the step's network on row 1. {INSIDE['1'][0]}, {INSIDE['1'][1]} and {INSIDE['1'][2]} lead into the "
        f"first neuron, v₁ out of it; {INSIDE['2'][0]}, {INSIDE['2'][1]} and {INSIDE['2'][2]} into the second, v₂ out "
        f"of it. {values()} {done}. Which weights get no gradient?"
    )
    return Again(one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ()), {plain(what): "1,0"})


def before_relu(neuron: str, without: str = "") -> float:
    """What reaches a neuron's ReLU on row 1, without one of the links."""
    first, second, bias = INSIDE[neuron]
    weight = dict(zip(WEIGHTS, GIVEN)) | ({without: 0.0} if without in LINKS else {})
    (x, y), _ = ROWS["1"]
    return weight[first] * x + weight[second] * y + weight[bias]


def values() -> str:
    """What the neurons add up on row 1, in words."""
    (x, y), _ = ROWS["1"]
    sums = []
    for neuron, (first, second, bias) in INSIDE.items():
        weight = dict(zip(WEIGHTS, GIVEN))
        parts = [weight[first] * x, weight[second] * y, weight[bias]]
        told = " + ".join(f"({part:.1f})" if part < 0 else f"{part:.1f}" for part in parts)
        sums.append(f"$z_{neuron} = {told} = {sum(parts):.1f}$")
    return f"In the order of these weights, {sums[0]} and {sums[1]}."
