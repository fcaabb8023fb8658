"""A table out of the bytes of a CSV file, with everything that had to be found out, or a sentence that says why not.

Three questions, in this order: Is it text at all? Where are its rows, cells and header? What does each column hold?
`encodings` answers how bytes become letters, `columns` what the cells of a column mean.

    data      the bytes of the file
    record    a row as it stands in the file: a list of texts, with the number of the line where it starts
    width     how many cells a row of this table has
    odd       records of another width

Why our own: of the tests' 97 readable files csv.Sniffer finds delimiter and header in 71 (not years as names, or short
files), DuckDB's sniffer delimiter and rows in 72 (not totals, several tables, printed tables, blank rows).
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from labs.apply.your_data.columns import (
    Suspect,
    count_of,
    decimal_mark,
    is_missing,
    is_value,
    listed,
    number_in,
    numbers_of,
    quoted,
    read_column,
    suspect_copies,
)
from labs.apply.your_data.encodings import decode

LARGEST_FILE = 20 * 2**20
MOST_COLUMNS = 2000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
SAMPLE = 300  # the first records, from which delimiter, width and header are found
OTHER_FILES = {
    b"PK\x03\x04": "a zip archive: unpack it, then choose the CSV file inside",
    b"PK\x05\x06": "an empty zip archive: choose the CSV file itself",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls): open it and save it as CSV",
    b"\x1f\x8b": "compressed (gzip): unpack it, then choose the CSV file inside",
    b"BZh": "compressed (bzip2): unpack it, then choose the CSV file inside",
    b"\xfd7zXZ": "compressed (xz): unpack it, then choose the CSV file inside",
    b"7z\xbc\xaf": "a 7z archive: unpack it, then choose the CSV file inside",
    b"Rar!": "a RAR archive: unpack it, then choose the CSV file inside",
    b"\x28\xb5\x2f\xfd": "compressed (zstd): unpack it, then choose the CSV file inside",
    b"%PDF": "a PDF: copy its table into a spreadsheet and save that as CSV",
    b"\x89PNG": "a picture (PNG), not a table: choose a CSV file",
    b"\xff\xd8\xff": "a picture (JPEG), not a table: choose a CSV file",
    b"GIF8": "a picture (GIF), not a table: choose a CSV file",
    b"PAR1": "a Parquet file: open it with pandas.read_parquet and save it with to_csv",
    b"ARROW1": "an Arrow file: open it with pandas.read_feather and save it with to_csv",
    b"SQLite format 3": "an SQLite database: export one of its tables as CSV",
    b"\x89HDF": "an HDF5 file: export one of its tables as CSV",
    b"\x93NUMPY": "a NumPy array: save it with numpy.savetxt and a comma as delimiter",
    b"\x80\x04\x95": "a Python pickle: it could run code, so it is never opened here. Save the table as CSV",
    b"\x80\x05\x95": "a Python pickle: it could run code, so it is never opened here. Save the table as CSV",
    b"{\\rtf": "a text document (RTF): save its table as CSV",
}
ONE_COLUMN = (
    "The file has one column only, parted by no comma, semicolon, tab or bar. A model predicts one column from others: "
    "add a second one, or export the file again with a delimiter."
)
INSIDE_ZIP = {
    b"xl/": "an Excel workbook: open it and save it as CSV (File, Save as, CSV UTF-8)",
    b"opendocument.spreadsheet": "a LibreOffice spreadsheet: open it and save it as CSV",
    b"word/": "a Word document: copy its table into a spreadsheet and save that as CSV",
}
TOTALS = {"total", "totals", "grand total", "sum", "subtotal", "sub-total", "summe", "gesamt", "insgesamt",
          "total general", "gesamtergebnis", "ergebnis", "zwischensumme", "gesamtsumme", "somme", "sous-total",
          "totale", "suma", "итого", "合計", "小計", "总计", "合计", "average", "mean", "overall", "mittelwert",
          "durchschnitt"}  # fmt: skip


NOTES = r"\s*(?:source|sources|note|notes|remark|legend|quelle|quellen|anmerkung|hinweis|fuente|nota|\*|†)"


class Table(NamedTuple):
    """A table and what was found out about it.

    frame       one column for each of the file's: numbers, dates, True and False, or words; missing cells are NaN
    delimiter   "," or ";" or a tab or "|" or " "
    encoding    as Python names it, such as "utf-8" or "cp1252"
    decimal     "." or ","
    types       column to "number", "category", "date", "text", "yes/no" or "id"
    missing     column to how many of its cells are missing
    duplicates  how many rows repeat an earlier one in every cell
    suspects    columns worth a second look, each with a sentence
    notes       what was done to the file, in sentences
    doubts      those of them that tell how rows, cells and header were found: to be checked first
    """

    frame: pd.DataFrame
    delimiter: str
    encoding: str
    decimal: str
    types: dict[str, str]
    missing: dict[str, int]
    duplicates: int
    suspects: list[Suspect]
    notes: list[str]
    doubts: list[str] = []


class Layout(NamedTuple):
    """Where a table stands in its text: how cells are parted, the line of the header, and the columns' names."""

    delimiter: str
    width: int
    header_line: int
    names: list[str]
    headed: bool
    notes: list[str]


class Unreadable(ValueError):
    """Raised with the sentence that the learner sees."""


