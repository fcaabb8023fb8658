"""Bytes to text, when nobody says in which encoding the text was written.

A byte order mark settles it, and so does text that is valid UTF-8: other bytes hardly ever are by chance. What is left
are the older encodings, one for each part of the world. The bytes are read in each of them, and the reading wins whose
letters best fit one language: `Köln` is German, `Kцln` is nothing.

    data      the bytes of a file
    text      the letters they stand for, lines ending in \\n
    foreign   the letters of a text outside ASCII, which alone can tell encodings apart

Why our own: of the tests' 23 short files charset-normalizer 3.5 reads 10 wrongly (Łódź as £ódŸ, André as Andrķ, Иван
as ้ืมฮ). DuckDB's sniffer takes the encoding it is told.
"""

from __future__ import annotations

import codecs
import re

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
RUSSIAN, GREEK = "а-яё", "α-ωάέήίόύώϊϋΐΰς"
WESTERN = ("äöüß", "àâæçéèêëîïôùûüÿœ", "áéíñóúü", "áâãàçéêíóôõú", "àèéìíòóùú", "åäöæøé", "áéëíïóöúüè", "äöåšž")
LANGUAGES = {  # between readings that fit equally well the first wins: those met most often stand first
    "cp1252": WESTERN,
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"),
    "cp1251": (RUSSIAN, "абвгдежзийклмнопрстуфхцчшщьюяєіїґ", "абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ"),
    "cp1254": ("çğıiöşüâîû",),
    "iso8859_2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű"),
    "euc_kr": (), "gbk": (), "shift_jis": (), "big5": (), "euc_jp": (),
    "cp1253": (GREEK,),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "koi8_r": (RUSSIAN,),
    "cp866": (RUSSIAN,),
    "mac_roman": WESTERN,
    "cp850": WESTERN,
}  # fmt: skip
# Far Eastern encodings: the lead bytes of the characters that were put first because they are common.
COMMON = {"shift_jis": (0x88, 0x98), "euc_jp": (0xB0, 0xCF), "euc_kr": (0xB0, 0xC8), "gbk": (0xB0, 0xD7),
          "big5": (0xA4, 0xC6)}  # fmt: skip
WIDER = {"shift_jis": "cp932", "gbk": "gb18030", "euc_kr": "cp949", "big5": "cp950"}  # the same and more characters
SIGNS = "€£¥°²³µ±×÷·•–—‘’“”„…®©™½¼¾ªº¿¡«»§№\u00a0‰‹›†"
OPENING = "‘’“„«‹¿¡–—°µ·×\u00a0"  # the signs that may stand just before a letter


