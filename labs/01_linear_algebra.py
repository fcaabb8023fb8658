"""Lab 1: linear algebra, the language."""

from labs.linear_algebra.attention import attention
from labs.linear_algebra.dot_product import dot_product
from labs.linear_algebra.embeddings import embeddings
from labs.linear_algebra.high_dimensions import high_dimensions
from labs.linear_algebra.layer import layer
from labs.linear_algebra.matrices import matrices
from labs.linear_algebra.matrix_product import matrix_product
from labs.linear_algebra.pca import pca
from labs.linear_algebra.retrieval import retrieval
from labs.linear_algebra.vectors import vectors
from ui import Lab

lab = Lab(
    file="labs/01_linear_algebra.py",
    number=1,
    title="Linear algebra",
    aim="The language: lists of numbers that point somewhere.",
    steps=[
        vectors,
        dot_product,
        high_dimensions,
        embeddings,
        retrieval,
        matrices,
        matrix_product,
        layer,
        attention,
        pca,
    ],
)

if __name__ == "__main__":
    lab.run()
