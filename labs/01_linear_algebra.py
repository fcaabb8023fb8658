"""Lab 1: linear algebra, the language."""

from ui import Lab, rooms

lab = Lab(
    file="labs/01_linear_algebra.py",
    number=1,
    title="Linear algebra",
    aim="The language: lists of numbers that point somewhere.",
    takes="the warm-up: functions, equations, the sign Σ.",
    gives="say what a shape error means, why a search ranks as it does, and what a layer, attention and PCA compute.",
    keep=(
        "A dot product measures agreement, and length counts in it. Divide the lengths out, and the cosine is left.",
        "A matrix moves all of space at once. Two in a row are one matrix, and their order matters.",
        "Shapes that fit are no proof that the meaning fits. Know what each axis stands for.",
    ),
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