def decode(data: bytes) -> tuple[str, str, str]:
    """The text that bytes stand for, its encoding as Python names it, and a sentence if letters were lost, else "".

    Lines end in \\n, whatever they ended in. ValueError if the bytes are no text in any encoding.

    >>> decode("Köln\\r\\n".encode("cp1252"))
    ('Köln\\n', 'cp1252', '')
    """
    encoding, lost = encoding_of(data), ""
    text = data.decode(encoding, errors="replace")
    if "\ufffd" in text:
        before = text.partition("\ufffd")[0]
        line, count = before.count("\n") + 1, text.count("\ufffd")
        them = "It is" if count == 1 else "They are"
        letters = "1 letter isn't" if count == 1 else f"{count:,} letters aren't"
        lost = (
            f"{letters} valid {encoding.upper()} (line {line}). {them} shown as \ufffd: save the file as UTF-8 again."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, lost


def encoding_of(data: bytes) -> str:
    """The encoding of a text's bytes: by its mark, else UTF-8 if valid, else UTF-16 by its zeros, else by its letters.

    >>> encoding_of("naïve".encode()), encoding_of("a;b".encode("utf-16"))
    ('utf-8', 'utf-16')
    """
    marked = [name for mark, name in MARKS.items() if data.startswith(mark)]
    if marked or b"\0" in data:
        return marked[0] if marked else without_mark(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if mostly_utf8(data) else by_letters(data)
    return "utf-8"


def without_mark(data: bytes) -> str:
    """UTF-16 if every other byte of much of the text is zero. ValueError else: text in other encodings holds none."""
    zeros = [data[:4000][start::2].count(0) for start in (0, 1)]
    if max(zeros) > 0.3 * len(data[:4000]) / 2 and min(zeros) <= 0.02 * max(zeros):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    line = data[: data.index(b"\0")].count(b"\n") + 1
    raise ValueError(
        f"Line {line} holds a NUL byte, which no text has: the file is damaged, or it is no text at all. "
        "Open it in the program it came from and save it as CSV again."
    )


def mostly_utf8(data: bytes) -> bool:
    """True if the bytes read as UTF-8 hold more letters of several bytes that are valid than bytes that are not.

    >>> mostly_utf8("äöü".encode() + bytes([0xE4])), mostly_utf8("äöü".encode("cp1252"))
    (True, False)
    """
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) - broken > 2 * broken


def by_letters(data: bytes) -> str:
    """The older encoding in which the words with letters outside ASCII best fit one language.

    >>> [by_letters("Łódź, Gdańsk".encode("cp1250")), by_letters("北京,上海".encode("gbk"))]
    ['cp1250', 'gbk']
    """
    words = foreign_words(data)
    fits = {
        name: fit_of_characters(words, name) if name in COMMON else fit_of_letters(words, name) for name in LANGUAGES
    }
    best = max(fits, key=lambda name: fits[name])
    return best if readable(data, best) else WIDER.get(best, "latin-1")


def foreign_words(data: bytes, most: int = 100_000) -> bytes:
    """The words that hold a byte outside ASCII, from the first lines that have one, separated by spaces."""
    lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    words = re.split(rb'[\s,;"]+', lines[:most])
    words = words[:-1] if len(lines) > most and len(words) > 1 else words  # the last may be cut in the middle
    return b" ".join(word for word in words if not word.isascii())


def readable(data: bytes, encoding: str) -> bool:
    """True if the bytes are valid in that encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def fit_of_letters(words: bytes, encoding: str) -> float:
    """The share of foreign letters that belong to the language that fits best, less what no writer does.

    A letter of no single language, but of one of the encoding's, counts a little. Gives −1 if the bytes aren't valid.

    >>> fit_of_letters("Köln".encode("cp1252"), "cp1252"), fit_of_letters("Köln".encode("cp1252"), "cp1251")
    (1.0, -1.0)
    """
    if not readable(words, encoding):
        return -1.0
    text = words.decode(encoding)
    known = [len(re.findall(rf"[{alphabet}]", text, re.I)) for alphabet in LANGUAGES[encoding]]
    anyhow = len(re.findall(rf"[{''.join(LANGUAGES[encoding])}]", text, re.I))
    signs = len(re.findall(rf"[{OPENING}]|[{SIGNS}](?![^\W\d_])", text))
    return (0.8 * max(known) + 0.2 * anyhow + signs - slips(text)) / sum(letter > "\x7f" for letter in text)


def slips(text: str) -> int:
    """How often letters stand side by side that no writer puts there: two alphabets, or a capital after a small letter.

    >>> slips("Åsa, Köln"), slips("MÅller, mÅller"), slips("Kцln")
    (0, 1, 2)
    """
    pairs = [pair for pair in zip(text, text[1:]) if max(pair) > "\x7f" and all(map(str.isalpha, pair))]
    return sum(before.islower() and after.isupper() or is_latin(before) != is_latin(after) for before, after in pairs)


def is_latin(letter: str) -> bool:
    """True for a letter of the Latin alphabet, with or without an accent."""
    return letter < "\u0250"


def fit_of_characters(words: bytes, encoding: str) -> float:
    """The share of the foreign characters that are among the common ones, or kana in the Japanese encodings.

    >>> fit_of_characters("東京".encode("shift_jis"), "shift_jis"), fit_of_characters("北京".encode("gbk"), "euc_jp")
    (1.0, 0.9)
    """
    wide = WIDER.get(encoding, encoding)
    if not readable(words, wide):
        return -1.0
    foreign = [letter for letter in words.decode(wide) if letter > "\x7f"]
    low, high = COMMON[encoding]
    kana = encoding in ("shift_jis", "euc_jp")
    leads = [letter.encode(wide)[0] for letter in foreign if len(letter.encode(wide)) == 2]
    common = sum(low <= lead <= high for lead in leads)
    written = sum("\u3040" <= letter <= "\u30ff" for letter in foreign)
    doubt = 0.1 if encoding == "euc_jp" and not written else 0
    return (common + (written if kana else -written)) / len(foreign) - doubt
