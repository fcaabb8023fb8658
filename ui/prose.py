"""A step's prose on screen: the first use of each term leads to the glossary, its sentence shown at a touch."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

from ui.terms import Term, forms, meant

KEPT = re.compile(r"(\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\[[^\]]*\]\([^)]*\))", re.DOTALL)  # formulas, code and links


def linked(prose: str, step: str) -> str:
    """Markdown with a link at the first use of every term; everyday words only where they are set in bold."""
    seen: set[str] = set()
    parts = KEPT.split(prose)
    parts[::2] = [_uses().sub(lambda use: _link(use, step, seen), part) for part in parts[::2]]
    return "".join(parts)


def address(term: Term) -> str:
    """The link to a term, from any page."""
    return f"glossary?term={quote(term.name)}"


def _link(use: re.Match, step: str, seen: set[str]) -> str:
    word = use["bold"] or use["plain"]
    term = meant(word, step)
    if term.name in seen or (term.everyday and not use["bold"]):
        return use.group()
    seen.add(term.name)
    return f'[{use.group()}]({address(term)} "{term.says}")'


@cache
def _uses() -> re.Pattern:
    """Any form of any term, the longest first, alone in bold or as a word of its own."""
    longest = sorted(forms(), key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)
    return re.compile(rf"\*\*(?P<bold>{words})\*\*|(?<![\w@-])(?P<plain>{words})(?![\w@-])", re.IGNORECASE)
