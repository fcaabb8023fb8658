"""What the cells of a column mean: numbers in many hands' writing, dates, yes and no, groups, names, free text.

raw       the cells as they stand in the file, without blanks around them, shape (n,)
decimal   the sign before the decimals, "." or ","
marker    a cell that stands for a missing one, such as NA or -
stray     a cell of another kind than the rest of its column
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

MARKERS = ("", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "--", "---", "—", "–", "?", "??", ".", "..",
           "#n/a", "#na", "#null!", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "missing", "<na>", "n/d", "k.a.",
           "(null)", "\\n", "not available", "no data", "*")  # fmt: skip
MONEY = r"[$€£¥₹₽₩]|R\$|kr\.?|zł|USD|EUR|GBP|CHF|JPY|PLN|SEK|DKK|NOK|CZK|INR|AUD|CAD"
SPACED = r"[0-9]{1,3}(?:[ \u00a0\u202f\u2009'’][0-9]{3})+"  # thousands parted by a space or an apostrophe
NUMBER = {  # an unsigned number, its thousands parted or not, by its decimal mark
    ".": rf"(?:[0-9]{{1,3}}(?:,[0-9]{{2,3}})*,[0-9]{{3}}|{SPACED}|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+",
    ",": rf"(?:[0-9]{{1,3}}(?:\.[0-9]{{3}})+|{SPACED}|[0-9]+)(?:,[0-9]*)?|,[0-9]+",
}
WRITTEN = {  # numbers as programs write them: no code has such digits, and no date
    ".": r"-?(?:(?:0|[1-9][0-9]{0,6})|(?:0|[1-9][0-9]{0,14})\.[0-9]{1,20})?",
    ",": r"-?(?:(?:0|[1-9][0-9]{0,6})|(?:0|[1-9][0-9]{0,14}),[0-9]{1,20})?",
}
PLAIN = {
    ".": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
    ",": r"[+-]?(?:[0-9]+,?[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?",
}
ANSWERS = {
    "yes": True, "no": False, "y": True, "n": False, "true": True, "false": False, "t": True, "f": False, "ja": True,
    "nein": False, "oui": True, "non": False, "si": True, "sí": True, "sim": True, "não": False, "tak": True,
    "nie": False, "да": True, "нет": False, "1": True, "0": False, "wahr": True, "falsch": False, "vrai": True,
    "faux": False,
    "verdadero": True, "falso": False, "on": True, "off": False,
}  # fmt: skip
PAIRS = (("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"), ("ja", "nein"), ("oui", "non"), ("si", "no"),
         ("sí", "no"), ("sim", "não"), ("tak", "nie"), ("да", "нет"), ("1", "0"), ("wahr", "falsch"), ("vrai", "faux"),
         ("verdadero", "falso"), ("on", "off"))  # fmt: skip
DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y",
         "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d-%b-%y", "%d %b %y",
         "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%a, %d %b %Y", "%A, %B %d, %Y", "%d. %B %Y", "%Y%m%d",
         "%Y-%m", "%Y/%m", "%m/%Y", "%m.%Y", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%Y年%m月%d日")  # fmt: skip
MONTH_FIRST = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y", "%d/%m/%y": "%m/%d/%y"}
CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
ZONE = r" ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})"
SENTINELS = (-999, -9999, -99, -99999, 99, 999, 9999, 99999, 999999, -1)
IDS = r"id|ids|uuid|guid|ssn|isbn|ean|zip|zipcode|postcode|plz|code"  # a name for a row, wherever it stands in a name
LAST_IDS = r"key|nr|no|num|number|phone|tel"  # one where it stands last: order_no, but not no_of_orders
LONE_IDS = r"index|row|rownames?|row ?(?:id|no|num|number|index)"  # one where it stands alone
GROUPS = (
    r"patient|user|customer|person|subject|client|family|household|participant|member|device|machine|store|shop|session|"
    r"author|speaker|player|student|pupil|school|hospital|farm|driver|country|state|group"
)


class Suspect(NamedTuple):
    """A column worth a second look, and why, in one sentence."""

    column: str
    why: str


class Column(NamedTuple):
    """A column as it was understood: its values (missing ones are NaN), its type, and what there is to say of it."""

    name: str
    values: pd.Series
    type: str
    notes: list[str]
    suspects: list[Suspect]
    doubt: str = ""


class Reading(NamedTuple):
    """One way to read the cells of a column: their values, the type, which cells don't fit, and a note or ""."""

    values: pd.Series
    type: str
    strays: pd.Series
    note: str = ""
    suspicion: str = ""


# ---------------------------------------------------------------- words for sentences


def quoted(text: str, most: int = 40) -> str:
    """A text from a file as it stands in a sentence: on one line, in quotes, not too long, never Markdown or a link.

    >>> quoted("age"), quoted("a" * 50, most=5), quoted("**b** [a](http://x)")
    ('“age”', '“aaaaa…”', '“∗∗b∗∗ ［a］(http:∕∕x)”')
    """
    text = " ".join(str(text).split())
    return f"“{inert(text if len(text) <= most else text[:most] + '…')}”"


