"""Every term of the steps: one sentence, its sign, its name in NumPy, and the step that explains it.

They stand in the `words.toml` of each room, with what people type who need its step (`guide.finder` reads that).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOMS = Path(__file__).resolve().parents[1] / "labs"


class Term(NamedTuple):
    """One term. `also` are other forms of the word, `same` other names, in papers and libraries; `symbol` is its sign
    in LaTeX, `signs` how it is typed.

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

    @property
    def heading(self) -> str:
        """The term, its sign and its name in NumPy, as Markdown."""
        return f"**{self.name}**{self.written}"

    @property
    def written(self) -> str:
        """How it is written: its sign in a formula, and its name in NumPy."""
        sign = f" &nbsp; ${self.symbol}$" if self.symbol else ""
        return sign + (f" &nbsp; `{self.numpy}`" if self.numpy else "")

    @property
    def meaning(self) -> str:
        """Its sentence, and what else it is looked for as, but for plurals."""
        start, most = self.name[:-1].lower(), len(self.name) + 2
        also = [form for form in self.also if not form.lower().startswith(start) or len(form) > most]
        names = [
            name if name.replace(" ", "").replace("-", "").isalnum() else f"`{name}`" for name in (*also, *self.same)
        ]
        return self.says + (f" :small[Also found as: {', '.join(names)}.]" if names else "")


@cache
def rooms() -> dict[str, dict[str, Any]]:
    """What stands in the `words.toml` of every room, by the id of its step.

    >>> sorted(rooms()["vectors"])
    ['look_up', 'terms']
    """
    files = sorted(ROOMS.glob("*/*/words.toml"))
    return {path.parent.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}


@cache
def terms() -> tuple[Term, ...]:
    """All terms, room by room.

    >>> next(term.numpy for term in terms() if term.name == "vector")
    'np.array'
    """
    return tuple(
        Term(row["term"], step, row["says"], row.get("symbol", ""), row.get("numpy", ""),
             tuple(row.get("also", ())), row.get("everyday", False), tuple(row.get("same", ())),
             tuple(row.get("signs", ())), row.get("near", False))
        for step, room in rooms().items() for row in room.get("terms", [])
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
