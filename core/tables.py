"""A table out of the bytes of a CSV file, with everything that had to be found out, or a sentence that says why not.

Three questions, in this order: Is it text at all? Where are its rows, cells and header? What does each column hold?
`core.encodings` answers how bytes become letters, `core.columns` what the cells of a column mean.

    data      the bytes of the file
    record    a row as it stands in the file: a list of texts, with the number of the line where it starts
    width     how many cells a row of this table has
    odd       records of another width
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pandas as pd

from core.columns import (
    Suspect,
    count_of,
    decimal_mark,
    is_missing,
    is_value,
    listed,
    quoted,
    read_column,
    suspect_copies,
)
from core.encodings import decode

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
TOTALS = {"total", "totals", "grand total", "sum", "subtotal", "summe", "gesamt", "insgesamt", "total general",
          "somme", "totale", "suma", "итого", "合計", "总计", "合计", "average", "mean", "overall"}  # fmt: skip


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
    layout = find_layout(text)
    cells, lines, notes = read_records(text, layout)
    decimal = decimal_mark(cells, layout.delimiter)
    columns = [read_column(name, raw, lines, decimal) for name, raw in zip(layout.names, cells)]
    frame = pd.DataFrame({column.name: column.values for column in columns})
    types = {column.name: column.type for column in columns}
    refuse_contents(frame, types)
    suspects = [suspect for column in columns for suspect in column.suspects]
    notes = [lost, *layout.notes, *notes, *(note for column in columns for note in column.notes)]
    return Table(
        frame, layout.delimiter, encoding, decimal, types,
        missing={name: int(count) for name, count in frame.isna().sum().items()},
        duplicates=int(frame.duplicated().sum()),
        suspects=suspect_names(layout, lost) + suspects + suspect_copies(frame, types),
        notes=[note for note in notes if note],
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
    core.tables.Unreadable: The file is empty: it holds 0 bytes. Export it again.
    """
    if not data:
        raise Unreadable("The file is empty: it holds 0 bytes. Export it again.")
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 2**20:,.0f} MB"
        raise Unreadable(f"The file is too large: {size}, and 20 MB is the most. Keep a random part of its rows.")
    kinds = [kind for start, kind in OTHER_FILES.items() if data.startswith(start)]
    if kinds and data.startswith(b"PK"):
        kinds = [kind for part, kind in INSIDE_ZIP.items() if part in data] + kinds
    if kinds:
        raise Unreadable(f"This isn't a CSV file. It is {kinds[0]}.")


def refuse_other_text(text: str) -> None:
    """Unreadable if the text is blank, a web page, XML or JSON, or mostly signs that no text has.

    >>> refuse_other_text("<?xml version='1.0'?>")
    Traceback (most recent call last):
    core.tables.Unreadable: This is XML, not CSV. Open it in a spreadsheet program and save it as CSV.
    """
    start = text[:2000].lower()
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", text[:100_000]))
    if not text.strip():
        raise Unreadable("The file holds nothing but blank space: there is no table in it. Export it again.")
    if re.match(r"<!doctype html|<html|<head|<body|<table|<div|<!--", start):
        raise Unreadable("This is a web page (HTML), not CSV. Look for a download or an export button on that page.")
    if re.match(r"<\?xml|<[a-z]\w*[ >]", start):
        raise Unreadable("This is XML, not CSV. Open it in a spreadsheet program and save it as CSV.")
    if is_json(text):
        raise Unreadable(
            "This is JSON, not CSV. Turn it into a table first, for example with pandas.read_json and to_csv."
        )
    if "\0" in text or controls > 3 + 0.01 * len(text[:100_000]):
        raise Unreadable("This file is binary: it isn't text, whatever its name says. Export it again as CSV.")


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


# ---------------------------------------------------------------- where are rows, cells and header?


def records_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record on lines that aren't blank, with its first line's number. Quoted cells may hold several lines."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    line = 1
    try:
        for record in reader:
            if record:
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
    torn = sum(bool(re.search(rf"\d[{others}]+\S*\d|[;\t|]", cell[:200])) and not is_value(cell) for cell in cells)
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