LOOK_ALIKE = {42: "∗", 96: "ˋ", 91: "［", 93: "］", 60: "‹", 62: "›", 36: "＄", 126: "∼", 92: "∖", 64: "＠"}


def inert(text: str) -> str:
    """A text in which look-alikes stand for the signs that Markdown and addresses are made of: it shows as it is.

    The signs are * ` [ ] < > $ ~ \\ @, and of _ : & and addresses what would do something.

    >>> inert("_id"), inert("bill_length_mm"), inert("www.x.org :red: &lt;")
    ('＿id', 'bill_length_mm', 'www․x.org ∶red: ＆lt;')
    """
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", "＿", text.translate(LOOK_ALIKE))
    text = re.sub(r"(?i)\bwww\.", lambda found: f"{found[0][:3]}․", text.replace("://", ":∕∕"))
    text = re.sub(r":(?=[A-Za-z+-][\w/+-]*:)", "∶", text)
    return re.sub(r"&(?=#?\w+;)", "＆", text)


def listed(parts: Iterable, most: int = 6) -> str:
    """Parts in a row, with an "and" before the last: a, b and c.

    >>> listed([1]), listed("abc"), listed("abcd", most=2)
    ('1', 'a, b and c', 'a, b and 2 more')
    """
    texts = [str(part) for part in parts]
    texts = [*texts[:most], f"{len(texts) - most} more"] if len(texts) > most else texts
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def count_of(count: int, thing: str) -> str:
    """A count and its thing, in the plural where there are several or none.

    >>> count_of(1, "cell"), count_of(1200, "cell")
    ('1 cell', '1,200 cells')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


# ---------------------------------------------------------------- single cells


def is_missing(cell: str) -> bool:
    """True for a cell that stands for a missing one.

    >>> is_missing("N/A"), is_missing(" "), is_missing("0")
    (True, True, False)
    """
    return cell.strip().lower() in MARKERS


def is_value(cell: str) -> bool:
    """True for a cell that is a number, a date or a time, in any writing: not a name of a column.

    >>> [is_value(cell) for cell in ("1.234,5", "€ 12", "2023-01-05", "12:30", "age", "x1")]
    [True, True, True, True, False, False]
    """
    cell = cell.strip()[:60]
    if not re.search(r"\d", cell):
        return False
    day = rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?:[ T]+{CLOCK}[^,;|\"]{{0,12}})?"
    return bool(re.fullmatch(f"{day}|{CLOCK}", cell)) or any(number_in(cell, mark) is not None for mark in NUMBER)


def number_in(cell: str, decimal: str, unit: str = "") -> float | None:
    """The number that a person wrote: with thousands parted, a sign of money or per cent, brackets or a minus behind.

    >>> [number_in(cell, ".") for cell in ("1,234.5", "$ 3", "12 %", "(7)", "5-", "−2", "1 000", "1.2.3")]
    [1234.5, 3.0, 12.0, -7.0, -5.0, -2.0, 1000.0, None]
    >>> number_in("1.234,5 €", ","), number_in("12 kg", ".", unit="kg")
    (1234.5, 12.0)
    """
    pattern = rf"(\()?([+−–-])?\s*(?:{MONEY})?\s*([−–-])?\s*({NUMBER[decimal]})([eE][+-]?[0-9]+)?"
    found = re.fullmatch(rf"{pattern}\s*(?:%|‰|{MONEY}|{re.escape(unit)})?\s*(-)?(\))?", cell)
    if not found or bool(found[1]) != bool(found[7]):
        return None
    digits = re.sub(r"[^\d,.]", "", found[4]).replace("." if decimal == "," else ",", "").replace(decimal, ".")
    minus = bool(found[1]) ^ (found[2] not in (None, "+")) ^ bool(found[3]) ^ bool(found[6])
    value = float(digits + (found[5] or ""))
    return (-value if minus else value) if np.isfinite(value) else None


# ---------------------------------------------------------------- the decimal mark of a whole table


def decimal_mark(columns: list[pd.Series], delimiter: str) -> str:
    """ "." or ",": which of them stands before decimals, as far as the numbers of the first rows tell.

    1,5 and 1.234,5 tell of a comma, 1.5 and 1,234.5 of a point. 1,234 alone may be either: then the delimiter decides.

    >>> decimal_mark([pd.Series(["1.234,5", "2,75"])], ";"), decimal_mark([pd.Series(["1,234", "5"])], ",")
    (',', '.')
    """
    rows = 40 if len(columns) > 200 else 400
    cells = {
        cell for column in columns for cell in column.iloc[:rows] if ("," in cell or "." in cell) and len(cell) < 40
    }
    numbers = [cell for cell in cells if any(number_in(cell, mark) is not None for mark in NUMBER)]
    comma, point = (sum(tells_decimal(cell, mark) for cell in numbers) for mark in ",.")
    if comma != point:
        return "," if comma > point else "."
    thirds = sum(bool(re.search(r"\d,\d{3}(?!\d)", cell)) for cell in numbers)
    return "," if delimiter != "," and thirds > len(numbers) / 2 else "."


def tells_decimal(cell: str, mark: str) -> bool:
    """True if a number can only be read with this decimal mark.

    >>> [tells_decimal(cell, ",") for cell in ("1,5", "1.234.567", "1,234", "0,125")]
    [True, True, False, True]
    """
    if number_in(cell, mark) is None:
        return False
    other = "." if mark == "," else ","
    alone = re.search(rf"(?<![\d.,])(\d*){re.escape(mark)}(\d*)(?![\d.,])", cell)
    if alone:
        return len(alone[2]) != 3 or alone[1].startswith("0") or len(alone[1]) > 3 or not alone[1]
    return mark in cell or cell.count(other) > 1


# ---------------------------------------------------------------- a whole column


def read_column(name: str, raw: pd.Series, lines: list[int], decimal: str) -> Column:
    """A column's cells understood: the first reading that fits nine cells in ten, and all there is to say about it."""
    if raw.str.fullmatch(WRITTEN[decimal]).all() and (common := read_common(name, raw, decimal)) is not None:
        return common
    raw, notes = unwrapped(name, raw)
    missing, told = find_missing(name, raw)
    present = raw[~missing]
    reading = best_reading(name, present, decimal)
    values = reading.values.reindex(raw.index)
    suspects = [Suspect(name, why) for why in doubts(name, present, reading, lines) if why]
    said = [*notes, *told, *filter(None, [reading.note])]
    return Column(name, values, reading.type, said, suspects, reading.suspicion)


