"""Reading tables as they are met: encodings, delimiters, ways to write numbers and dates, and files that are none."""

import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from labs.apply.your_data import tables
from labs.apply.your_data.tables import read_table
from tests.conftest import ROOT

PEOPLE = """name;city;height;born
Łukasz;Łódź;1,80;1990-01-05
Żaneta;Gdańsk;1,65;1985-11-30
Stanisław;Łódź;1,75;2001-07-14
"""
GERMAN = "Stadt;Größe;Tag\nKöln;1,80;05.01.2023\nMünchen;1,75;31.12.2022\nKöln;1,90;14.02.2023\n"


def read(text: str, encoding="utf-8", name="t.csv"):
    return read_table(text.encode(encoding), name)


def told(table) -> str:
    return " ".join([*table.notes, *(f"{column}: {why}" for column, why in table.suspects)])


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"), (GERMAN, "utf-8-sig"), (GERMAN, "cp1252"), (GERMAN, "mac_roman"), (GERMAN, "cp850"),
        (PEOPLE, "cp1250"), (PEOPLE, "iso8859_2"), (PEOPLE, "utf-8"),
        ("id,nom,ville\n1,André,Orléans\n2,Zoé,Besançon\n3,Anaïs,Orléans\n", "cp1252"),
        ("nome;cidade;n\nJoão;São Paulo;1\nConceição;Brasília;2\nJoão;São Paulo;4\n", "cp1252"),
        ("navn;by;n\nSøren;Århus;1\nBjørn;Tromsø;2\nSøren;Århus;3\n", "cp1252"),
        ("jméno;město;n\nJiří;Plzeň;1\nŠárka;České Budějovice;2\nTomáš;Plzeň;3\n", "cp1250"),
        ("név;város;n\nGyőző;Győr;1\nŐze;Szűcs;2\nÖdön;Győr;3\n", "cp1250"),
        ("имя;город;n\nИван;Москва;1\nОльга;Москва;2\nПётр;Казань;3\n", "cp1251"),
        ("имя;город;n\nИван;Москва;1\nОльга;Москва;2\nПётр;Казань;3\n", "koi8_r"),
        ("όνομα;πόλη;n\nΓιώργος;Αθήνα;1\nΜαρία;Θεσσαλονίκη;2\nΕλένη;Αθήνα;3\n", "cp1253"),
        ("isim;şehir;n\nAyşe;İstanbul;1\nUğur;Eskişehir;2\nGökçe;İstanbul;3\n", "cp1254"),
        ("名前,都市,年齢\n田中,東京,34\n鈴木,大阪,28\n佐藤,東京,45\n", "shift_jis"),
        ("名前,都市,年齢\nたなか,東京,34\nすずき,大阪,28\nさとう,東京,45\n", "euc_jp"),
        ("姓名,城市,年龄\n王伟,北京,34\n李娜,上海,28\n张敏,北京,45\n", "gbk"),
        ("姓名,城市,年齡\n王偉,台北,34\n李娜,高雄,28\n張敏,台北,45\n", "big5"),
        ("이름,도시,나이\n김철수,서울,34\n이영희,부산,28\n박민수,서울,45\n", "euc_kr"),
        ("a;b °C\n1,5;2,5 m²\n3,5;4,5 m²\n4,5;1,5 m²\n", "cp1252"),
    ],
)  # fmt: skip
def test_encodings_are_found(text, encoding):
    table = read(text, encoding)
    assert list(table.frame) == text.partition("\n")[0].replace(";", ",").split(",")
    cells = [line.replace(";", ",").split(",")[0] for line in text.strip().split("\n")[1:]]
    if not cells[0][0].isdigit():
        assert table.frame.iloc[:, 0].tolist() == cells
    assert table.encoding == encoding and not any("encoding" in note for note in table.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_with_and_without_a_mark(encoding):
    table = read(GERMAN * 3, encoding)
    assert table.encoding == encoding and "Köln" in set(table.frame["Stadt"])


def test_a_mark_of_utf16_big_endian():
    assert list(read_table(b"\xfe\xff" + GERMAN.encode("utf-16-be"), "x").frame) == ["Stadt", "Größe", "Tag"]


def test_a_few_wrong_letters_are_shown_and_told():
    data = ("stadt,n\n" + "Köln,1\nMünchen,2\nLübeck,3\n" * 3).encode() + "Köln,7\n".encode("cp1252")
    table = read_table(data, "x")
    assert table.encoding == "utf-8" and "line 11" in told(table) and "encoding" in told(table)


def test_garbled_letters_are_suspected():
    table = read(GERMAN.encode().decode("cp1252"))
    assert "garbled by a wrong encoding" in told(table)


# ---------------------------------------------------------------- layout


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter, end):
    lines = ["x,y,city", "1.5,2,Kiel", "2.5,,Bonn" if delimiter != " " else "2.5,NA,Bonn", "3.5,4,Kiel"]
    table = read_table(end.join(lines).replace(",", delimiter).encode(), "x")
    assert table.delimiter == delimiter and table.frame.shape == (3, 3)
    assert table.types == {"x": "number", "y": "number", "city": "category"}
    assert table.missing == {"x": 0, "y": 1, "city": 0}