def read_table(data: bytes, name: str) -> Table:
    """The table in the bytes of the CSV file `name`, with its findings. ValueError with a sentence if there is none.

    >>> table = read_table(b"city;height\\nKiel;1,80\\nBonn;1,75\\nKiel;-\\n", "people.csv")
    >>> table.delimiter, table.decimal, table.types, table.missing
    (';', ',', {'city': 'category', 'height': 'number'}, {'city': 0, 'height': 1})
    """
    try:
        return read_text(*text_of(bytes(data)))
    except Unreadable:
        raise
    except Exception as problem:
        kind = type(problem).__name__
        raise Unreadable(
            f"{quoted(name)} can't be read as a table, and we can't say why ({kind}). "
            "Open it in a spreadsheet program, look at it, and save it as CSV (UTF-8)."
        ) from problem


def read_text(text: str, encoding: str, lost: str) -> Table:
    """The table in a text. The three parts of the work, one after the other: layout, records, columns."""
    text, mended = mend(text)
    layout = find_layout(text)
    cells, lines, notes = read_records(text, layout)
    decimal = decimal_mark(cells, layout.delimiter)
    cells, lines, totals = without_totals(cells, lines, decimal)
    columns = [read_column(name, raw, lines, decimal) for name, raw in zip(layout.names, cells)]
    frame = pd.DataFrame({column.name: column.values for column in columns})
    types = {column.name: column.type for column in columns}
    refuse_contents(frame, types)
    suspects = [suspect for column in columns for suspect in column.suspects]
    doubts = [note for note in (lost, *mended, *layout.notes, *notes, *totals) if note]
    notes = [*doubts, *(note for column in columns for note in column.notes)]
    return Table(
        frame, layout.delimiter, encoding, decimal, types,
        missing={name: int(count) for name, count in frame.isna().sum().items()},
        duplicates=int(frame.duplicated().sum()),
        suspects=suspect_names(layout, lost) + suspects + suspect_copies(frame, types),
        notes=notes,
        doubts=doubts + [f"{quoted(column.name)}: {column.doubt}." for column in columns if column.doubt],
    )  # fmt: skip


# ---------------------------------------------------------------- is it text at all?


def text_of(data: bytes) -> tuple[str, str, str]:
    """The text of the file, its encoding, and a sentence if letters were lost. Unreadable if it is no text."""
    refuse_other_files(data)
    try:
        text, encoding, lost = decode(data)
    except ValueError as problem:
        raise Unreadable(str(problem)) from None
    refuse_other_text(text.lstrip("\ufeff \n\t"))
    return text.lstrip("\ufeff"), encoding, lost


def refuse_other_files(data: bytes) -> None:
    """Unreadable if the bytes are none, too many, or begin as those of another kind of file do.

    >>> refuse_other_files(b"")
    Traceback (most recent call last):
    labs.apply.your_data.tables.Unreadable: The file is empty: it holds 0 bytes. Export it again.
    """
    if not data:
        raise Unreadable("The file is empty: it holds 0 bytes. Export it again.")
    if len(data) > LARGEST_FILE:
        size = f"{math.ceil(len(data) / 2**20):,} MB, rounded up"
        raise Unreadable(f"The file is too large: {size}, and 20 MB is the most. Keep a random part of its rows.")
    kinds = [kind for start, kind in OTHER_FILES.items() if data.startswith(start)]
    if kinds and data.startswith(b"PK"):
        kinds = [kind for part, kind in INSIDE_ZIP.items() if part in data] + kinds
    if kinds:
        raise Unreadable(f"This isn't a CSV file. It is {kinds[0]}.")


def refuse_other_text(text: str) -> None:
    """Unreadable if the text is blank, a web page, XML, SQL or JSON, or mostly signs that no text has.

    >>> refuse_other_text("<?xml version='1.0'?>")
    Traceback (most recent call last):
    labs.apply.your_data.tables.Unreadable: This is XML, not CSV. Open it in a spreadsheet program and save it as CSV.
    """
    start = text[:2000].lower()
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", text[:100_000]))
    if not text.strip():
        raise Unreadable("The file holds nothing but blank space: there is no table in it. Export it again.")
    if re.match(r"<!doctype html|<html|<head|<body|<table|<div|<!--", start) and not is_parted(text):
        raise Unreadable("This is a web page (HTML), not CSV. Look for a download or an export button on that page.")
    if re.match(r"<\?xml|<[a-z]\w*[ >]", start) and not is_parted(text):
        raise Unreadable("This is XML, not CSV. Open it in a spreadsheet program and save it as CSV.")
    if is_sql(start):
        raise Unreadable("This is SQL, not CSV: commands for a database. Run them there, and export the table as CSV.")
    if is_json(text):
        raise Unreadable(
            "This is JSON, not CSV. Turn it into a table first, for example with pandas.read_json and to_csv."
        )
    if "\0" in text or controls > 3 + 0.01 * len(text[:100_000]):
        raise Unreadable("This file is binary: it isn't text, whatever its name says. Export it again as CSV.")


def is_parted(text: str) -> bool:
    """True if the first lines hold one delimiter equally often, and so are rows: names such as <date> make no XML.

    >>> is_parted("<date>,<open>\\n1,2\\n"), is_parted("<a>\\n<b>1, 2</b>\\n</a>")
    (True, False)
    """
    lines = [line for line in text[:20_000].split("\n")[:20] if line.strip()]
    counts = [{line.count(mark) for line in lines} for mark in ",;\t|"]
    return len(lines) > 1 and any(len(each) == 1 and min(each) > 0 for each in counts)


