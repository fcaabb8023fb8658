"""Lab 2: probability and statistics, and how not to be fooled."""

from labs.probability_stats.bayes import bayes
from labs.probability_stats.calibration import calibration
from labs.probability_stats.conditional import conditional_step
from labs.probability_stats.correlation import correlation_step
from labs.probability_stats.distributions import distributions
from labs.probability_stats.expectation import expectation_step
from labs.probability_stats.fooled import fooled
from labs.probability_stats.metrics import metrics
from labs.probability_stats.sampling import sampling
from labs.probability_stats.spread import spread
from ui import Lab

lab = Lab(
    file="labs/02_probability_stats.py",
    number=2,
    title="Probability and statistics",
    aim="How sure can you be, and how not to be fooled.",
    steps=[
        distributions,
        expectation_step,
        spread,
        sampling,
        conditional_step,
        bayes,
        correlation_step,
        metrics,
        calibration,
        fooled,
    ],
)

if __name__ == "__main__":
    lab.run()