def test_delimiters_within_quotes_and_lines_within_cells():
    table = read('id,text,n\n1,"a, b; c\nd ""e""",3\n2,"x, y",4\n3,"x, y",5\n')
    assert table.delimiter == "," and table.frame["text"][0] == 'a, b; c\nd "e"' and table.frame.shape == (3, 3)


def test_a_tab_beats_commas_in_text():
    assert read("a\tb\tc\n1\tHello, you\t2\n3\tWell, well, well\t4\n5\tno\t6\n").delimiter == "\t"


def test_decimal_commas_do_not_part_cells():
    table = read("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n")
    assert (table.delimiter, table.decimal) == (";", ",") and table.frame.iloc[0].tolist() == [1.5, 2.5, 3.5]


def test_the_first_line_of_excel_names_the_delimiter():
    table = read("sep=;\na;b\n1;2,5\n3;4,5\n")
    assert table.delimiter == ";" and list(table.frame) == ["a", "b"] and len(table.frame) == 2


def test_titles_comments_footnotes_and_totals_are_left_out_and_told():
    table = read(
        "Sales by region\nfirst half of 2023\n\n# in thousands\nregion,q1,q2\nNorth,1,2\nSouth,3,4\n"
        "West,5,6\nTotal,9,12\n\n"
        "Source: the books of the company\n"
    )
    assert table.frame["region"].tolist() == ["North", "South", "West"] and table.frame["q2"].tolist() == [2, 4, 6]
    assert "line 5" in told(table) and "total" in told(table) and "Source" in told(table)


def test_padded_titles_are_no_header():
    table = read("Report 2023,,,\n,,,\nregion,q1,q2,q3\nNorth,1,2,3\nSouth,3,4,5\n")
    assert list(table.frame) == ["region", "q1", "q2", "q3"] and len(table.frame) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n6.3,3.3,virginica\n", ["column 1", "column 2", "column 3"]),
        ("2023-01-01,5\n2023-01-02,6\n2023-01-03,7\n", ["column 1", "column 2"]),
    ],
)
def test_a_missing_header_is_told(text, names):
    table = read(text)
    assert list(table.frame) == names and len(table.frame) == 3 and "no header" in told(table)


def test_years_may_be_names():
    table = read("country,1990,1991,1992\nFrance,1,2,3\nSpain,4,5,6\n")
    assert list(table.frame) == ["country", "1990", "1991", "1992"] and len(table.frame) == 2


def test_a_row_of_units_is_left_out():
    table = read("length,mass,city\n(mm),[kg],\n1.5,2,Kiel\n2.5,3,Bonn\n3.5,4,Kiel\n")
    assert table.types["length"] == "number" and len(table.frame) == 3 and "units" in told(table)


