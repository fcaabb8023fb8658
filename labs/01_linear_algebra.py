"""Lab 1: linear algebra, the language."""

from labs.linear_algebra.dot_product import dot_product
from ui import Lab

lab = Lab(
    file="labs/01_linear_algebra.py",
    number=1,
    title="Linear algebra",
    aim="The language: lists of numbers that point somewhere.",
    steps=[
        dot_product,
    ],
)

if __name__ == "__main__":
    lab.run()