def is_data(record: list[str], below: list[list[str]]) -> bool:
    """True if a record is a row like those below it: a number or a date stands where mostly such stand below.

    Rising whole years are names of columns, after a first name in words.

    >>> is_data(["3", "Kiel"], [["4", "Bonn"]]), is_data(["city", "1990", "1991"], [["Kiel", "7", "8"]])
    (True, False)
    """
    alike = [row for row in below if len(row) == len(record)]
    values = [cell for cell in record if is_value(cell)]
    years = [int(cell) for cell in values if re.fullmatch(r"(1[6-9]|20|21)\d\d", cell.strip())]
    steps = {b - a for a, b in zip(years, years[1:])}
    if len(years) == len(values) > 1 and len(steps) == 1 and min(steps) > 0 and not is_value(record[0]):
        return False
    return any(
        is_value(cell) and sum(is_value(row[at]) or is_missing(row[at]) for row in alike) > 0.7 * len(alike)
        for at, cell in enumerate(record)
    )


def name_columns(sample: list, place: int, width: int, delimiter: str, told: bool) -> Layout:
    """The layout with a name for each column, each name once."""
    line, record = sample[place]
    below = [row for _, row in sample[place + 1 :]]
    headed = not (len(record) == width and is_data(record, below))
    refuse_other_width(sample, place, width, headed)
    first = 1 + told
    notes = [f"The header is in line {line}: what stands above it is left out."] if line > first and headed else []
    if not headed:
        notes += [f"There is no header: the columns are called column 1 to column {width}. Add a first line of names."]
        return Layout(delimiter, width, line - 1, [f"column {at + 1}" for at in range(width)], False, notes)
    if len(record) < width and any(row[-1].strip() for row in below if len(row) == width):
        record = ["", *record]
        notes += ["The header has a name less than the rows have cells: the first column is taken for names of rows."]
    record = [*record, *[""] * (width - len(record))]
    return Layout(delimiter, width, line, unique_names(record), True, notes + told_names(record))


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
    """Sentences on names that are empty or occur twice."""
    names = [" ".join(cell.split()) for cell in record]
    counts = Counter(name for name in names if name)
    twice = [name for name, count in counts.items() if count > 1]
    empty = [at + 1 for at, name in enumerate(names) if not name]
    notes = [
        f"Several columns are called {quoted(name)}: the later ones are numbered. Give each its own." for name in twice
    ]
    if empty:
        notes += [f"The header has no name for column {listed(empty)}: it is called by its number."]
    return notes


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
    blank = sum(not record and line < max(lines, default=0) for line, record in odd)
    odd = [(line, record) for line, record in odd if record]
    refuse_odd(odd, lines, layout, text)
    if not chunks:
        names = listed([quoted(name) for name in layout.names[:6]])
        raise Unreadable(f"The file has a header ({names}) and no rows below it. Export it again, with its rows.")
    columns = [pd.concat(parts, ignore_index=True) for parts in zip(*chunks)] if len(chunks) > 1 else chunks[0]
    notes = [f"{count_of(blank, 'row')} without a single filled cell: left out."] if blank else []
    notes += [f"Below the table: {quoted(' '.join(record))}. It is left out." for _, record in odd[:1]]
    return leave_out_extras(columns, lines, layout, notes)


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
            odd.append((line, []))
            continue
        if len(record) > width and not any(record[width:]):
            record = record[:width]
        if len(record) == width:
            lines.append(line)
            yield [cell.strip() for cell in record] if padded else record
        elif not record[0].startswith("#"):
            odd.append((line, record))