def test_trailing_delimiters_and_row_names():
    assert list(read("a,b,\n1,2,\n3,4,\n5,6,\n").frame) == ["a", "b"]
    assert list(read("a,b\n1,2,\n3,4,\n5,6,\n").frame) == ["a", "b"]
    table = read('"mpg","cyl"\n"Mazda RX4",21,6\n"Datsun",22.8,4\n"Valiant",18.1,6\n')
    assert list(table.frame) == ["column 1", "mpg", "cyl"] and table.types["mpg"] == "number"
    frame = pd.DataFrame({"x": np.arange(12) / 4, "y": ["u", "v"] * 6})
    index = read(frame.to_csv())
    assert index.types["column 1"] == "id" and "id" in told(index)


def test_names_that_are_empty_or_twice_there():
    table = read("a,a,,b\n1,2,3,x\n4,5,6,y\n7,8,9,x\n")
    assert list(table.frame) == ["a", "a (2)", "column 3", "b"]
    assert "“a”" in told(table) and "no name for column 3" in told(table)


def test_a_repeated_header_is_left_out():
    table = read("a,b\n1,2\n3,4\na,b\n5,6\n")
    assert table.frame["a"].tolist() == [1, 3, 5] and "header stands 1 more time" in told(table)


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234.5", "2,000.0", "12.25"], [1234.5, 2000, 12.25]),
        (["1.234,5", "2.000,0", "12,25"], [1234.5, 2000, 12.25]),
        (["1 234,5", "2 000,0", "12,25"], [1234.5, 2000, 12.25]),
        (["1\u00a0234,5", "2\u202f000,0", "12,25"], [1234.5, 2000, 12.25]),
        (["1'234.5", "2’000.0", "12.25"], [1234.5, 2000, 12.25]),
        (["1,23,456.0", "2,000.5", "7"], [123456, 2000.5, 7]),
        (["$1,200", "$3.50", "-$7"], [1200, 3.5, -7]),
        (["12,50 €", "3,75 €", "4 €"], [12.5, 3.75, 4]),
        (["12 %", "7.5 %", "8%"], [12, 7.5, 8]),
        (["(1,200)", "3.5", "(7)"], [-1200, 3.5, -7]),
        (["12-", "7", "3-"], [-12, 7, -3]),
        (["−3.5", "+4", "1e3"], [-3.5, 4, 1000]),
        (["12 kg", "13.5 kg", "9 kg"], [12, 13.5, 9]),
        ([".5", "1.", "2.25"], [0.5, 1, 2.25]),
        (["1.2E+05", "3", "4"], [120000, 3, 4]),
        (["12:30", "1:15", "23:00"], [12.5, 1.25, 23]),
    ],
)
def test_numbers_in_many_hands(cells, values):
    table = read("x\ty\n" + "".join(f"{cell}\tw{n % 2}\n" for n, cell in enumerate(cells)))
    assert table.types["x"] == "number", told(table)
    assert table.frame["x"].tolist() == pytest.approx(values)


def test_what_was_taken_off_numbers_is_told():
    assert "“€”" in told(read("a;b\n12,50 €;x\n3,75 €;y\n4 €;x\n"))
    assert "“kg”" in told(read("a;b\n12 kg;x\n3 kg;y\n4 kg;x\n"))


