"""The clinic: working pipelines, each really broken by changing one line, and what tells which line it was.

`case(seed)` gives a patient. `look(seed, name)` is a piece of evidence, `choices(seed)` what it may suffer from:
the true cause, and causes that the evidence rules out. The four pipelines are in `pipelines`, the faults in `faults`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from labs.apply.clinic.ward.evidence import Exhibit, Run
from labs.apply.clinic.ward.faults import FAULTS, WARDS, Fault
from labs.apply.clinic.ward.patients import PATIENTS, About
from labs.apply.clinic.ward.scripts import changed, difference, run, warning_of
from labs.apply.clinic.ward.symptoms import SYMPTOMS, Symptom

SEEDS = 9999
FIRST = 102  # shuffles the faults so that the first four patients come from four wards
WRONG = 3  # what a wrong diagnosis costs, in looks
FEWEST = 3  # wrong causes to choose from, at least
KEPT = 64  # cases kept in memory


class Case(NamedTuple):
    """A patient: its ward, what is broken, the data, both scripts, and what each returned, by name."""

    seed: int
    ward: str
    cause: str
    about: About
    inputs: dict[str, Any]
    broken: Callable
    repaired: Callable
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def fault(self) -> Fault:
        return WARDS[self.ward].faults[self.cause]


@lru_cache(maxsize=KEPT)
def case(seed: int) -> Case:
    """The patient of this number. Data, split and settings are drawn again until the symptom shows.

    ValueError unless seed is a whole number from 1 to 9999.

    >>> case(1).cause in WARDS[case(1).ward].faults
    True
    """
    if not 1 <= seed <= SEEDS:
        raise ValueError(f"A case has a number from 1 to {SEEDS}; this is {seed}.")
    ward, cause, broken = drawn(seed)
    pipeline, line = WARDS[ward].pipeline, WARDS[ward].faults[cause].line
    repaired = changed(pipeline, line, line)
    rng = np.random.default_rng([seed, 4])
    while True:
        about, inputs = PATIENTS[ward](rng)
        before, after = run(broken, inputs), cache(partial(run, repaired, inputs))
        if SHOWS[ward](before, after, inputs):
            found = Case(seed, ward, cause, about, inputs, broken, repaired, before, after())
            if told(found, cause) and sum(not told(found, name) for name in WARDS[ward].faults) >= FEWEST:
                return found


def drawn(seed: int) -> tuple[str, str, Callable]:
    """Ward, cause and broken script of a case: every fault comes once before one comes again, then broken otherwise."""
    block, place = divmod(seed - 1, len(FAULTS))
    ward, cause = FAULTS[np.random.default_rng(FIRST + block).permutation(len(FAULTS))[place]]
    fault = WARDS[ward].faults[cause]
    return ward, cause, changed(WARDS[ward].pipeline, fault.line, fault.became[block % len(fault.became)])


# Whether the symptom can be seen, and the repair too: what the broken script returned, and what the repaired one does.
SHOWS: dict[str, Callable[[dict, Callable[[], dict], dict], bool]] = {
    "line": lambda before, after, _: after()["r2"] > 0.3 and before["r2"] < after()["r2"] - 0.2,
    "net": lambda before, after, _: before["right"] < 0.5 and after()["right"] > 0.7,
    "promise": lambda before, after, _: gap(before) >= 0.1 and abs(gap(after())) <= 0.06,
    "gate": lambda before, after, inputs: before["cost"] > 1.4 * after()["cost"] and pays(after(), **inputs),
}


def pays(results: dict, y: np.ndarray, false_alarm: float, miss: float, **_) -> bool:
    """True if a gate is clearly cheaper than flagging nobody, and than flagging everybody."""
    share = float(np.mean(y[results["test"]]))
    return results["cost"] < 0.9 * min(share * miss, (1 - share) * false_alarm)


def gap(results: dict) -> float:
    """How much more was promised than fresh rows find."""
    return results["promised"] - results["found"]


def seen(patient: Case, cured: bool = False) -> Run:
    """A run as the looks take it: inputs and results by name, and what is said of the columns."""
    results = patient.after if cured else patient.before
    about, script = patient.about, patient.repaired if cured else patient.broken
    return Run(
        **(patient.inputs | results),
        inputs=patient.inputs,
        about=about,
        names=about.names,
        kind=about.target,
        script=script,
    )


def told(patient: Case, cause: str) -> bool:
    """True if the look that tells this cause tells it of this patient."""
    ward = WARDS[patient.ward]
    fault = ward.faults[cause]
    return bool(fault.told_by(ward.looks[fault.look].show(seen(patient)).facts))


@lru_cache(maxsize=2 * KEPT)
def symptom(seed: int, cured: bool = False) -> Symptom:
    """What is wrong with a case; or the same once it is cured. A warning that NumPy gave is among what was printed."""
    patient = case(seed)
    found = SYMPTOMS[patient.ward](seen(patient, cured))
    warning = warning_of(patient.repaired if cured else patient.broken, patient.inputs)
    return found._replace(printed=(warning, *found.printed)) if warning else found


def repair(seed: int) -> list[tuple[str, str]]:
    """The broken script and the repaired one, line by line: "-" and "+" mark what was changed."""
    patient = case(seed)
    return difference(patient.broken, patient.repaired)


@lru_cache(maxsize=8 * KEPT)
def look(seed: int, name: str, cured: bool = False) -> Exhibit:
    """A piece of evidence of a case, as it was delivered or once cured; without a name, what it all comes to."""
    patient = case(seed)
    ward = WARDS[patient.ward]
    return (ward.looks[name].show if name else ward.outcome)(seen(patient, cured))


@lru_cache(maxsize=KEPT)
def choices(seed: int) -> tuple[str, ...]:
    """What a patient may suffer from: the cause, and every other that a look rules out, in an order of its own."""
    patient = case(seed)
    offered = [name for name in WARDS[patient.ward].faults if name == patient.cause or not told(patient, name)]
    return tuple(np.random.default_rng(seed).permutation(offered).tolist())


def price(seed: int, looks: tuple[str, ...], wrong: int = 0) -> int:
    """What some looks and wrong diagnoses cost together."""
    on_sale = WARDS[case(seed).ward].looks
    return sum(on_sale[name].cost for name in looks) + WRONG * wrong


def fewest(seed: int) -> int:
    """What the look that tells costs: nobody can be sure for less."""
    patient = case(seed)
    return WARDS[patient.ward].looks[patient.fault.look].cost