def read_common(name: str, raw: pd.Series, decimal: str) -> Column | None:
    """A column of numbers as programs write them, read at once; None if it is all 0, 1 or missing."""
    filled, whole = raw.where(~raw.isin(["", "-"])), not raw.str.contains(decimal, regex=False).any()
    values = (filled.str.replace(",", ".") if decimal == "," else filled).astype("float64")
    if (values.notna() & without_lone(values).isna()).any():
        return None
    values = values.astype("int64") if whole and values.notna().all() else values
    counts = values.value_counts()
    if len(counts) < 3 and set(counts.index) <= {0, 1}:
        return None
    kind = "id" if raw.ne("").all() and counts_rows(name, values) else "number"
    told = numbers_told(kind, counts)
    return Column(name, values, kind, [], [Suspect(name, why) for why in told if why])


def best_reading(name: str, present: pd.Series, decimal: str) -> Reading:
    """The first way to read the cells that fits: an answer, a code, a date, a number, a time, else words."""
    for way in (as_yes_or_no, as_codes, as_dates, as_periods, as_quantities, as_times) if len(present) else ():
        reading = way(name, present, decimal)
        if reading is not None and few(reading.strays) and not coded(name, present[reading.strays], len(present)):
            return reading
    return as_words(name, present)


def few(strays: pd.Series) -> bool:
    """True if at most one cell in ten doesn't fit, or a single one among six or more."""
    return strays.sum() <= max(0.1 * len(strays), len(strays) > 5)


def coded(name: str, strays: pd.Series, count: int) -> bool:
    """True if cells that don't fit mix letters and digits, as codes do, and are several or stand under such a name.

    >>> coded("family", pd.Series(["136A"]), 900), coded("weight", pd.Series(["1O"]), 60)
    (True, False)
    """
    mixed = strays.str.contains(r"\d[^\W\d_]|[^\W\d_]\d") & ~strays.str.fullmatch(r"[+-]?\d+[eE][+-]?\d+")
    named = is_id_name(name) or is_named(name, GROUPS)
    return bool(mixed.any() and (named or mixed.sum() > max(2, 0.02 * count)))


def unwrapped(name: str, raw: pd.Series) -> tuple[pd.Series, list[str]]:
    """The cells without Excel's wrapping ="00123", and a sentence if there was any."""
    wrapped = raw.str.fullmatch(r'="[^"]*"')
    if not wrapped.any():
        return raw, []
    note = f'{quoted(name)}: the wrapping ="…" of a spreadsheet is taken off.'
    return raw.where(~wrapped, raw.str.slice(2, -1)), [note]


def find_missing(name: str, raw: pd.Series) -> tuple[pd.Series, list[str]]:
    """Which cells are missing, and a sentence on the words that were taken for missing ones.

    NA among codes of two capitals is a code: Namibia, North America.
    """
    short = raw.where(raw.str.len() <= 14, "x").str.lower()
    missing = short.isin(MARKERS)
    used = sorted(set(raw[missing & raw.ne("")].unique()))
    if told := none_told(name, raw[~missing], raw[short.eq("none")]):
        missing &= short.ne("none")
        used = sorted(set(raw[missing & raw.ne("")].unique()))
    codes = raw[~missing].str.fullmatch("[A-Z]{2}")
    if used == ["NA"] and len(codes) and codes.all() and raw[~missing].nunique() > 2:
        return raw.eq(""), [f"{quoted(name)}: NA stands among codes of two letters, so it is kept as a code."]
    are = "is" if len(used) == 1 else "are"
    return missing, told + ([f"{quoted(name)}: {listed(map(quoted, used))} {are} taken for missing."] if used else [])