@pytest.mark.parametrize(
    ("cells", "last"),
    [
        (["2023-01-05", "2023-02-28", "2022-12-31"], "2022-12-31"),
        (["2023/01/05", "2023/02/28", "2022/12/31"], "2022-12-31"),
        (["05.01.2023", "28.02.2023", "31.12.2022"], "2022-12-31"),
        (["05/01/2023", "28/02/2023", "31/12/2022"], "2022-12-31"),
        (["01/05/2023", "02/28/2023", "12/31/2022"], "2022-12-31"),
        (["1/5/23", "2/28/23", "12/31/22"], "2022-12-31"),
        (["5 Jan 2023", "28 Feb 2023", "31 Dec 2022"], "2022-12-31"),
        (["Jan 5, 2023", "Feb 28, 2023", "Dec 31, 2022"], "2022-12-31"),
        (["January 5, 2023", "February 28, 2023", "December 31, 2022"], "2022-12-31"),
        (["5-Jan-23", "28-Feb-23", "31-Dec-22"], "2022-12-31"),
        (["20230105", "20230228", "20221231"], "2022-12-31"),
        (["2023-01", "2023-02", "2022-12"], "2022-12-01"),
        (["2023-01-05 10:20:30", "2023-02-28 00:00:00", "2022-12-31 23:59:59"], "2022-12-31 23:59:59"),
        (["2023-01-05T10:20:30Z", "2023-02-28T00:00:00Z", "2022-12-31T23:59:59.5Z"], "2022-12-31 23:59:59.5"),
        (["1/5/2023 2:15 PM", "2/28/2023 12:00 AM", "12/31/2022 11:59 PM"], "2022-12-31 23:59"),
    ],
)
def test_dates_in_many_forms(cells, last):
    table = read("d;y\n" + "".join(f"{cell};{n}.5\n" for n, cell in enumerate(cells)))
    assert table.types == {"d": "date", "y": "number"}, told(table)
    assert table.frame["d"].iloc[-1] == pd.Timestamp(last)
    assert table.frame["d"].notna().all()


def test_day_or_month_first_is_told():
    unclear = read("d;y\n05/01/2023;1\n02/03/2023;2\n04/02/2023;3\n")
    assert "day or month first" in told(unclear) and unclear.frame["d"][0] == pd.Timestamp("2023-01-05")
    ordered = read("d;y\n01/05/2023;1\n01/06/2023;2\n02/01/2023;3\n02/02/2023;5\n")
    assert ordered.frame["d"][0] == pd.Timestamp("2023-01-05") and "month before day" in told(ordered)


@pytest.mark.parametrize(
    "words", ["yes no", "Yes No", "TRUE FALSE", "y n", "t f", "1 0", "ja nein", "oui non", "да нет"]
)
def test_answers(words):
    yes, no = words.split()
    table = read(f"a,b\n{yes},1\n{no},2\n,3\n{yes},5\n")
    assert table.types["a"] == "yes/no" and table.missing["a"] == 1
    assert table.frame["a"].tolist()[:2] == [True, False]


@pytest.mark.parametrize("marker", ["", "NA", "N/A", "null", "NaN", "-", "?", "#N/A", "None", "."])
def test_markers_of_missing_cells(marker):
    table = read(f"x,word,z\n1.5,a,3\n{marker},{marker},4\n2.5,a,5\n3,b,6\n7,b,5\n")
    assert (
        table.missing == {"x": 1, "word": 1, "z": 0}
        and table.types["x"] == "number"
        and table.types["word"] == "category"
    )
    assert not marker or f"“{marker}”" in told(table)


def test_namibia_is_no_missing_country():
    assert read("code,n\nNA,1\nDE,2\nFR,3\nZA,4\nDE,5\n").missing["code"] == 0


def test_999_is_suspected_and_kept():
    table = read("age,n\n" + "".join(f"{20 + k},{k % 7}\n" for k in range(30)) + "999,1\n999,2\n")
    assert "999 occurs 2 times" in told(table) and table.frame["age"].max() == 999


def test_strays_are_named_with_their_line():
    table = read("x,y\n" + "".join(f"{k}.5,{k}\n" for k in range(20)) + "about 7,3\n")
    assert "“about 7” in line 22" in told(table) and table.missing["x"] == 1 and table.types["x"] == "number"


def test_codes_stay_words():
    table = read(
        "plz,family,n\n"
        + "".join(f"0{1000 + k % 4},{k // 2}{'AB'[k % 2] if k > 20 else ''},1.{k}\n" for k in range(30))
    )
    assert table.types["plz"] == "category" and table.frame["plz"][0] == "01000"
    assert table.types["family"] != "number"
    assert read("k,n\n" + "".join(f"{10**17 + k},{k % 3}.5\n" for k in range(5))).types["k"] == "id"


def test_ids_categories_and_text():
    rows = [
        f"u{k:03d},{'red blue green'.split()[k % 3]},I think that thing number {k} is rather good,{k * 7 % 5}.5"
        for k in range(40)
    ]
    table = read("\n".join(["user_id,colour,comment,score", *rows]))
    assert table.types == {"user_id": "id", "colour": "category", "comment": "text", "score": "number"}


