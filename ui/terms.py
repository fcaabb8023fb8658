"""Every term of the steps: one sentence, its sign, its name in NumPy, and the step that explains it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Term(NamedTuple):
    """One term. `also` are other forms of the word, `same` other names, `signs` its sign as it is typed.

    An `everyday` word is a term only where a text sets it in bold. No step uses a word that is `near`: `step` is the
    nearest there is.
    """

    name: str
    step: str
    says: str
    symbol: str
    numpy: str
    also: tuple[str, ...]
    everyday: bool
    same: tuple[str, ...]
    signs: tuple[str, ...]
    near: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to write the term in words."""
        return (self.name, *self.also, *self.same)


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the steps that explain them.

    >>> terms()[0].name, terms()[0].numpy
    ('vector', 'np.array')
    """
    table = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))
    return tuple(
        Term(row["term"], step, row["says"], row.get("symbol", ""), row.get("numpy", ""),
             tuple(row.get("also", ())), row.get("everyday", False), tuple(row.get("same", ())),
             tuple(row.get("signs", ())), row.get("near", False))
        for step, rows in table.items() for row in rows
    )  # fmt: skip


@cache
def forms() -> dict[str, tuple[Term, ...]]:
    """Every form of every term, in small letters, with the terms it may mean: "forward" is said of steps and of walks.

    >>> [term.name for term in forms()["eigenvalues"]]
    ['eigenvalue']
    """
    found: dict[str, tuple[Term, ...]] = {}
    for term in terms():
        for form in term.forms:
            found[form.lower()] = (*found.get(form.lower(), ()), term)
    return found


def meant(form: str, step: str) -> Term:
    """The term that a form means in a step: the step's own where there is one.

    >>> meant("forward", "derivative").name, meant("Forward", "backpropagation").name
    ('forward difference', 'forward pass')
    """
    may = forms()[" ".join(form.lower().split())]
    return next((term for term in may if term.step == step), may[0])


def matching(text: str) -> list[Term]:
    """The terms that a text names, begins or is a part of, the closest first; if none, those whose sentence has it.

    >>> [term.name for term in matching("varian")]
    ['variance of a draw', 'variance', 'constant column', 'covariance matrix', 'covariance', 'bias and variance']
    >>> [term.name for term in matching("λ")]
    ['eigenvalue', 'curvature', 'largest stable rate']
    """
    asked = " ".join(text.split())
    if not asked:
        return list(terms())
    ranked = sorted((_closeness(asked, term), place) for place, term in enumerate(terms()))
    named = [terms()[place] for closeness, place in ranked if closeness < 4]
    return named or [term for term in terms() if len(asked) > 3 and asked.lower() in term.says.lower()]


def _closeness(asked: str, term: Term) -> int:
    """0 if a text is a term or its sign, 1 if its name in the library, 2 if it begins the term, 3 if in it, else 4."""
    small, words = asked.lower(), [form.lower() for form in term.forms]
    names = [term.numpy.lower(), term.numpy.lower().split(".")[-1]]
    exact = small in words or asked in term.signs
    begins = any(form.lower().startswith(small) for form in (term.name, *term.also))
    return [exact, small in names, begins, any(small in name for name in words + names), True].index(True)