def is_sql(start: str) -> bool:
    """True if a text in small letters begins with commands for a database, after comments.

    >>> is_sql("-- dump\\n\\ncreate table t (a int);"), is_sql("set,create\\n1,2")
    (True, False)
    """
    lines = [line for line in start.split("\n") if line.strip() and not line.startswith(("--", "/*", "#"))]
    commands = r"create (?:table|database|schema)|insert into|drop table|copy \S+ \(|set \S+ ?=|lock tables|begin;"
    return bool(lines) and bool(re.match(commands, lines[0]))


def is_json(text: str) -> bool:
    """True for a JSON document or one JSON object in each line, also if it was cut off.

    >>> is_json('[1, 2]'), is_json('{"a": 1}\\n{"a": 2}'), is_json('[a],[b]')
    (True, True, False)
    """
    if not re.match(r"[\[{]", text):
        return False
    for part in (text, text.partition("\n")[0]):
        try:
            return isinstance(json.loads(part), (dict, list))
        except (ValueError, RecursionError):
            continue
    return bool(re.match(r'\{\s*"[^"]*"\s*:|\[\s*\{\s*"[^"]*"\s*:|\[{100}', text))


# ---------------------------------------------------------------- what other programs do to a text


def mend(text: str) -> tuple[str, list[str]]:
    """The text as a reader of CSV expects it, and sentences on what was mended. Lines keep their numbers."""
    notes = []
    if "\n\ufeff" in text:
        line = text[: text.index("\n\ufeff")].count("\n") + 2
        text = text.replace("\n\ufeff", "\n")
        notes.append(f"Line {line} begins with the mark of a file's start: several files were put into one.")
    if re.search(r'[^"\\]\\"[^"\s,;|]', text):
        text = text.replace('\\"', '""')
        notes.append('Quotes within cells are written \\" here: they are read as quotes.')
    if any(map(is_rule, text[:20_000].split("\n")[:4])):
        text = without_rules(text)
        notes.append("Lines drawn with dashes are left out.")
    return text, notes


def is_rule(line: str) -> bool:
    """True for a line drawn with dashes between the rows of a printed table.

    >>> is_rule("+----+-------+"), is_rule("---,----"), is_rule("|:---|---:|"), is_rule("-,-")
    (True, True, True, False)
    """
    return "--" in line and not line.strip("-=+|:,; \t")


def without_rules(text: str) -> str:
    """The text of a printed table: blank lines in place of those drawn with dashes, and no bars at the edges."""
    lines = ["" if is_rule(line) else line.strip() for line in text.split("\n")]
    if all(line.startswith("|") and line.endswith("|") for line in lines[:50] if line):
        lines = [line.strip("|") if line.startswith("|") else line for line in lines]
    return "\n".join(lines)


# ---------------------------------------------------------------- where are rows, cells and header?


def records_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its first line's number; [] for a blank line. Quoted cells may hold several lines."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable(
            f"A cell that begins in line {line} is longer than {csv.field_size_limit():,} letters: "
            "probably its quote is never closed. Close it, or remove it."
        ) from None