def test_duplicates_are_counted_as_pandas_does():
    text = "a,b\n" + "1,x\n2,y\n1,x\n1,x\n,z\n,z\n"
    assert read(text).duplicates == pd.read_csv(io.StringIO(text)).duplicated().sum() == 3


def test_suspects_copies_constants_spellings_and_empty_columns():
    rows = "".join(
        f"{k % 7}.5,{(k % 7 + 0.5) * 2.54:.2f},{'m f'.split()[k % 2]},{['man', 'woman'][k % 2]},7,,"
        f"{['Kiel', 'kiel'][k % 2]}\n"
        for k in range(60)
    )
    table = read("inch,cm,sex,who,same,none,town\n" + rows)
    said = dict(table.suspects)
    assert "“inch”" in said["cm"] and "“sex”" in said["who"] and "always" in said["same"]
    assert "every cell is missing" in said["none"] and "several spellings" in told(table)
    assert table.missing["none"] == 60


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "=1+1", "=SUM(A1:A9)", "@SUM(A1)", "+cmd|x"])
def test_formulas_are_read_as_text_and_told(cell):
    table = read(f'a,b\n"{cell}",1\nword,2\nword,3\n')
    assert table.frame["a"][0] == cell and "formula" in told(table) and "line 2" in told(table)


def test_numbers_with_a_sign_are_no_formulas():
    assert "formula" not in told(read("a,b\n-1.5,-x\n+2,=\n3,- 4\n"))


def test_the_wrapping_of_excel_is_taken_off():
    assert read('a,b\n="0012",1\n="0013",2\n').frame["a"].tolist() == ["0012", "0013"]


# ---------------------------------------------------------------- files that are no table


def zipped(*names: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 20)
    return memory.getvalue()