def refuse_odd(odd: list, lines: list[int], layout: Layout, text: str) -> None:
    """Unreadable if records have another width, unless they are footnotes below the table."""
    footnotes = all(line > max(lines, default=0) and is_footnote(record, layout.width) for line, record in odd)
    if text.count('"') % 2 and any("\n" in cell for _, record in odd[-1:] for cell in record):
        raise Unreadable(f"A quote that opens in line {odd[-1][0]} is never closed. Close it, or remove it.")
    if not odd or footnotes:
        return
    line, record = odd[0]
    others = f" So it is with {count_of(len(odd) - 1, 'other line')}." if len(odd) > 1 else ""
    raise Unreadable(
        f"Line {line} has {count_of(len(record), 'cell')} where the table has {layout.width}.{others} Add the missing "
        "cells, or put quotes around a cell that holds the delimiter "
        f"({DELIMITERS.get(layout.delimiter, layout.delimiter)})."
    )


def is_footnote(record: list[str], width: int) -> bool:
    """True for one cell of words under a table of three columns or more.

    >>> is_footnote(["Source: city council"], 4), is_footnote(["17"], 4)
    (True, False)
    """
    words = [cell for cell in record if cell.strip()]
    told = words and (len(words[0].split()) > 1 or re.match(r"[*†(]", words[0]))
    return width > 2 and len(words) == 1 and bool(told) and not is_value(words[0])


def leave_out_extras(columns: list[pd.Series], lines: list[int], layout: Layout, notes: list[str]) -> tuple:
    """Columns without blank last ones, rows of units, repeated headers, totals; with a sentence for each left out."""
    while len(columns) > 1 and layout.names[-1] == f"column {len(columns)}" and layout.headed and not columns[-1].any():
        columns.pop(), layout.names.pop()
        notes.append("Each row ends in a delimiter: the empty last column is left out.")
    if len(columns) < 2:
        raise Unreadable(ONE_COLUMN)
    left_out = extra_rows(columns, layout, notes, lines)
    if left_out:
        kept = [at for at in range(len(lines)) if at not in left_out]
        columns = [column.iloc[kept].reset_index(drop=True) for column in columns]
        lines = [lines[at] for at in kept]
    return columns, lines, notes


def extra_rows(columns: list[pd.Series], layout: Layout, notes: list[str], lines: list[int]) -> set[int]:
    """The places of rows that are no data: units below the header, the header again, a total at the end."""
    last = len(lines) - 1
    first, end = ([column.iloc[at] for column in columns] for at in (0, last))
    again = columns[0].eq(layout.names[0]) & columns[-1].eq(layout.names[-1]) & layout.headed
    left_out = {int(at) for at in again.to_numpy().nonzero()[0]}
    if left_out:
        notes.append(f"The header stands {count_of(len(left_out), 'more time')} among the rows: left out.")
    if layout.headed and last > 1 and is_units(first, columns):
        notes.append(f"Line {lines[0]} holds no data but units or names ({listed(filter(None, first))}): left out.")
        left_out.add(0)
    words = [cell.strip(" :").casefold() for cell in end if cell and not is_value(cell)]
    if last > 1 and words[:1] and words[0] in TOTALS:
        notes.append(f"The last row is a total ({quoted(words[0])}), no thing of its own: left out.")
        left_out.add(last)
    return left_out


def is_units(first: list[str], columns: list[pd.Series]) -> bool:
    """True if a row has short words in every column that holds numbers in all rows below it."""
    if any(map(is_value, first)):
        return False
    below = [[cell for cell in column.iloc[1:60] if not is_missing(cell)] for column in columns]
    numeric = [at for at, cells in enumerate(below) if cells and all(map(is_value, cells))]
    words = [first[at] for at in numeric if first[at]]
    return bool(words) and not any(is_value(cell) or is_missing(cell) or len(cell) > 20 for cell in words)


def refuse_contents(frame: pd.DataFrame, types: dict[str, str]) -> None:
    """Unreadable if there is nothing to learn from: no cell filled, or free text only."""
    if not frame.notna().to_numpy().any():
        raise Unreadable("Every cell of the table is missing: there is a header and nothing below it. Export it again.")
    if set(types.values()) <= {"text", "id"}:
        raise Unreadable(
            "Every column holds text only, and hardly any of it repeats: there is no number, no date and no group "
            "to learn from. Add a column of numbers, or of words that repeat."
        )
