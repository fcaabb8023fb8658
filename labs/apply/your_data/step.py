"""What does my own table say?"""

from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from core.data import shipped_table
from labs.apply.your_data import picture as chart
from labs.apply.your_data import words
from labs.apply.your_data.columns import count_of, quoted
from labs.apply.your_data.question import question
from labs.apply.your_data.report import (
    beyond_told,
    cut_rows,
    feature_frame,
    fitted,
    known_rows,
    leak_suspects,
    leaning,
    relations,
    score_models,
    suggest_target,
    summed_up,
    target_values,
    task_of,
    three_models,
    usable,
    why_not,
)
from labs.apply.your_data.tables import Table, read_table
from labs.apply.your_data.understand import understand
from ui.code import FromFile
from ui.scene import step

OWN = "My own CSV file"
TABLES = {
    "Bicycles rented each day": "bike_sharing_daily.csv",
    "Penguins": "penguins.csv",
    "Flights from New York": "flights_nyc_2013.csv",
    "Families and heights": "galton_families.csv",
}
FIRST = next(iter(TABLES))
HONEST, SHUFFLED = "honest", "shuffled"


@step(
    "What does my own table say?",
    why="A score means something only beside a baseline, on rows the model never saw, without a column that knew.",
    holds="a file of your own",
)
def your_data(page):
    r"""
    Take a table, or bring your own: a CSV file of up to 20 MB. It is held in this visit's memory, never written to
    disk, and gone when the visit ends.

    Then ask, in this order: What is in it? Which column do you want to predict? Which columns would give it away?
    Which rows may test? What does a **baseline** score that always says the mean, or the commonest class?

    A model has learnt something if the whole interval of its **gain** over that baseline, on unseen rows, lies above 0:

    $$\text{gain} = \text{score} - \text{score of the baseline}$$

    The score is $R^2$ for a number, and the share of right answers for classes.
    """
    page.predict(
        "A linear model predicts how many bicycles are rented on days it never saw, from all other columns of the "
        "table. Its $R^2$ is 1.00. What has happened?",
        ["Rentals are easy to predict", "A column gives the answer away", "The test has too few days"],
        answer="A column gives the answer away",
        because="Two of them do, together: casual and registered riders add up to all rentals.",
        tries={},
    )
    anew = {"target": None, "without": None, "leave": None}
    name, data, table, trouble = brought(page, page.pick("table", "Table", [*TABLES, OWN], then=anew))
    columns = labelled(table)
    start = label_of(columns, first_target(page, data, table))
    target = columns[page.pick("target", "Predict", list(columns), start, {"without": None}, beside=True)]
    split = page.choose("split", "Test rows", [HONEST, SHUFFLED], quiet=False)
    left_out = without(page, table, target, columns)
    if trouble is not None:
        page.note(f"{trouble} Up to 20 MB; a larger file is refused. A reload of the page forgets it.".strip())

    answer = answered(page, name, data, table, target, left_out, split)
    shipped = name in TABLES.values()
    given = {"table": FromFile(table, read_table, name, data, shipped), "target": target, "left_out": left_out}
    if answer.reason:
        page.run(described, known={described: answer.results}, **given, split=split)
        done = False
        page.picture(chart.columns(table), says=words.described(table, answer.reason), size=chart.SIZE)
    else:
        results = page.run(predicted, known={predicted: answer.results}, **given, split=split)
        task, suspects, _, scores, leans, y, best = results[:7]
        used = [suspect for suspect in suspects if suspect.column not in left_out]
        done = split == HONEST and bool(suspects) and not used and scores.gain[1] > 0
        drawn = chart.scores(scores, task == "number") + chart.leans(leans)
        drawn += chart.predictions(y, best) if task == "number" else chart.found(y, best)
        said = [words.verdict(target, task, scores, len(y)), words.suspected(used)]
        page.picture(drawn, says=" ".join([*said, *words.arrows(scores, task, chart.LOW)]), size=chart.SIZE)
    page.task(
        "Take a table with suspects, leave out every one of them, keep the test rows honest, and still beat the "
        "baseline with the whole interval of the gain.",
        done=done,
    )
    page.tell(words.reading(table), where="more")
    page.table(table.frame.iloc[:5, :30], where="more")
    page.tell(words.listing(answer.lines), where="more")
    page.table(answer.columns, where="more")
    page.bites(
        "“The model is right in 91 % of all cases.” Of 5,000 flights from New York, 91 % are not late. Whoever always "
        "says “not late” is right as often, and has learnt nothing. A score without a baseline beside it is no score. "
        "The symptom: nobody can say what the dumbest rule would get. And if a model is nearly always right, look for "
        "the column that knew before you celebrate."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- the code that runs


def predicted(table, target, left_out, split):
    task = task_of(table, target)
    suspects = leak_suspects(table, target)
    features = [name for name in usable(table, target)[0] if name not in left_out]
    rows, thinned = known_rows(table, target)
    train, test, kind, why, units = cut_rows(table, target, rows, split)
    X = feature_frame(table, features)
    known, y = (target_values(table, target, part) for part in (train, test))
    models = fitted(three_models(task, X, len(train)), X.iloc[train], known)
    answers = {name: model.predict(X.iloc[test]) for name, model in models.items()}
    scores = score_models(y, answers, units)
    best = answers[scores.better]
    leans = leaning(models[scores.better], X.iloc[test], y)
    return task, suspects, why, scores, leans, y, best, known, thinned


def described(table, target, left_out, split):
    reason = why_not(table, target, left_out, split)
    columns = summed_up(table, target)
    return reason, columns


# ---------------------------------------------------------------- what is found out, once for each choice


class Answer(NamedTuple):
    """What a table says of a target: why it can't be predicted, or ""; what the cell returned; the report's lines."""

    reason: str
    results: tuple
    lines: list[str]
    columns: pd.DataFrame


def answer_of(table: Table, target: str, left_out: tuple[str, ...], split: str) -> Answer:
    """The report: a pure function of a table and three choices."""
    reason, columns = described(table, target, left_out, split)
    reasons = usable(table, target)[1]
    barred = [why for name in table.frame if name != target and (why := barring(table, name))]
    lines = words.findings(table, reasons, barred)
    if reason:
        return Answer(reason, (reason, columns), [f"**Nothing is predicted.** {reason}", *lines], columns)
    results = task, suspects, why, scores, _, y, _, known, thinned = predicted(table, target, left_out, split)
    lines = [f"**Suspect** {quoted(suspect.column)}: {suspect.why}." for suspect in suspects] + lines
    told = [f"**The split.** {count_of(len(known), 'row')} to train and {len(y):,} to test, {why}.", *thinned]
    told += filter(None, [beyond_told(known, y)] if task == "number" else [])
    return Answer("", results, [*lines, *told, *relations(table, target), *words.scored(task, scores)], columns)


def barring(table: Table, name: str) -> str:
    """Why a column of groups or numbers can't be predicted though one may want to; "" if it can."""
    if table.types[name] not in ("number", "category", "yes/no") or table.frame[name].nunique() < 2:
        return ""
    try:
        task_of(table, name)
    except ValueError as problem:
        return str(problem)
    return ""


@lru_cache(maxsize=8)
def shipped(file: str) -> Table:
    return read_table(shipped_table(file), file)


@lru_cache(maxsize=512)
def shipped_answer(file: str, target: str, left_out: tuple[str, ...], split: str) -> Answer:
    return answer_of(shipped(file), target, left_out, split)


def answered(page, name: str, data: bytes, table: Table, target: str, left_out: tuple[str, ...], split: str) -> Answer:
    """The report, made once for each choice; of a learner's own file only this visit's memory holds it."""
    if name in TABLES.values() and table is shipped(name):
        return shipped_answer(name, target, left_out, split)
    key = (data, target, left_out, split)
    return page.kept("answer", key, lambda: answer_of(table, target, left_out, split), most=6)


# ---------------------------------------------------------------- table, target, columns left out


def brought(page, chosen: str) -> tuple[str, bytes, Table, str | None]:
    """The name, the bytes and the table of what was chosen; without a file, the first shipped one, and a sentence.

    The sentence is None where no file of one's own was asked for.
    """
    first, trouble = TABLES[FIRST], None
    if chosen == OWN:
        if file := page.upload("file", "Your CSV file"):
            name, data = file
            try:
                return name, data, page.kept("table", file, lambda: read_table(data, name)), ""
            except ValueError as problem:
                trouble = f"**{str(problem)}** Until then, the table of bicycles stands here."
        else:
            trouble = "Until you choose a file, the table of bicycles stands here."
    file = TABLES.get(chosen, first)
    return file, shipped_table(file), shipped(file), trouble


def first_target(page, data: bytes, table: Table) -> str:
    """The column that is likely meant; the last one if none can be predicted."""

    def suggested() -> str:
        try:
            return suggest_target(table)
        except ValueError:
            return list(table.frame)[-1]

    return page.kept("guess", (data,), suggested)


def labelled(table: Table, most: int = 60) -> dict[str, str]:
    """The columns by what they are called in a list and in a link: short, and each differently."""
    labels: dict[str, str] = {}
    for at, name in enumerate(table.frame):
        short = name if len(name) <= most else f"{name[:most]}… ({at + 1})"
        labels[short if short not in labels else f"{short} ({at + 1})"] = name
    return labels


def label_of(columns: dict[str, str], name: str) -> str:
    return next(label for label, each in columns.items() if each == name)


def without(page, table: Table, target: str, columns: dict[str, str]) -> tuple[str, ...]:
    """The columns that the learner leaves out. In the link stand their places: 0.7 is the first and the eighth."""
    names, usables = list(table.frame), usable(table, target)[0]

    def read(text: str) -> str:
        places = dict.fromkeys(int(place) for place in text.split(".") if place)
        return written([names[place] for place in places if 0 <= place < len(names) and names[place] in usables])

    def written(left_out: list[str]) -> str:
        return ".".join(str(names.index(name)) for name in left_out)

    kept = page.keep("without", "", read, ends=("0", ".".join(map(str, range(len(names))[:40]))))
    out = [names[int(place)] for place in kept.split(".") if place]
    options = [label for label, name in columns.items() if name in usables and name not in out]
    chosen = page.pick("leave", "Leave out", options, empty="one more" if out else "no column", then={}, beside=True)
    out += [columns[chosen]] if chosen else []
    page.extremes["leave"] = options[:1]  # one column is left out like another
    page.link |= {"without": written(out) or None, "leave": None}
    for name in out[:6]:
        rest = written([each for each in out if each != name])
        label = f"Put back {label_of(columns, name)}"
        page.press(label, {"without": rest or None}, name=f"back-{names.index(name)}", beside=name != out[0])
    return tuple(out)
