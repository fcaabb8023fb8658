"""Lab 4: apply it now, on real data."""

from labs.apply.attention_real import attention_real
from labs.apply.classifier import classifier
from labs.apply.clinic import clinic
from labs.apply.leakage import leakage
from labs.apply.network import network
from labs.apply.overfitting import overfitting
from labs.apply.regression import regression
from labs.apply.search import search
from labs.apply.your_data import your_data
from ui import Lab

lab = Lab(
    file="labs/04_apply.py",
    number=4,
    title="Apply it now",
    aim="From scratch, then the library: the two shown equal.",
    steps=[
        regression,
        search,
        classifier,
        network,
        overfitting,
        leakage,
        attention_real,
        clinic,
        your_data,
    ],
)

if __name__ == "__main__":
    lab.run()
