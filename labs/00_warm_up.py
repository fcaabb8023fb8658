"""Warm-up: what formulas are made of, for those who left them long ago."""

from ui import Lab, rooms

lab = Lab(
    file="labs/00_warm_up.py",
    number=0,
    title="Warm-up",
    aim="What formulas are made of, if school was long ago.",
    takes="a loop and a function call, in any language.",
    gives="read a formula aloud, rearrange it, and write it as code.",
    keep=(
        "A formula is a short program: each sign in it is a step that you could write as code.",
        "$\\sum$ is a loop that adds. A logarithm gives back the exponent, so it turns times into plus.",
        "“If A, then B” says nothing about what happens when B holds. One case of A without B ends it.",
    ),
    steps=rooms(
        "warm_up",
        "functions",
        "equations",
        "powers",
        "sums",
        "reading",
        "logic",
    ),
)

if __name__ == "__main__":
    lab.run()