def find_layout(text: str) -> Layout:
    """Delimiter, width and header of a text. Unreadable if its lines don't make a table."""
    told = re.match(r'"?sep=(.)"?\n', text, re.I)
    delimiter = told.group(1) if told else find_delimiter(text)
    first = 2 if told else 1
    sample = [
        (line, record) for line, record in islice(records_of(text, delimiter), SAMPLE) if line >= first and any(record)
    ]
    if not sample:
        raise Unreadable("The file holds delimiters and no cell with anything in it. Export it again.")
    width = common_width([record for _, record in sample])
    refuse_one_column(sample, width, delimiter)
    if width > MOST_COLUMNS:
        raise Unreadable(f"The table has {width:,} columns, and {MOST_COLUMNS:,} is the most. Keep those you need.")
    place = header_place(sample, width)
    return name_columns(sample, place, width, delimiter, bool(told))


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into equally many clean cells; a comma if none does.

    >>> find_delimiter("a;b\\n1,5;2,5\\n3,5;4,5"), find_delimiter("x y\\n1  2\\n3  4")
    (';', ' ')
    """
    scores = {delimiter: cut_quality(text, delimiter) for delimiter in DELIMITERS if delimiter != " "}
    if max(scores.values()) < 0.6:
        scores[" "] = 0.9 * cut_quality(text, " ")
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def cut_quality(text: str, delimiter: str) -> float:
    """From 0 to 1: the share of records that have the commonest width, times how clean their cells are.

    A cell isn't clean if it holds another delimiter next to a digit, such as 5;2.
    """
    if delimiter not in text[:2_000_000]:
        return 0.0
    try:
        records = [record for _, record in islice(records_of(text, delimiter), SAMPLE) if any(record)]
    except Unreadable:
        return 0.0
    width = common_width(records)
    alike = [record for record in records if len(record) == width]
    if width < 2:
        return 0.0
    cells = [cell for record in alike[:100] for cell in record[:100]]
    others = "".join(other for other in ",;\t|" if other != delimiter)
    mark = re.compile(rf"\d[{others}]+\S*\d|[;\t|]")
    torn = sum(bool(mark.search(cell[:200])) and not is_value(cell) or cell.count('"') % 2 for cell in cells)
    return len(alike) / len(records) * (1 - 0.7 * torn / len(cells))


def common_width(records: list[list[str]]) -> int:
    """How many cells most records have, wide ones counting for more: titles and footnotes are short.

    >>> common_width([["Sales 2023"], ["by region"], ["a", "b", "c"], ["1", "2", "3"]])
    3
    """
    counts = Counter(len(record) for record in records)
    return max(counts, key=lambda width: (counts[width] * min(width - 1, 3), width), default=0)


def refuse_one_column(sample: list, width: int, delimiter: str) -> None:
    """Unreadable if no delimiter makes columns: a single column, or running text."""
    cells = [record for _, record in sample]
    halves = width == 2 and delimiter == "," and len(cells[0]) == 1
    if halves and all(len(cell) == 2 and "".join(cell).isdigit() for cell in cells[1:]):
        width = 1  # 1,5 below a header of one name: one column with a decimal comma
    if width >= 2:
        return
    lengths = [len(" ".join(cell).split()) for cell in cells]
    if sum(lengths) > 8 * len(lengths):
        raise Unreadable(
            "This is running text, not a table. A CSV file has one row a line, its cells parted by commas."
        )
    raise Unreadable(ONE_COLUMN)


def header_place(sample: list, width: int) -> int:
    """The place of the header among the first records: the first that is as wide as the table and not nearly blank."""
    for place, (_, record) in enumerate(sample):
        filled = sum(bool(cell.strip()) for cell in record)
        comment = record[0].startswith("#") and place + 1 < len(sample) and looks_like_names(sample, place + 1, width)
        if width - 1 <= len(record) <= width and filled > min(1, width - 2) and len(record) > 1 and not comment:
            if len(record) == width or is_short_header(sample, place, width):
                return place
    return 0


def is_short_header(sample: list, place: int, width: int) -> bool:
    """True if a record with one cell too few is the header: of rows that begin with a name, or end in a delimiter."""
    below = [record for _, record in sample[place + 1 :]]
    alike = [record for record in below if len(record) == width]
    ends = not any(record[-1].strip() for record in alike)
    first = [record[0] for record in alike]
    return len(alike) >= 0.8 * len(below) > 0 and (ends or len(set(first)) == len(first))


def looks_like_names(sample: list, place: int, width: int) -> bool:
    """True if a record could be the header: as wide as the table, and words stand where numbers stand below."""
    record = sample[place][1]
    return len(record) == width and not is_data(record, [below for _, below in sample[place + 1 :]])


def sort_of(cell: str) -> str:
    """What a cell holds: "gap", "date", "number" or "word".

    >>> [sort_of(cell) for cell in ("", "2023-01-05", "12:30", "1,5 €", "Kiel")]
    ['gap', 'date', 'date', 'number', 'word']
    """
    if is_missing(cell):
        return "gap"
    if not is_value(cell):
        return "word"
    return "date" if re.match(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d|\s*\d{1,2}:\d\d", cell) else "number"


def sorts_of(rows: list[list[str]], width: int) -> list[str]:
    """What each column mostly holds, in seven of ten filled cells: "date", "number", or else "word"."""
    found = []
    rows = rows[: max(20, 12_000 // width)]
    for at in range(width):
        sorts = Counter(sort_of(row[at]) for row in rows)
        gaps = sorts.pop("gap", 0)
        sort, count = sorts.most_common(1)[0] if sorts else ("word", 0)
        found.append(sort if count > 0.7 * (len(rows) - gaps) else "word")
    return found


def is_data(record: list[str], below: list[list[str]]) -> bool:
    """True if a record is a row like those below it: a number or a date stands where mostly such stand below.

    A word above a column of numbers is a name, and then 2020 or 1 beside it is one too.

    >>> is_data(["3", "Kiel"], [["4", "Bonn"]]), is_data(["city", "1990", "1991"], [["Kiel", "7", "8"]])
    (True, False)
    >>> is_data(["country", "area", "2020"], [["Chad", "7", "8"]])
    False
    """
    alike = [row for row in below if len(row) == len(record)]
    sorts = sorts_of(alike, len(record))
    values = [at for at, cell in enumerate(record) if sorts[at] != "word" and sort_of(cell) == sorts[at]]
    names = [at for at, cell in enumerate(record) if sorts[at] != "word" and sort_of(cell) not in ("gap", sorts[at])]
    if not values or len(values) <= len(names):
        return False
    cells = [record[at].strip() for at in values]
    if names and all(map(str.isdigit, cells)) and len(set(cells)) == len(cells):
        return False
    return not (are_years(cells, values, alike) or are_counted(cells, record, alike))


def are_years(cells: list[str], places: list[int], below: list[list[str]]) -> bool:
    """True if cells are years that name columns: several in their order, or one above other numbers."""
    if 0 in places or not all(re.fullmatch(r"(?:1[6-9]|20|21)\d\d", cell) for cell in cells):
        return False
    years = [int(cell) for cell in cells]
    if len(years) > 1:
        steps = {(b > a) - (b < a) for a, b in zip(years, years[1:])}
        return len(steps) == 1 and 0 not in steps
    under = [row[places[0]].strip() for row in below]
    return sum(bool(re.fullmatch(r"(?:1[6-9]|20|21)\d\d", cell)) for cell in under) < 0.5 * len(under)


def are_counted(cells: list[str], record: list[str], below: list[list[str]]) -> bool:
    """True if cells count the columns, 0, 1, 2 or 1, 2, 3 and so on, and no row below does."""
    counted = [[str(start + n) for n in range(len(cells))] for start in (0, 1)]
    alone = cells == [cell.strip() for cell in record if cell.strip()][-len(cells) :]
    again = any([cell.strip() for cell in row][-len(cells) :] in counted for row in below)
    return len(cells) > 2 and cells in counted and alone and len(below) > 2 and not again


def headings(sample: list, place: int, width: int) -> list[tuple[int, list[str]]]:
    """The header and the lines under it that hold names, units or questions above columns of numbers; at most three."""
    below = sample[place + 1 :]
    found, told = [sample[place]], [record[0].startswith('{"ImportId"') for _, record in below[:2]]
    sorts = sorts_of([row for _, row in below[2 if len(below) > 5 else 1 :] if len(row) == width], width)
    for number, (line, record) in enumerate(below[:2], start=1):
        above = [sort_of(cell) for cell, sort in zip(record, sorts) if sort != "word"] if len(record) == width else []
        index = width > 2 and not found[-1][1][0] and record[0] != "" and not any(record[1:])
        if any(told[number - 1 :]) or ("word" in above and set(above) <= {"word", "gap"}) or index:
            found.append((line, record))
        else:
            break
    return found if len(below) > len(found) else found[:1]


def name_columns(sample: list, place: int, width: int, delimiter: str, told: bool) -> Layout:
    """The layout with a name for each column, each name once."""
    line, record = sample[place]
    headed = not (len(record) == width and is_data(record, [row for _, row in sample[place + 1 :]]))
    refuse_other_width(sample, place, width, headed)
    if not headed:
        notes = [f"There is no header: the columns are called column 1 to column {width}. Add a first line of names."]
        return Layout(delimiter, width, line - 1, [f"column {at + 1}" for at in range(width)], False, notes)
    heads = headings(sample, place, width)
    record, notes = one_header(heads, 1 + told)
    below = [row for _, row in sample[place + len(heads) :]]
    if len(record) < width and any(row[-1].strip() for row in below if len(row) == width):
        record = ["", *record]
        notes += ["The header has one name fewer than the rows have cells: the first column is taken to name the rows."]
    record = [*record, *[""] * (width - len(record))]
    return Layout(delimiter, width, heads[-1][0], unique_names(record), True, notes + told_names(record))


def one_header(heads: list[tuple[int, list[str]]], first: int) -> tuple[list[str], list[str]]:
    """The names of the columns out of one to three lines, and sentences on lines that give none.

    Names stand in the first line if it has one for each column; else in the last, parted by the groups above them. A
    last line with a first cell only names the column of names.
    """
    (line, upper), *more = heads
    if more and not more[-1][1][0] == "" and not any(more[-1][1][1:]) and not heads[-2][1][0]:
        names, notes = one_header(heads[:-1], first)
        return [more[-1][1][0], *names[1:]], notes
    low, lower = heads[-1]
    if not more or (all(cell.strip() for cell in upper) and len(set(upper)) == len(upper)):
        notes = [f"The header is in line {line}: what stands above it is left out."] if line > first else []
        for below, record in more:
            cells = listed(map(quoted, filter(None, record)), most=4)
            notes.append(f"Line {below} holds no data but units or names ({cells}): left out.")
        return upper, notes
    if len(set(lower)) == len(lower):
        return lower, [f"The header is in line {low}: what stands above it is left out."]
    groups = pd.Series([cell.strip() or None for cell in upper]).ffill().fillna("")
    notes = [f"The header stands in lines {line} to {low}: the names are put together from them."]
    return [f"{group} {name}".strip() for group, name in zip(groups, lower)], notes


def refuse_other_width(sample: list, place: int, width: int, headed: bool) -> None:
    """Unreadable if the line above rows without a header seems to be it, with another number of names."""
    if place == 0 or headed or len(sample[place - 1][1]) < 2:
        return
    (above, names), (line, _) = sample[place - 1], sample[place]
    raise Unreadable(
        f"Line {above} has {count_of(len(names), 'cell')}, and line {line} has {width}: rows and header must have "
        "equally many. Add the missing names, or put quotes around a cell that holds the delimiter."
    )


def unique_names(record: list[str]) -> list[str]:
    """The header's cells as names: none empty, each once.

    >>> unique_names(["age", "", "age", " # x"])
    ['age', 'column 2', 'age (2)', 'x']
    """
    names: list[str] = []
    for at, cell in enumerate(record):
        name = " ".join(cell.split()).lstrip("#\ufeff ") or f"column {at + 1}"
        taken, number = name, 2
        while name in names:
            name, number = f"{taken} ({number})", number + 1
        names.append(name)
    return names


def told_names(record: list[str]) -> list[str]:
    """Sentences on names that occur twice."""
    counts = Counter(name for cell in record if (name := " ".join(cell.split())))
    twice = [name for name, count in counts.items() if count > 1]
    return [
        f"Several columns are called {quoted(name)}: the later ones are numbered. Give each its own." for name in twice
    ]


def suspect_names(layout: Layout, lost: str) -> list[Suspect]:
    """Columns whose name had to be made up or changed, or that lost letters."""
    twice = [
        name
        for name in layout.names
        if re.search(r" \(\d+\)$", name) and re.sub(r" \(\d+\)$", "", name) in layout.names
    ]
    why = "the header has this name twice; find out whether it is a copy, and rename it"
    suspects = [Suspect(name, why) for name in twice]
    return suspects + ([Suspect(layout.names[0], lost)] if lost else [])


def read_records(text: str, layout: Layout) -> tuple[list[pd.Series], list[int], list[str]]:
    """The cells of each column as text, the line where each row starts, and what was left out, in sentences."""
    lines: list[int] = []
    odd: list[tuple[int, list[str]]] = []
    chunks = list(chunks_of(text, layout, lines, odd))
    columns = [pd.concat(parts, ignore_index=True) for parts in zip(*chunks)] if len(chunks) > 1 else sum(chunks, [])
    end, notes = other_table(columns, lines, odd, layout)
    if end:
        columns = [column.iloc[: bisect_left(lines, end)] for column in columns]
        lines, odd = lines[: bisect_left(lines, end)], [each for each in odd if each[0] < end]
    blank = sum(record != [] and not any(record) and line < max(lines, default=0) for line, record in odd)
    comments, odd = parted_comments([(line, record) for line, record in odd if any(record)])
    refuse_odd(odd, lines, layout, text)
    refuse_no_rows(lines, layout)
    notes += [f"{count_of(blank, 'row')} without a single filled cell: left out."] if blank else []
    more = f" and {count_of(len(odd) - 1, 'line')} more" if len(odd) > 1 else ""
    notes += [f"Below the table stands {quoted(' '.join(record))}{more}: left out." for _, record in odd[:1]]
    return leave_out_extras(columns, lines, layout, notes + comments)


def parted_comments(odd: list) -> tuple[list[str], list]:
    """A sentence on lines that are comments, if any: # and a blank, or # and no second cell; and the other lines."""
    comments = [each for each in odd if re.match(r"#\s", each[1][0]) or (each[1][0][:1] == "#" and len(each[1]) == 1)]
    if not comments:
        return [], odd
    line, record = comments[0]
    lines = "1 line that begins" if len(comments) == 1 else f"{len(comments):,} lines that begin"
    told = f"{lines} with # left out as a comment (line {line}: {quoted(' '.join(record))})."
    return [told], [each for each in odd if each not in comments]


