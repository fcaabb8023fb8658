"""Warm-up: what formulas are made of, for those who left them long ago."""

from ui import Lab, rooms

lab = Lab(
    file="labs/00_warm_up.py",
    number=0,
    title="Warm-up",
    aim="What formulas are made of, if school was long ago.",
    steps=rooms(
        "warm_up",
        "functions",
        "equations",
        "powers",
        "sums",
        "reading",
    ),
)

if __name__ == "__main__":
    lab.run()
