"""Tokens: the pieces in which a language model reads a text, and writes one.

A text is cut into words, a word into bytes, and then neighbours are joined again: first the pair that was the most
frequent where the tokenizer was trained, then the next. What is left are tokens, and each has a number, its id.

    text      any text
    ids       the numbers of its tokens
    pair      two ids that stand side by side
    merges    which pair makes which new token; an earlier merge has a smaller id

Byte-pair encoding: Gage 1994; for language models Sennrich, Haddow and Birch 2016. The merges are those of SmolLM2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from core.checks import EXACT, as_count, as_ids, as_text, as_token
from core.data import vocabulary

LETTERS, SIGNS = r" ?[^\W\d_]+", r" ?(?:[^\w\s]|_)+"  # with the space in front of them
WORD = re.compile(rf"'(?:s|t|re|ve|m|ll|d)|{LETTERS}|{SIGNS}|\s+(?!\S)|\s+")


def split_words(text: str) -> list[str]:
    """The words of a text, each with the space in front of it; signs and spaces in a row; each digit alone.

    No token reaches over the edge of a word. Put together, the words are the text again.

    >>> split_words("It's 2025, isn't it?")
    ['It', "'s", ' ', '2', '0', '2', '5', ',', ' isn', "'t", ' it', '?']
    """
    runs = groupby(as_text(text, "text"), key=lambda letter: unicodedata.category(letter)[0] == "N")
    cut = ((digits, "".join(run)) for digits, run in runs)
    return [word for digits, run in cut for word in (run if digits else WORD.findall(run))]


def merge_pair(ids: Sequence[int], pair: tuple[int, int], new: int) -> list[int]:
    """The ids with each pair of neighbours that is `pair` replaced by the one token `new`, from left to right.

    >>> merge_pair([5, 5, 5, 7, 5, 7], (5, 7), 9)
    [5, 5, 9, 9]
    """
    pair, new, merged = tuple(as_ids(pair, "pair", 2)), as_count(new, "new", 0, EXACT), []
    for id in as_ids(ids, "ids"):
        if merged and (merged[-1], id) == pair:
            merged[-1] = new
        else:
            merged.append(id)
    return merged


def encode(text: str) -> list[int]:
    """The ids of the tokens of a text, by byte-pair encoding: in each word, always the earliest merge first.

    A special mark such as <|im_start|> is one token.

    >>> encode("strawberry"), encode(" strawberry")
    ([302, 1709, 9500], [35199])
    """
    special = vocabulary().special
    parts = re.split(f"({'|'.join(map(re.escape, special))})", as_text(text, "text"))
    ids = []
    for part in parts:
        words = [[special.index(part)]] if part in special else map(word_ids, split_words(part))
        ids += [id for word in words for id in word]
    return ids


def word_ids(word: str) -> list[int]:
    """The ids of one word: its bytes, and then of all pairs of neighbours the earliest merge, until there is none.

    >>> word_ids("lower"), word_ids(" lower")
    ([8266], [2208])
    """
    single, merges = _single_bytes(), _merges()
    ids = [single[byte] for byte in as_text(word, "word").encode(errors="replace") if byte in single]
    while pairs := [pair for pair in zip(ids, ids[1:]) if pair in merges]:
        first = min(pairs, key=merges.get)
        ids = merge_pair(ids, first, merges[first])
    return ids


def token_bytes(id: int) -> bytes:
    """The bytes of a token: those of the two tokens that were merged into it, one after the other.

    >>> token_bytes(35199), token_bytes(7042)
    (b' strawberry', b' Paris')
    """
    special, single, merges = vocabulary()
    id = as_token(id, len(special) + len(single) + len(merges))
    if id < len(special):
        return special[id].encode()
    if id < len(special) + len(single):
        return bytes([single[id - len(special)]])
    left, right = merges[id - len(special) - len(single)].tolist()
    return token_bytes(left) + token_bytes(right)


def token_text(id: int) -> str:
    """A token as text. Bytes that are only part of a letter are written <E2><80>.

    >>> token_text(7042), [token_text(id) for id in encode("é猫")]
    (' Paris', ['é', '<E7>', '<8C>', '<AB>'])
    """
    try:
        return token_bytes(id).decode()
    except UnicodeDecodeError:
        return "".join(f"<{byte:02X}>" for byte in token_bytes(id))


def decode(ids: Sequence[int]) -> str:
    """The text of some tokens. A letter that is cut short becomes �.

    >>> decode([19556, 905])
    'Hello world'
    """
    return b"".join(map(token_bytes, as_ids(ids, "ids"))).decode(errors="replace")


@cache
def _single_bytes() -> Mapping[int, int]:
    """The id of each single byte."""
    special, single, _ = vocabulary()
    return {byte: len(special) + place for place, byte in enumerate(single.tolist())}


@cache
def _merges() -> Mapping[tuple[int, int], int]:
    """The id of the token that each pair makes: the first merge makes the first id after the single bytes."""
    special, single, merges = vocabulary()
    left, right = merges.T.tolist()
    first = len(special) + len(single)
    return dict(zip(zip(left, right), range(first, first + len(merges))))