def other_table(columns: list[pd.Series], lines: list[int], odd: list, layout: Layout) -> tuple[int, list[str]]:
    """The line where another table begins below this one, and a sentence on it; 0 and none if there is no other.

    It begins with names: in a row of another width with rows under it, or in one of the same width among numbers.
    """
    begins = [*begins_of_another_width(lines, odd), *begins_of_the_same_width(columns, lines, odd, layout)]
    if not begins:
        return 0, []
    line, record = min(begins)
    last = lines[bisect_left(lines, line) - 1]
    names = listed(map(quoted, filter(None, record)), most=3)
    return line, [
        f"There are several tables in this file. This is the one in lines {layout.header_line} to {last}; another "
        f"begins in line {line} with {names}. Save each as a file of its own."
    ]


def begins_of_another_width(lines: list[int], odd: list) -> Iterator[tuple[int, list[str]]]:
    """Where a run of records of another width begins with names of its own."""
    for place, run in groupby(odd, key=lambda each: bisect_left(lines, each[0])):
        run = list(run)
        wide = [at for at, (_, record) in enumerate(run) if len(record) > 1 and any(record)]
        if place == 0 or len(wide) < 2 or not are_names(run[wide[0]][1]) or re.match(NOTES, run[wide[0]][1][0], re.I):
            continue
        apart = any(record == [] for _, record in run[: wide[0]])
        if apart or any(is_value(cell) for at in wide[1:] for cell in run[at][1]):
            yield next(each for each in run if any(each[1]))


