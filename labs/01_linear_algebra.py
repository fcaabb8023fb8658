"""Lab 1: linear algebra, the language."""

from ui import Lab, rooms

lab = Lab(
    file="labs/01_linear_algebra.py",
    number=1,
    title="Linear algebra",
    aim="The language: lists of numbers that point somewhere.",
    steps=rooms(
        "linear_algebra",
        "vectors",
        "arrays",
        "dot_product",
        "high_dimensions",
        "embeddings",
        "retrieval",
        "matrices",
        "matrix_product",
        "eigenvectors",
        "layer",
        "attention",
        "pca",
        "low_rank",
    ),
)

if __name__ == "__main__":
    lab.run()
