"""Lab 1: linear algebra, the language."""

from labs.linear_algebra.dot_product import dot_product
from ui import Lab

lab = Lab("labs/01_linear_algebra.py", 1, "Linear algebra", "The language: lists of numbers that point somewhere.", [dot_product])

if __name__ == "__main__":
    lab.run()