def begins_of_the_same_width(columns: list, lines: list[int], odd: list, layout: Layout) -> Iterator[tuple]:
    """Where names stand among numbers, or where the header stands again under a title."""
    if len(lines) < 2 or not layout.headed:
        return
    rows = list(zip(*(column.iloc[:60].tolist() for column in columns)))
    numeric = [at for at, sort in enumerate(sorts_of(rows, layout.width)) if sort != "word"]
    words = ~columns[numeric[0]].str.contains(r"\d") & columns[numeric[0]].ne("") if numeric else pd.Series(dtype=bool)
    for place in words.to_numpy().nonzero()[0][:200]:
        record = [column.iloc[place] for column in columns]
        before = [each for each in odd if lines[place - 1] < each[0] < lines[place]] if place else []
        title = next((each for each in before if any(each[1])), None)
        again = [record[at].casefold() == layout.names[at].casefold() for at in (0, -1)] == [True, True]
        own = all(sort_of(record[at]) == "word" for at in numeric) and (len(numeric) > 1 or before)
        if place and are_names(record) and (title if again else own):
            yield title or (lines[place], record)


def are_names(record: list[str]) -> bool:
    """True if every cell is a word, and each another one, as in a header.

    >>> are_names(["city", "size"]), are_names(["Kiel", "7"]), are_names(["closed", "closed"])
    (True, False, False)
    """
    cells = [cell.strip() for cell in record]
    return len(cells) > 1 and all(sort_of(cell) == "word" for cell in cells) and len(set(cells)) == len(cells)


def chunks_of(text: str, layout: Layout, lines: list[int], odd: list, size: int = 20_000) -> Iterator[list[pd.Series]]:
    """The columns' cells, 20,000 rows at a time: plain lines are cut at once, others go through the reader of CSV."""
    plain, width = plain_lines(text, layout), layout.width
    lines.extend(range(layout.header_line + 1, layout.header_line + 1 + len(plain)))
    for start in range(0, len(plain), size):
        cells = layout.delimiter.join(plain[start : start + size]).split(layout.delimiter)
        yield [pd.Series(cells[at::width], dtype="str") for at in range(width)]
    rows = iter(()) if plain else rows_of(text, layout, lines, odd)
    while chunk := list(islice(rows, size)):
        yield [pd.Series(column, dtype="str") for column in zip(*chunk)]


def plain_lines(text: str, layout: Layout) -> list[str]:
    """The lines below the header if each is a row by itself, without quotes, padding or gaps; else none.

    >>> layout = Layout(",", 2, 1, ["a", "b"], True, [])
    >>> plain_lines("a,b\\n1,2\\n3,4\\n", layout), plain_lines("a,b\\n1,2\\n3\\n", layout)
    (['1,2', '3,4'], [])
    """
    mark, others = layout.delimiter, layout.width - 1
    if mark == " " or re.search(r'["\r]|[^\S\n\t][,;|\t\n]|[,;|\t\n][^\S\n\t]', text + "\n"):
        return []
    lines = text.rstrip("\n").split("\n")[layout.header_line :]
    blank, longest = mark * others, csv.field_size_limit()
    plain = all(line.count(mark) == others and line != blank and len(line) < longest for line in lines)
    return lines if plain else []


