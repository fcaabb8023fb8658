"""Lab 3: calculus, from a slope to backpropagation."""

from labs.calculus.backpropagation import backpropagation
from labs.calculus.chain_rule import chain_rule
from labs.calculus.cross_entropy import cross_entropy_step
from labs.calculus.derivative import derivative
from labs.calculus.descent import descent
from labs.calculus.gradient import gradient
from labs.calculus.scaling import scaling
from ui import Lab

lab = Lab(
    file="labs/03_calculus.py",
    number=3,
    title="Calculus",
    aim="What a small change does, and how a model learns from it.",
    steps=[
        derivative,
        gradient,
        descent,
        scaling,
        chain_rule,
        backpropagation,
        cross_entropy_step,
    ],
)

if __name__ == "__main__":
    lab.run()
