"""Warm-up: what formulas are made of, for those who left them long ago."""

from labs.warm_up.functions import functions
from labs.warm_up.powers import powers
from labs.warm_up.reading import reading
from labs.warm_up.sums import sums
from ui import Lab

lab = Lab(
    file="labs/00_warm_up.py",
    number=0,
    title="Warm-up",
    aim="What formulas are made of, if school was long ago.",
    steps=[
        functions,
        powers,
        sums,
        reading,
    ],
)

if __name__ == "__main__":
    lab.run()