def none_told(name: str, words: pd.Series, none: pd.Series) -> list[str]:
    """A sentence if None, in five cells or more, is a group among words that repeat, as in a column "garage"."""
    kinds = words.str.lower().unique()
    answers = any(set(kinds) <= set(pair) for pair in PAIRS)
    if len(none) < 5 or not 0 < len(kinds) <= 0.3 * len(words) or answers or any(map(is_value, kinds)):
        return []
    often = f"{quoted(none.iloc[0])} in {count_of(len(none), 'cell')}"
    return [f"{quoted(name)}: {often} is kept as a group, not taken for missing."]


def as_yes_or_no(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """True and False, if the cells hold both words of a pair such as yes and no, and no others."""
    distinct = present.iloc[:1000].str.lower().unique()
    if len(distinct) > 2 or not any(set(distinct) <= set(pair) for pair in PAIRS):
        return None
    lower = present.str.lower()
    if not any(set(lower.unique()) == set(pair) for pair in PAIRS):
        return None
    return Reading(lower.map(ANSWERS).astype("boolean"), "yes/no", pd.Series(False, present.index))


def as_codes(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """Words, if the cells are digits that no number has: with zeros in front, or too many to count with.

    Parts may be set off by points, as in 008.45, and some codes may begin with letters, as in V58.1.
    """
    digits = present.str.fullmatch(r"[0-9]+(?:[.,][0-9]+)*")
    lettered = present.str.fullmatch(r"[A-Za-z]{1,3}[0-9]+(?:[.,][0-9]+)*[A-Za-z]?")
    zeros = int(present.str.fullmatch(r"0[0-9]+(?:[.,][0-9]+)*").sum())
    whole = bool(present.str.fullmatch("[0-9]+").all())
    long = whole and present.str.len().max() >= 16
    padded = zeros > (0 if whole else max(2, 0.02 * len(present)))
    if not (digits | lettered).all() or not (padded or long) or as_dates(name, present, decimal) is not None:
        return None
    kind = "id" if present.is_unique or present.nunique() > 0.5 * len(present) else "category"
    why = "with zeros in front" if zeros else "too long for a number"
    return Reading(present, kind, pd.Series(False, present.index), f"{quoted(name)}: codes {why}, kept as words.")


def as_quantities(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """Numbers: most are plain, the rest are read one by one. A unit behind all of them is taken off."""
    sample = present.iloc[:: max(1, len(present) // 200)]
    unit = unit_of(sample, decimal)
    other = "," if decimal == "." else "."
    fits = {mark: sum(number_in(cell, mark, unit) is not None for cell in sample) for mark in (decimal, other)}
    if max(fits.values()) < 0.8 * len(sample):
        return None
    mark = decimal if fits[decimal] >= fits[other] else other
    values = without_lone(numbers_of(present, mark, unit))
    note = number_note(name, sample, mark, decimal, unit)
    whole = values.notna().all() and (values % 1 == 0).all() and values.abs().max() < 2**53
    kind = "id" if whole and counts_rows(name, values) else "number"
    return Reading(values.astype("int64") if whole else values, kind, values.isna(), note)


def numbers_of(present: pd.Series, mark: str, unit: str) -> pd.Series:
    """The numbers in the cells, NaN where there is none."""
    plain = present.str.fullmatch(PLAIN[mark])
    values = pd.Series(np.nan, present.index)
    values[plain] = pd.to_numeric(present[plain].str.replace(",", ".") if mark == "," else present[plain]).astype(float)
    rest = present[~plain]
    found = {cell: number_in(cell, mark, unit) for cell in rest.unique()}
    values[~plain] = rest.map(found).astype(float)
    return values.where(np.isfinite(values))


def without_lone(values: pd.Series) -> pd.Series:
    """Numbers without the few that lie a million times beyond all others: 1e39 among ages is a slip.

    >>> without_lone(pd.Series([25.0, 58, 11, 30, 44, 1e39])).tolist()
    [25.0, 58.0, 11.0, 30.0, 44.0, nan]
    """
    sizes = np.unique(np.abs(values[values.notna()]))
    most = sizes[: max(5, len(sizes) - max(1, len(values) // 100))]
    steps = np.flatnonzero(sizes[len(most) :] > 1e6 * sizes[len(most) - 1 : -1]) if len(sizes) > 5 else []
    return values.where(values.abs() < sizes[len(most) + steps[0]]) if len(steps) else values


def unit_of(sample: pd.Series, decimal: str) -> str:
    """The unit, of up to six letters, that stands behind the number in nearly every cell; "" if there is none.

    >>> unit_of(pd.Series(["12 kg", "13.5 kg", "9 kg"]), "."), unit_of(pd.Series(["1st", "2nd", "3rd"]), ".")
    ('kg', '')
    """
    tails = sample.str.extract(r"^[-+−]?\d[\d.,' ]*?\s*([^\W\d_°][^\d\s]{0,5}|°[CFcf]?|[°'\"])$")[0].dropna()
    if len(tails) < 0.9 * len(sample) or tails.nunique() != 1 or len(sample) < 3:
        return ""
    return str(tails.iloc[0])


def number_note(name: str, sample: pd.Series, mark: str, decimal: str, unit: str) -> str:
    """What was taken off the numbers of a column, in a sentence; "" if nothing."""
    text = " ".join(sample.iloc[:200])
    signs = dict.fromkeys([*re.findall(rf"%|‰|{MONEY}", text), *filter(None, [unit])])
    parts = [f"{listed(map(quoted, signs))} beside the numbers is left out"] if signs else []
    if mark != decimal:
        parts += [f"its decimal mark is “{mark}”, unlike elsewhere in the file"]
    if re.search(r"\(\s*\S*\d[\d.,]*\s*\S*\)", text):
        parts += ["numbers in brackets are read as negative"]
    return f"{quoted(name)}: {listed(parts)}." if parts else ""


def counts_rows(name: str, values: pd.Series) -> bool:
    """True if whole numbers name the rows rather than measure them: row numbers, or different ones under such a name.

    >>> counts_rows("", pd.Series(range(1, 31))), counts_rows("user_id", pd.Series([17, 4]))
    (True, True)
    >>> counts_rows("age", pd.Series([3, 1]))
    False
    """
    if values.iloc[0] in (0, 1) and len(values) >= 10 and (np.diff(values) == 1).all():
        return len(values) >= 30 or is_id_name(name) or bool(re.fullmatch(r"column \d+|", name))
    return is_id_name(name) and (values.is_unique or values.nunique() > 20) and bool((values % 1 == 0).all())


def is_id_name(name: str) -> bool:
    """True for a name such as id, customerId, patient_no, #; False for a count such as no_of_visits.

    >>> [is_id_name(name) for name in ("PassengerId", "user_id", "Unnamed: 0", "width", "#", "number_of_rooms")]
    [True, True, True, False, True, False]
    """
    words = apart(name)
    last, alone = rf"(?:^|[^a-z])(?:{LAST_IDS})[^a-z]*$", rf"[^a-z]*(?:{LONE_IDS})[^a-z]*"
    return is_named(name, IDS) or bool(re.search(rf"{last}|^unnamed|^#$", words) or re.fullmatch(alone, words))


def apart(name: str) -> str:
    """A name in small letters, its words apart: isLate is is_late."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def is_named(name: str, words: str) -> bool:
    """True if one of these words stands in a column's name.

    >>> is_named("isLate", "late|spam"), is_named("plate", "late|spam")
    (True, False)
    """
    return bool(re.search(rf"(?:^|[^a-z])(?:{words})(?:$|[^a-z])", apart(name)))


def as_dates(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """Dates, with or without a time of day. Where days and months could change places, the order of rows may tell."""
    distinct = present.drop_duplicates()
    sample = distinct.iloc[:: max(1, len(distinct) // 300)]
    if not sample.iloc[:50].str.contains(r"^(?=.*\d)(?=.*[-/. ,年]|\d{8}$).{6,40}$").mean() > 0.8:
        return None
    days, _ = parted(sample)
    shares = {form: parsed(days, form).notna().mean() for form in DATES if may_be(days.iloc[0], form)}
    form = max(shares, key=lambda form: shares[form], default=None)
    if both := [first for first in MONTH_FIRST if first in shares and two_orders(days, first)]:
        return in_two_orders(present, both[0])
    if form is None or shares[form] < 0.9 or (form == "%Y%m%d" and not recent(days)):
        return None
    if form == "%m.%Y" and not days.str.fullmatch(r"(?:0[1-9]|1[0-2])\.(?:19|20)[0-9]{2}").all():
        return None  # 1.2034 is a number
    form, suspicion = settled(form, shares, days, decimal)
    values = stamped(present, form)
    return Reading(values, "date", values.isna(), suspicion=suspicion)


def as_periods(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """The first days of quarters and weeks: 2023Q1, Q1 2023, 2023-W05.

    >>> as_periods("", pd.Series(["2023Q1", "Q2 2023"]), ".").values.dt.strftime("%Y-%m-%d").tolist()
    ['2023-01-01', '2023-04-01']
    """
    form = r"^(?:(\d{4})[ -]?Q([1-4])|Q([1-4])[ -/]?(\d{4})|(\d{4})-?W(\d{2}))$"
    if not present.iloc[:50].str.match(form).mean() > 0.9:
        return None
    told = present.str.extract(form)
    year = told[0].fillna(told[3])
    quarters = pd.to_datetime(year + "-" + ((told[1].fillna(told[2]).astype(float) - 1) * 3 + 1).map("{:02.0f}".format),
                              format="%Y-%m", errors="coerce")  # fmt: skip
    weeks = pd.to_datetime(told[4] + "-" + told[5] + "-1", format="%G-%V-%u", errors="coerce")
    values = quarters.fillna(weeks).astype("datetime64[us]")
    return Reading(values, "date", values.isna(), f"{quoted(name)}: read as the first day of each quarter or week.")


def stamped(present: pd.Series, form: str) -> pd.Series:
    """The moments that cells stand for whose days have this form; NaT where there is none."""
    unique = present.drop_duplicates()
    days, clock = parted(unique)
    stamps = parsed(days, form) + pd.to_timedelta(hours_of(clock).fillna(0), unit="h").dt.round("ms")
    return present.map(dict(zip(unique, stamps))).astype("datetime64[us]")


def two_orders(days: pd.Series, first: str) -> bool:
    """True if some days can only be read with the day first, and others only with the month first.

    >>> two_orders(pd.Series(["13/03/2025", "14/03/2025", "04/13/2025", "04/14/2025"]), "%d/%m/%Y")
    True
    """
    day, month = parsed(days, first), parsed(days, MONTH_FIRST[first])
    fits = (day.notna() | month.notna()).mean()
    return bool(fits >= 0.9 and (day.notna() & month.isna()).sum() > 1 and (month.notna() & day.isna()).sum() > 1)


def in_two_orders(present: pd.Series, first: str) -> Reading:
    """Dates of which some have the day first and some the month; what could be either lies near the next sure date."""
    day, month = stamped(present, first), stamped(present, MONTH_FIRST[first])
    only_day, only_month = day.notna() & month.isna(), month.notna() & day.isna()
    sure = day.where(only_day, month.where(only_month))
    near, like = nearest_filled(sure), nearest_filled(only_day.astype(float).where(sure.notna()))
    farther = (day - near).abs() - (month - near).abs()
    is_day = only_day | ~only_month & ((farther < pd.Timedelta(0)) | (farther == pd.Timedelta(0)) & (like == 1))
    values = day.where(is_day, month)
    told = (
        f"two orders of dates in one column: {count_of(int((is_day & values.notna()).sum()), 'cell')} with the day "
        f"first, such as {present[only_day].iloc[0]}, and {int((~is_day & values.notna()).sum()):,} with the month "
        f"first, such as {present[only_month].iloc[0]}. A cell that could be either is read as the date nearer to the "
        "closest sure one. Write 2023-01-31 instead"
    )
    return Reading(values, "date", values.isna(), suspicion=told)


def nearest_filled(values: pd.Series) -> pd.Series:
    """For each row the value of the nearest row that has one; of two as near, the earlier.

    >>> nearest_filled(pd.Series([None, 1, None, None, 4.0])).tolist()
    [1.0, 1.0, 1.0, 4.0, 4.0]
    """
    filled, places = np.flatnonzero(values.notna()), np.arange(len(values))
    after = np.searchsorted(filled, places).clip(0, len(filled) - 1)
    before = (after - 1).clip(0)
    nearer = np.abs(places - filled[before]) <= np.abs(filled[after] - places)
    return values.iloc[filled[np.where(nearer, before, after)]].set_axis(values.index)


def parted(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The day and the time of day of each cell, as texts; the time is missing where there is none."""
    both = cells.str.extract(rf"^(.*?)(?:[ T,]+({CLOCK}){ZONE}?)?$".replace("(?:Z|", "(?:Z|"))
    return both[0].fillna("").astype("str"), both[1]


def may_be(cell: str, form: str) -> bool:
    """True if a cell has the signs between its parts that a form of date has: a quick test before the slow one."""
    signs = re.sub(r"%[a-zA-Z]", "", form).replace(" ", "")
    letters = bool(re.search(r"[A-Za-z]", cell)) == bool(re.search("%[bBaA]", form))
    return letters and re.sub(r"[\w ]", "", cell) == re.sub(r"[\w ]", "", signs)


def parsed(days: pd.Series, form: str) -> pd.Series:
    """The dates that cells of this form stand for, NaT where there is none."""
    return pd.to_datetime(days, format=form, errors="coerce").astype("datetime64[us]")


def recent(days: pd.Series) -> bool:
    """True if dates of eight digits all lie from 1900 to 2100 and there are three or more: else they are numbers."""
    dates = parsed(days, "%Y%m%d")
    return len(dates) >= 3 and bool(dates.notna().all() and dates.dt.year.between(1900, 2100).all())


def settled(form: str, shares: dict[str, float], days: pd.Series, decimal: str) -> tuple[str, str]:
    """The form of the dates, and a sentence if day and month may have changed places.

    >>> settled("%d/%m/%Y", {"%d/%m/%Y": 1.0, "%m/%d/%Y": 1.0}, pd.Series(["05/01/2023", "02/01/2023"]), ".")[0]
    '%d/%m/%Y'
    """
    first = MONTH_FIRST.get(form)
    if first is None or shares.get(first, 0) < shares[form]:
        return form, ""
    example = f"dates such as {days.iloc[0]}"
    rising = {one: in_order(parsed(days, one)) for one in (form, first)}
    if rising[form] == rising[first] or len(days) < 3:
        return (
            form,
            f"day or month first? {example.capitalize()} don't tell; read as day/month. Write 2023-01-31 instead",
        )
    order = "day before month" if rising[form] else "month before day"
    why = f"{example} could be read two ways; read with {order}, since then the rows are in order"
    return (form if rising[form] else first), why


def in_order(values: pd.Series) -> bool:
    """True if values never fall, or never rise."""
    return values.is_monotonic_increasing or values.is_monotonic_decreasing


def as_times(name: str, present: pd.Series, decimal: str) -> Reading | None:
    """Hours as numbers, from times of day or durations: 12:30 is 12.5."""
    if not present.iloc[:50].str.contains(":").any():
        return None
    hours = hours_of(present)
    return Reading(hours, "number", hours.isna(), f"{quoted(name)}: times are read as hours, so 12:30 is 12.5.")


def hours_of(clock: pd.Series) -> pd.Series:
    """The hours that times such as 12:30, 1:02:03.5 or 2:15 pm stand for, NaN where there is none.

    >>> hours_of(pd.Series(["12:30", "2:15 pm", "12:00 AM", "?"])).tolist()
    [12.5, 14.25, 0.0, nan]
    """
    parts = clock.astype("str").str.extract(
        r"^([0-9]{1,3}):([0-9]{2})(?::([0-9]{2}(?:[.,][0-9]+)?))?(?: ?([AaPp])\.?[Mm]\.?)?$"
    )
    hours, minutes, seconds = (pd.to_numeric(parts[at].str.replace(",", ".")) for at in range(3))
    half = parts[3].str.lower()
    hours = hours.where(half.isna(), hours % 12) + 12 * half.eq("p").fillna(False)
    return hours + minutes / 60 + seconds.fillna(0) / 3600


def as_words(name: str, present: pd.Series) -> Reading:
    """Words: an id if all differ and look like codes, a category if they repeat, else free text."""
    distinct, fits = present.nunique(), pd.Series(False, present.index)
    if not distinct:
        return Reading(present, "text", fits)
    sample = present.iloc[:2000]
    long = sample.str.len().mean() > 40 or sample.str.count(r"\s+").mean() > 4
    coded = not sample.str.contains(r"\s").any() and (sample.str.contains(r"\d").mean() > 0.9 or is_id_name(name))
    if distinct > 0.9 * len(present) and coded and len(present) > 4:
        return Reading(present, "id", fits)
    repeats = (
        distinct <= 0.5 * len(present) and (distinct <= 30 or not long) or distinct < len(present) < 30 and not long
    )
    return Reading(present, "category" if repeats else "text", fits)


# ---------------------------------------------------------------- what is worth a second look


def doubts(name: str, present: pd.Series, reading: Reading, lines: list[int]) -> list[str]:
    """Sentences on a column: missing or constant, cells of another kind, formulas, codes for missing, spellings."""
    if not len(present):
        return ["every cell is missing; nothing can be learnt from it"]
    told = [reading.suspicion, strays_told(present, reading, lines), formulas_told(present, lines)]
    if reading.type in ("category", "text"):
        told += [*words_told(present), mixed_told(present)]
    return told + numbers_told(reading.type, reading.values.value_counts())


def numbers_told(kind: str, counts: pd.Series) -> list[str]:
    """Sentences on how often each value occurs: `counts`, the commonest first."""
    return [few_told(counts), id_told(kind, counts), sentinel_told(counts) if kind == "number" else ""]


def strays_told(present: pd.Series, reading: Reading, lines: list[int]) -> str:
    """A sentence on the cells that are no number in a column of numbers, and so on; they count as missing."""
    strays = present[reading.strays]
    if not len(strays):
        return ""
    kind = "date" if reading.type == "date" else "number"
    named = listed((f"{quoted(cell)} in line {lines[at]}" for at, cell in strays.items()), most=3)
    lone = kind == "number" and all(number_in(cell, ".") or number_in(cell, ",") for cell in strays)
    be = "is" if len(strays) == 1 else "are"
    why = f"{be} a million times beyond all others" if lone else f"can't be used as a {kind}"
    return f"{count_of(len(strays), 'cell')} {why}: {named}; counted as missing"


def formulas_told(present: pd.Series, lines: list[int]) -> str:
    """A sentence on cells that a spreadsheet would run as a formula. They are read as text and never run."""
    formula = present.str.contains(r"^(?:=\s*[\w+\-(\"'@]|[@+-]\s*[A-Za-z]+\w*\(|[+-]\s*[A-Za-z]+\|)")
    if not formula.any():
        return ""
    first = present[formula].iloc[0]
    where = lines[present.index[formula.to_numpy().argmax()]]
    return (
        f"{count_of(int(formula.sum()), 'formula cell')} (first: {quoted(first)} in line {where}), read as text and "
        "never run; a spreadsheet would run it, so check where the file comes from, or save its values only"
    )


def few_told(counts: pd.Series) -> str:
    """A sentence on a column that has one value, or nearly always one."""
    total = counts.sum()
    if len(counts) == 1 and total > 1:
        return f"always {quoted(counts.index[0])}; what never changes tells nothing apart"
    if total >= 50 and counts.iloc[0] >= 0.99 * total:
        return f"nearly constant: {quoted(counts.index[0])} in {counts.iloc[0]:,} of {total:,} cells"
    return ""


def id_told(kind: str, counts: pd.Series) -> str:
    """A sentence on a column that names rows rather than describes them."""
    if kind != "id":
        return ""
    if counts.iloc[0] == 1:
        return "it looks like an id, different in each row; a model can only learn it by heart"
    return "it looks like an id that repeats; rows of one id belong together when the table is split"


def sentinel_told(counts: pd.Series) -> str:
    """A sentence on numbers such as 999 or −99 far outside all others: they may stand for missing.

    >>> sentinel_told(pd.Series([20, 31, 999, 25, 44, 999]).value_counts())
    '999 occurs 2 times, far from all others (20 to 44); it may stand for a missing value'
    """
    values = counts.index.to_numpy(float)
    for code in set(values) & set(SENTINELS) if len(values) > 3 else ():
        low, high = values[values != code].min(), values[values != code].max()
        times = int(counts.loc[code])
        far = max(low - code, code - high) > (1.5 * (high - low) if code != -1 else 0) and (code != -1 or low >= 0)
        if far and times < 0.6 * counts.sum() and (code != -1 or 1 < times and values.dtype):
            often = "once" if times == 1 else f"{times:,} times"
            return (
                f"{code:g} occurs {often}, far from all others ({low:g} to {high:g}); it may stand for a missing value"
            )
    return ""


def words_told(present: pd.Series) -> list[str]:
    """Sentences on one word in several spellings, and on letters that a wrong encoding has garbled."""
    distinct = pd.Series(present.unique()).iloc[:5000]
    folded = distinct.str.casefold().str.replace(r"\s+", " ", regex=True)
    twice = distinct[folded.duplicated(keep=False)]
    told = []
    if len(twice) and folded.nunique() <= 1000:
        same = distinct[folded == folded[twice.index[0]]]
        told.append(f"one word in several spellings: {listed(map(quoted, same), most=3)}; they count as different")
    garbled = distinct[distinct.str.contains("Ã[\u00a0-\u00bf¤¶¼Ÿ©¨€œž„“]|â€|Ð[\u00a0-\u00bf]|\ufffd")]
    if len(garbled):
        told.append(
            f"letters garbled by a wrong encoding, as in {quoted(garbled.iloc[0])}; export the file again as UTF-8"
        )
    return told


def mixed_told(present: pd.Series) -> str:
    """A sentence on a column where numbers and words are mixed."""
    sample = present.iloc[:: max(1, len(present) // 500)]
    numbers = sample.map(is_value)
    if not 0.3 < numbers.mean() < 1 or len(sample) < 4:
        return ""
    word = sample[~numbers].iloc[0]
    return f"numbers and words are mixed (such as {quoted(sample[numbers].iloc[0])} and {quoted(word)}); read as words"


def suspect_copies(frame: pd.DataFrame, types: dict[str, str]) -> list[Suspect]:
    """Columns that repeat an earlier one: in every cell, or up to a unit, or under other names for the same groups."""
    suspects, seen = [], {}
    for name in frame:
        key, how = copy_key(frame[name], types[name])
        if key in seen:
            how = "a copy of" if frame[name].equals(frame[seen[key]]) else how
            suspects.append(Suspect(name, f"{how} {quoted(seen[key])}; one of the two is enough"))
        elif how:
            seen[key] = name
    return suspects


def copy_key(values: pd.Series, kind: str) -> tuple[int, str]:
    """A number that two columns share if one copies the other, and how it then does; 0 if nothing can be told."""
    codes, distinct = pd.factorize(values)
    if len(distinct) < 2:
        return 0, ""
    if kind == "number" and len(distinct) > 5:
        numbers = values.to_numpy(float)
        numbers = numbers / np.nanmax(np.abs(numbers))
        scaled = (numbers - np.nanmean(numbers)) / np.nanstd(numbers)
        scaled = np.round(scaled * np.sign(scaled[np.isfinite(scaled)][0] or 1), 5) + 0.0
        return hash(("number", scaled.tobytes())), "the same but for its unit as"
    if len(distinct) < 0.5 * len(values):
        return hash(("groups", codes.tobytes())), "other names for the same groups as"
    return hash(("words", codes.tobytes(), tuple(distinct))), "a copy of"
