"""Code and printed text on a page, coloured here and drawn by a few lines of JavaScript: Streamlit's own highlighter
weighs more than everything else on the page together."""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from functools import lru_cache

from ui.components import listing

KNOWN = {tokenize.NUMBER: "n", tokenize.STRING: "s", tokenize.COMMENT: "c"}


def show(text: str, key: str, label: str, python: bool = True) -> None:
    """A listing of `text`, named `label` for a screen reader."""
    tokens = coloured(text) if python else (("", text),)
    listing(key=key, data={"text": text, "tokens": [list(token) for token in tokens], "label": label})


@lru_cache(maxsize=512)
def coloured(text: str) -> tuple[tuple[str, str], ...]:
    """Python source in parts, each with its look: k keyword, n number, s string, c comment, f a name that is called or
    defined, or nothing. The parts joined are the text; source that can't be read is one part."""
    lines = text.splitlines(keepends=True)
    parts: list[tuple[str, str]] = []
    at = (1, 0)

    def until(end: tuple[int, int]) -> str:
        first, last = at[0] - 1, end[0] - 1
        if first == last:
            return lines[first][at[1] : end[1]] if first < len(lines) else ""
        middle = "".join(lines[first + 1 : last])
        return lines[first][at[1] :] + middle + (lines[last][: end[1]] if last < len(lines) else "")

    try:
        found = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.string.strip()]
    except (tokenize.TokenError, SyntaxError):
        return (("", text),)
    for token, after in zip(found, [*found[1:], None]):
        if token.start < at:
            continue
        look = KNOWN.get(token.type, "")
        if token.type == tokenize.NAME:
            called = after is not None and after.string == "(" and token.string not in vars(builtins)
            look = "k" if keyword.iskeyword(token.string) else "f" if called else ""
        elif tokenize.tok_name[token.type].startswith("FSTRING"):
            look = "s"
        gap, at = until(token.start), token.start
        if look:
            parts += [("", gap), (look, until(token.end))]
        else:
            parts.append(("", gap + until(token.end)))
        at = token.end
    parts.append(("", until((len(lines) + 1, 0)) if at[0] <= len(lines) else ""))
    merged: list[tuple[str, str]] = []
    for look, part in parts:
        if merged and merged[-1][0] == look:
            merged[-1] = (look, merged[-1][1] + part)
        elif part:
            merged.append((look, part))
    return tuple(merged)
