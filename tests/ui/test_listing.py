"""Listings are coloured without losing a letter."""

import ast
import keyword

import pytest

from tests.conftest import ROOT
from ui.listing import coloured


@pytest.mark.parametrize("path", sorted((ROOT / "core").glob("*.py")), ids=lambda path: path.stem)
def test_every_letter_of_a_source_is_kept_and_its_parts_are_what_they_say(path):
    text = path.read_text(encoding="utf-8")
    parts = coloured(text)
    assert "".join(part for _, part in parts) == text
    for look, part in parts:
        if look == "k":
            assert keyword.iskeyword(part)
        elif look == "n":
            assert isinstance(ast.literal_eval(part), (int, float, complex))
        elif look == "c":
            assert part.startswith("#")
        elif look == "f":
            assert part.isidentifier()


@pytest.mark.parametrize("text", ["", "\n\n", "x = (", "'''", "u = np.array([1.0])\n", "a\tb", "ümläut = 1", "  x\n y"])
def test_text_that_is_no_program_is_kept_too(text):
    assert "".join(part for _, part in coloured(text)) == text