def rows_of(text: str, layout: Layout, lines: list[int], odd: list) -> Iterator[list[str]]:
    """The rows below the header, all of one width. `lines` gets where each starts; `odd` gets blank and other rows."""
    width = layout.width
    padded = re.search(r'[ \u00a0](?:[,;|\t\n"]|$)', text) is not None
    for line, record in records_of(text, layout.delimiter):
        if line <= layout.header_line:
            continue
        if not any(record):
            odd.append((line, record))
            continue
        if len(record) > width and not any(record[width:]):
            record = record[:width]
        if len(record) == width:
            lines.append(line)
            yield [cell.strip() for cell in record] if padded else record
        else:
            odd.append((line, record))


def refuse_odd(odd: list, lines: list[int], layout: Layout, text: str) -> None:
    """Unreadable if records have another width, unless they are footnotes below the table."""
    footnotes = all(line > max(lines, default=0) and is_footnote(record, layout.width) for line, record in odd)
    if text.count('"') % 2 and any("\n" in cell for _, record in odd[-1:] for cell in record):
        raise Unreadable(f"A quote that opens in line {odd[-1][0]} is never closed. Close it, or remove it.")
    if not odd or footnotes:
        return
    line, record = odd[0]
    others = f" The same goes for {count_of(len(odd) - 1, 'other line')}." if len(odd) > 1 else ""
    sizes = [len(record) for _, record in odd]
    few = "add the missing cells" if min(sizes) < layout.width else ""
    mark = DELIMITERS.get(layout.delimiter, layout.delimiter)
    many = f"put quotes around a cell that holds the delimiter ({mark})" if max(sizes) > layout.width else ""
    advice = " and ".join(filter(None, [many, few]))
    raise Unreadable(
        f"Line {line} has {count_of(len(record), 'cell')} where the table has {layout.width}.{others} "
        f"{advice[0].upper()}{advice[1:]}."
    )


def is_footnote(record: list[str], width: int) -> bool:
    """True for words under a table of three columns or more, in one cell or in a few that commas part.

    >>> is_footnote(["Source: city council"], 4), is_footnote(["17"], 4), is_footnote(["Note: A", "own figures"], 3)
    (True, False, True)
    """
    words = [cell.strip() for cell in record if cell.strip()]
    if len(words) == 1 and re.fullmatch(r"\(\d+ rows?.*\)", words[0]):
        return True
    if width < 3 or not words or any(map(is_value, words)):
        return False
    if len(words) == 1:
        return len(words[0].split()) > 1 or bool(re.match(r"[*†(]", words[0]))
    return bool(re.match(NOTES, words[0], re.I))


def leave_out_extras(columns: list[pd.Series], lines: list[int], layout: Layout, notes: list[str]) -> tuple:
    """Columns without nameless blank ones and repeated headers; with a sentence for each left out."""
    columns, told = without_blank(columns, layout)
    if len(columns) < 2:
        raise Unreadable(ONE_COLUMN)
    again = is_again(columns[0], layout.names[0]) & is_again(columns[-1], layout.names[-1]) & layout.headed
    if again.any():
        told.append(f"The header stands {count_of(int(again.sum()), 'more time')} among the rows: left out.")
    columns, lines = without_rows(columns, lines, set(again.to_numpy().nonzero()[0]))
    refuse_no_rows(lines, layout)
    return columns, lines, notes + told


def without_blank(columns: list[pd.Series], layout: Layout) -> tuple[list[pd.Series], list[str]]:
    """The columns without those that have neither a name nor a filled cell, and sentences on columns without a name."""
    if not layout.headed:
        return columns, []
    bare = [at for at, name in enumerate(layout.names) if name == f"column {at + 1}"]
    blank = [at for at in bare if not columns[at].any()]
    told, last = [], len(columns) - 1
    if blank:
        ends = "Each row ends in a delimiter: the empty last column is left out."
        named = f"{'Column' if len(blank) == 1 else 'Columns'} {listed(at + 1 for at in blank)}"
        between = any(0 < at < last and any(later not in blank for later in range(at, last + 1)) for at in blank[-1:])
        split = " Where two tables stand side by side, save each as a file of its own." if between and blank[0] else ""
        told.append(ends if blank == [last] else f"{named}: empty and without a name, left out.{split}")
    if named := [at + 1 for at in bare if at not in blank]:
        told.append(f"The header has no name for column {listed(named)}: it is called by its number.")
    layout.names[:] = [name for at, name in enumerate(layout.names) if at not in blank]
    return [column for at, column in enumerate(columns) if at not in blank], told


def is_again(column: pd.Series, name: str) -> pd.Series:
    """True where a cell is the column's name again, in capitals or not."""
    return column.str.casefold().eq(name.casefold())


def refuse_no_rows(lines: list[int], layout: Layout) -> None:
    """Unreadable if there is a header and no row."""
    if not lines:
        names = listed([quoted(name) for name in layout.names[:6]])
        raise Unreadable(f"The file has a header ({names}) and no rows below it. Export it again, with its rows.")