BROKEN = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\r\n \t\n", "nothing but blank space"),
    "only a mark": (b"\xef\xbb\xbf", "nothing but blank space"),
    "only delimiters": (b",,,\n,,,\n", "no cell with anything"),
    "only a header": (b"a,b,c\n", "no rows below it"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
    "excel": (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook: open it and save it as CSV"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 200, "old Excel workbook"),
    "zip": (zipped("data.csv"), "zip archive: unpack it"),
    "gzip": (gzip.compress(b"a,b\n1,2\n"), "gzip"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "pickle": (b"\x80\x04\x95\x10\0\0", "pickle"),
    "parquet": (b"PAR1\x15\x04", "Parquet"),
    "random": (bytes(range(256)) * 20, "NUL byte|binary"),
    "binary without zeros": (bytes(range(1, 32)) * 90, "binary"),
    "nul": (b"a,b\n1,2\n3,\x004\n5,6\n", "Line 3 holds a NUL byte"),
    "html": (b"<!DOCTYPE html>\n<html><body>Not found</body></html>", "web page"),
    "xml": (b'<?xml version="1.0"?><rows><row a="1"/></rows>', "XML"),
    "json": (b'[{"a": 1, "b": 2}, {"a": 3, "b": 4}]', "JSON"),
    "json lines": (b'{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', "JSON"),
    "json cut off": (b'{"rows": [{"a": 1, "b": 2}, {"a": 3', "JSON"),
    "sql": (b"-- dump\n\nCREATE TABLE `t` (a int);\nINSERT INTO t VALUES (1);\n", "SQL, not CSV"),
    "sql of postgres": (b"--\n--\n\nSET statement_timeout = 0;\nCOPY t (a, b) FROM stdin;\n1\t2\n", "SQL, not CSV"),
    "too many in some, too few in others": (b"a,b,c\n1,2,3\n4,5,6\n7,8,9,10\n1,2\n3,4,5\n", "quotes around .+ and add"),
    "one column": (b"value\n1\n2\n3\n", "one column only"),
    "one column with decimal commas": (b"value\n1,5\n2,5\n3,5\n", "one column only"),
    "prose": (b"It was the best of times, it was the worst, and so on.\n" * 3 + b"And then, one day, it wasn't.\n",
              "running text|Line|text only"),
    "a long row": (b"a,b,c\n1,2,3\n4,5,6\n7,8,9,10\n1,1,1\n", "Line 4 has 4 cells where the table has 3"),
    "a short row": (b"a,b,c\n1,2,3\n4,5,6\n7,8\n1,1,1\n", "Line 4 has 2 cells where the table has 3"),
    "cut off": (b"a,b,c\n1,2,3\n4,5,6\n7", "Line 4 has 1 cell where"),
    "header too short": (b"a,b\n1,2,3,4\n5,6,7,8\n", "Line 1 has 2 cells"),
    "header too long": (b"a,b,c,d\n1,2\n5,6\n7,8\n", "Line 2 has 2 cells where the table has 4"),
    "open quote": (b'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n1,2,3\n', "quote that opens in line 3 is never closed"),
    "only text": (b"name,street\nAnna,Long Road\nBert,Short Street\nCleo,Old Lane\n", "text only"),
    "nothing but NaN": (b"a,b\nNaN,NaN\n,NA\n", "Every cell"),
    "too wide": (",".join(f"x{n}" for n in range(3000)).encode() + b"\n" + b",".join([b"1"] * 3000), "3,000 columns"),
    "too large": (b"a,b\n" + b"1,2\n" * (5 * 2**20 + 9), "too large: 20 MB|too large: 21 MB"),
    "an endless cell": (b'a,b\n1,"' + b"x" * 200_000, "longer than 131,072 letters|never closed"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_files_get_a_clear_sentence(kind):
    data, sentence = BROKEN[kind]
    with pytest.raises(ValueError, match=sentence) as problem:
        read_table(data, "x.csv")
    said = str(problem.value)
    assert said[0].isupper() and said.endswith(".") and "can't say why" not in said and len(said) < 330


def test_nothing_but_value_errors_with_a_sentence(monkeypatch):
    monkeypatch.setattr(tables, "find_layout", lambda text: 1 / 0)
    with pytest.raises(ValueError, match="can't say why .ZeroDivisionError"):
        read("a,b\n1,2\n")
    with pytest.raises(ValueError):
        read_table("a,b\n1,2\n", "x.csv")


# ---------------------------------------------------------------- laws


def check(data: bytes) -> None:
    """A table in which everything fits together, or a sentence; never a failure that nobody foresaw."""
    try:
        table = read_table(data, "x.csv")
    except ValueError as problem:
        assert "can't say why" not in str(problem), problem
        assert str(problem).endswith(".")
        return
    names = list(table.frame)
    assert names == list(table.types) == list(table.missing) and len(set(names)) == len(names) > 1
    assert set(table.types.values()) <= {"number", "category", "date", "text", "yes/no", "id"}
    assert {column for column, _ in table.suspects} <= set(names)
    assert 0 <= table.duplicates < len(table.frame)
    for name in names:
        assert table.missing[name] == table.frame[name].isna().sum() <= len(table.frame)
        if table.types[name] == "number":
            assert np.isfinite(table.frame[name].dropna().to_numpy(float)).all()


FUZZ = settings(max_examples=120, suppress_health_check=list(HealthCheck))


@FUZZ
@given(some.binary(max_size=300))
def test_any_bytes(data):
    check(data)


@FUZZ
@given(some.text(alphabet="ab1290.,;|\t \n\r\"'-/:=#€%äß中(e+NA\x00\ufeff", max_size=200))
def test_any_text(text):
    check(text.encode("utf-8"))


CELLS = some.one_of(
    some.sampled_from(["", "NA", "-", "yes", "no", "1", "0", "1.5", "1,5", "1.234,5", "2023-01-05", "5/1/2023",
                       "31.12.22",
                       "12:30", "12 kg", "$5", "7 %", "=A1", '"a,b"', '"x\ny"', "Kiel", "Köln", "99999999999999999999",
                       "1e999", "-inf", "NaT", "20230105", "00017", "9999-12-31", "0001-01-01", "1/0", "٣", "²", "½"]),
    some.text(alphabet="abcxyz 0123456789.-", max_size=8),
)  # fmt: skip


@FUZZ
@given(some.data())
def test_any_table(data):
    width, delimiter = data.draw(some.integers(1, 5)), data.draw(some.sampled_from(",;\t|"))
    rows = data.draw(some.lists(some.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12))
    check("\n".join(delimiter.join(row) for row in rows).encode())


@FUZZ
@given(some.data())
def test_good_files_cut_and_scratched(data):
    source = (ROOT / "data" / data.draw(some.sampled_from(["penguins.csv", "kidney_stones_1986.csv"]))).read_bytes()
    whole = bytearray(source[: data.draw(some.integers(0, 3000))])
    for place, byte in data.draw(some.lists(some.tuples(some.integers(0, 3000), some.integers(0, 255)), max_size=5)):
        if place < len(whole):
            whole[place] = byte
    check(bytes(whole))


@FUZZ
@given(
    some.lists(
        some.tuples(some.floats(-1e6, 1e6), some.sampled_from(["red", "green, or so", 'a "b"'])),
        min_size=3,
        max_size=30,
    ),
    some.sampled_from([",", ";", "\t"]),
    some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_pandas_writes_is_read_back(rows, delimiter, encoding):
    frame = pd.DataFrame(
        {"x": [round(x, 3) for x, _ in rows], "word": [word for _, word in rows], "größe": np.arange(len(rows)) * 1.25}
    )
    decimal = "," if delimiter == ";" else "."
    table = read_table(frame.to_csv(sep=delimiter, decimal=decimal, index=False).encode(encoding), "x")
    assert table.delimiter == delimiter
    assert np.allclose(table.frame["größe"], frame["größe"])
    if table.types["x"] == "number":
        assert np.allclose(table.frame["x"].astype(float), frame["x"])
    assert table.frame["word"].tolist() == frame["word"].tolist()


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.csv")), ids=lambda path: path.name)
def test_every_shipped_table_is_read(path):
    theirs = pd.read_csv(path)
    if theirs.shape[1] > 1:
        try:
            table = read_table(path.read_bytes(), path.name)
        except ValueError as problem:
            assert "text only" in str(problem)
            return
        left_out = sum(int(note.split()[0]) for note in table.notes if "left out" in note)  # the word "total", in one
        assert table.frame.shape == (len(theirs) - left_out, theirs.shape[1]) and list(table.frame) == list(theirs)
        if left_out:
            return
        for name in theirs.select_dtypes("number"):
            if table.types[name] == "number":
                assert np.allclose(table.frame[name].astype(float), theirs[name], equal_nan=True)


@given(
    some.lists(
        some.lists(some.sampled_from(["1", "2.5", "-3", "", " x", "y ", '"q"', "#", "7\t"]), min_size=2, max_size=3),
        min_size=3,
        max_size=12,
    ),
    some.sampled_from(",;\t"),
)
@settings(max_examples=150)
def test_plain_lines_are_read_as_the_reader_reads_them(rows, delimiter):
    text = "\n".join([delimiter.join("abc"), *(delimiter.join(row) for row in rows)]) + "\n"
    layout = tables.Layout(delimiter, 3, 1, ["a", "b", "c"], True, [])
    if lines := tables.plain_lines(text, layout):
        numbers: list[int] = []
        odd: list = []
        assert [line.split(delimiter) for line in lines] == list(tables.rows_of(text, layout, numbers, odd))
        assert numbers == list(range(2, 2 + len(lines))) and odd == []


def test_plain_and_quoted_files_give_one_table():
    plain = "\n".join(["x,y,city", *(f"{n},{n * n % 7 / 4},{'Kiel Bonn Ulm'.split()[n % 3]}" for n in range(45_000))])
    quoted = plain.replace("Kiel", '"Kiel"')
    one, other = (read_table(text.encode(), "big.csv") for text in (plain, quoted))
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one[1:] == other[1:] and len(one.frame) == 45_000