def without_rows(columns: list[pd.Series], lines: list[int], places: set[int]) -> tuple[list[pd.Series], list[int]]:
    """The columns and the rows' line numbers without the rows at some places."""
    if not places:
        return columns, lines
    kept = [at for at in range(len(lines)) if at not in places]
    return [column.iloc[kept].reset_index(drop=True) for column in columns], [lines[at] for at in kept]


# ---------------------------------------------------------------- rows that sum up others


def without_totals(columns: list[pd.Series], lines: list[int], decimal: str) -> tuple:
    """Columns and line numbers without rows that sum up or average others, and a sentence on these.

    Such a row is called total or the like, and a number in it is the sum or the mean of the rows it stands for. The
    last row is believed by its name alone. Or each row that heads a block is the sum of the block, in every block.
    """
    called = rows_called_total(columns)
    numbers = numbers_among(columns, decimal) if called or 4 < len(lines) < 5000 else []
    places = {at for at in called if any(sums_up(at, values, called) for values in numbers)}
    places = places if len(places) >= 0.5 * len(called) else set()
    if len(lines) - 1 in called and len(lines) > 2 and is_total(columns[0].iloc[-1]):
        places.add(len(lines) - 1)
    if len(places) <= 1:
        places |= heads_of_blocks(numbers, len(lines) - len(places)) - places
    if not places or len(places) > 0.5 * len(lines):
        return columns, lines, []
    at = min(places)
    those = "1 row is a total or a mean" if len(places) == 1 else f"{len(places):,} rows are totals or means"
    name = called.get(at, columns[0].iloc[at])
    return *without_rows(columns, lines, places), [f"{those} of others ({quoted(name)} in line {lines[at]}): left out."]


def heads_of_blocks(numbers: list[np.ndarray], count: int) -> set[int]:
    """The places of rows that are, in all columns of numbers, the sum of the rows up to the next such row.

    As in a pivot table; none unless all `count` rows fall into two such blocks or more, most of them of several rows.

    >>> heads_of_blocks([np.array([7.0, 3, 4, 11, 5, 6]), np.array([3, 1, 2, 7.5, 3, 4.5])], 6) == {0, 3}
    True
    """
    if not 5 < count < 5000 or not numbers or (len(numbers) == 1 and count < 10):
        return set()
    values, heads, sizes, at = np.column_stack(numbers)[:count], set(), [], 0
    while at < count:
        sums = np.cumsum(values[at + 1 :], axis=0)
        found = np.flatnonzero(np.isclose(sums, values[at], rtol=1e-3).all(axis=1) & values[at].any())
        if not len(found):
            return set()
        heads.add(at)
        sizes.append(int(found[0]) + 1)
        at += sizes[-1] + 1
    return heads if len(heads) > 1 and np.median(sizes) > 1 else set()


def rows_called_total(columns: list[pd.Series], most: int = 2000) -> dict[int, str]:
    """The places of rows with a cell such as Total or North Total in one of the first columns, and that cell."""
    found: dict[int, str] = {}
    for column in columns[:6]:
        hits = column.str.contains(rf"(?:{'|'.join(map(re.escape, sorted(TOTALS)))})", case=False)
        for at in hits.to_numpy().nonzero()[0][:most]:
            if is_total(column.iloc[at]):
                found.setdefault(int(at), column.iloc[at].strip())
    return found


def is_total(cell: str) -> bool:
    """True for a cell that names a sum or a mean of others.

    >>> [is_total(cell) for cell in ("Total:", "North Total", "Summe Q1", "Total cost of ownership", "totally")]
    [True, True, True, False, False]
    """
    words = cell.strip(" :*").casefold()
    first, _, rest = words.partition(" ")
    return words in TOTALS or words.rpartition(" ")[2] in TOTALS or (first in TOTALS and len(rest.split()) == 1)


def numbers_among(columns: list[pd.Series], decimal: str, most: int = 8) -> list[np.ndarray]:
    """The first columns of numbers, as numbers."""
    found = []
    for column in columns[:60]:
        sample = column.iloc[:100].tolist()
        if sum(number_in(cell, decimal) is not None for cell in sample if not is_missing(cell)) > 0.7 * len(sample):
            found.append(numbers_of(column, decimal, "").to_numpy())
        if len(found) == most:
            break
    return found


def sums_up(at: int, values: np.ndarray, called: dict[int, str]) -> bool:
    """True if a number is the sum or the mean of those above it, below it, or in all rows that sum up nothing.

    >>> sums_up(2, np.array([3.0, 4, 7, 5, 6, 11]), {2: "total", 5: "total"})
    True
    """
    others = np.array(sorted({-1, *called, len(values)} - {at}))
    above, below = others[others < at].max(), others[others > at].min()
    plain = np.delete(values, list(called))
    parts = [values[above + 1 : at], values[at + 1 : below], plain, plain[: at - sum(each < at for each in called)]]
    parts = [part[np.isfinite(part)] for part in parts]
    sums = [total for part in parts if len(part) > 1 for total in (part.sum(), part.mean())]
    return bool(np.isfinite(values[at]) and values[at] and np.isclose(sums, values[at], rtol=0.002).any())


def refuse_contents(frame: pd.DataFrame, types: dict[str, str]) -> None:
    """Unreadable if there is nothing to learn from: no cell filled, or free text only."""
    if not frame.notna().to_numpy().any():
        raise Unreadable("Every cell of the table is missing: there is a header and nothing below it. Export it again.")
    if set(types.values()) <= {"text", "id"}:
        raise Unreadable(
            "Every column holds text only, and hardly any of it repeats: there is no number, no date and no group "
            "to learn from. Add a column of numbers, or of words that repeat."
        )
