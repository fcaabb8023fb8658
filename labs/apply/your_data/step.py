"""What does my own table say?"""

import pandas as pd
import streamlit as st

from core.columns import listed, quoted
from core.data import shipped_table
from core.report import (
    can_be_target,
    drawn_split,
    feature_frame,
    fitted,
    honest_split,
    known_rows,
    leak_suspects,
    leaning,
    relations,
    score_models,
    suggest_target,
    target_values,
    task_of,
    three_models,
    usable,
)
from core.tables import read_table
from labs.apply.your_data import picture as chart
from labs.apply.your_data.question import question
from ui import FromFile, choose_file, step

OWN = "My own CSV file"
TABLES = {
    "Bicycles rented each day": "bike_sharing_daily.csv",
    "Penguins": "penguins.csv",
    "Flights from New York": "flights_nyc_2013.csv",
    "Families and heights": "galton_families.csv",
}
FIRST = next(iter(TABLES.values()))


@step("What does my own table say?")
def your_data(page):
    r"""
    Take a table, or bring your own: a CSV file of up to 20 MB. It is read here, held in this visit's memory, never
    written to disk, and gone when the visit ends.

    Then ask, in this order: What is in it? Which column do you want to predict? Which columns would give it away?
    Which rows may test? What does a **baseline** score that looks at no column: the mean, or the commonest class?

    A model has learnt something if its **gain** over that baseline, on unseen rows, lies above 0 with its whole
    interval:

    $$\text{gain} = \text{score} - \text{score of the baseline}$$

    The score is $R^2$ for a number, the share of right answers for classes.
    """
    page.predict(
        "From all other columns of its table, a linear model predicts how many bicycles are rented on days "
        "it never saw. Its $R^2$ is 1.00. What has happened?",
        ["Rentals are easy to predict", "A column gives the answer away", "The test has too few days"],
        answer="A column gives the answer away",
        because="Two of them, together: casual and registered riders add up to all rentals.",
    )
    with page.controls:
        left, right = st.columns(2)
        own = left.selectbox("Table", [*TABLES, OWN], key="table", bind="query-params")
        file = chosen(page) if own == OWN else (TABLES[own], shipped_table(TABLES[own]))
        name, data, table = opened(page, file)
        targets = page.kept("targets", (name, data), lambda: [c for c in table.frame if can_be_target(table, c)])
        guess = targets.index(page.kept("guess", (name, data), lambda: suggest_target(table)))
        target = right.selectbox("Predict", targets, index=guess, key=f"target of {name}")
        left, right = st.columns(2)
        split = left.segmented_control(
            "Test rows", ["honest", "shuffled"], default="honest", required=True, key="split", bind="query-params"
        )
        features, reasons = page.kept("usable", (name, data, target), lambda: usable(table, target))
        left_out = tuple(
            right.multiselect("Leave out", features, key=f"left out of {name}, {target}", placeholder="no column")
        )
    if len(left_out) == len(features):
        page.controls.warning("No column is left to predict from: the first one is put back.")
        left_out = left_out[1:] if features else ()

    def cell(table, target, left_out, split):
        task = task_of(table, target)
        features = [name for name in usable(table, target)[0] if name not in left_out]
        suspects = leak_suspects(table, target)
        rows, thinned = known_rows(table, target)
        cut = honest_split if split == "honest" else drawn_split
        train, test, kind, why, units = cut(table, target, rows)
        X, y = feature_frame(table, features), target_values(table, target, test)
        models = three_models(task, X, len(train))
        models = fitted(models, X.iloc[train], target_values(table, target, train))
        predicted = {name: model.predict(X.iloc[test]) for name, model in models.items()}
        scores = score_models(y, predicted, units)
        gain, best = scores.gain, predicted[scores.better]
        leans = leaning(models[scores.better], X.iloc[test], y)
        return task, suspects, why, scores, gain, leans, y, best, train, thinned

    key = (name, data, target, left_out, split)
    done = page.kept("report", key, lambda: cell(table, target, left_out, split), most=6)
    shipped = name in TABLES.values()
    task, suspects, why, scores, gain, leans, y, best, train, thinned = page.run(
        cell, known={cell: done}, table=FromFile(table, read_table, name, data, shipped), target=target,
        left_out=left_out, split=split,
    )  # fmt: skip
    used = [suspect for suspect in suspects if suspect.column not in left_out]
    page.plane(size=chart.SIZE, bare=True)
    page.picture(
        chart.scores(scores.names, scores.score, scores.low, scores.high, task == "number")
        + chart.leans(leans)
        + (chart.predictions(y, best) if task == "number" else chart.found(y, best)),
        says=" ".join([verdict(target, task, scores, gain, len(y)), suspected(used)]),
    )
    page.task(
        "Beat the baseline honestly: test rows honest, every suspect left out, the whole interval of the gain above 0.",
        done=split == "honest" and not used and gain[1] > 0,
    )
    with page.more:
        related = page.kept("relations", (name, data, target), lambda: relations(table, target))
        report(table, target, suspects, reasons, why, len(train), len(y), [*thinned, *related], scores, task)
        columns = page.kept("columns", (name, data, target), lambda: columns_of(table, target))
        st.dataframe(columns, hide_index=True)
    page.bites(
        "“The model is right in 91 % of all cases.” Of 5,000 flights from New York, 91 % are not late: whoever always "
        "says so is right as often, and has learnt nothing. A score without a baseline beside it is no score. The "
        "symptom: nobody can say what the dumbest rule would get. And if a model is right nearly always, look for the "
        "column that knew, before you celebrate."
    )
    page.check(question)


def chosen(page) -> tuple[str, bytes] | None:
    """The learner's own file, or None before there is one."""
    st.caption(
        "Up to 20 MB; a larger file turns red and isn't read. It stays in this visit's memory: nothing is written to "
        "disk or kept after the visit."
    )
    return choose_file("Your CSV file", key="own file")


def opened(page, file: tuple[str, bytes] | None):
    """The name, the bytes and the table of a file; of the first shipped one if there is none or it can't be used."""
    if file is None:
        st.info("Until you choose a file, the table of bicycles stands here.")
        file = FIRST, shipped_table(FIRST)
    try:
        table = page.kept("table", file, lambda: read_table(file[1], file[0]))
        page.kept("guess", file, lambda: suggest_target(table))
    except ValueError as problem:
        st.error(f"{problem} Until then, the table of bicycles stands here.")
        return opened(page, (FIRST, shipped_table(FIRST)))
    return *file, table


def verdict(target: str, task: str, scores, gain, rows: int) -> str:
    """What the better model is worth, in words."""
    score = scores.score[scores.names.index(scores.better)]
    what = f"R² {round(score, 2) + 0.0:.2f}" if task == "number" else f"right in {100 * score:.0f} %"
    base = (
        f"R² {round(scores.score[0], 2) + 0.0:.2f}" if task == "number" else f"right in {100 * scores.score[0]:.0f} %"
    )
    beats = "**It beats the baseline**" if gain[1] > 0 else "**It doesn't surely beat the baseline**"
    few = " With so few test rows, look at the interval, not at the score." if rows < 30 else ""
    return (
        (
            f"{target} on {rows:,} unseen rows: the {scores.better} model has {what}, the baseline {base}. {beats}: "
            f"gain {gain[0]:.2f}, 95 % interval {gain[1]:.2f} to {gain[2]:.2f}.{few}"
        )
        .replace("has right", "is right")
        .replace("baseline right", "baseline is right")
    )


def suspected(used: list) -> str:
    """The suspects still in use, in words."""
    if not used:
        return "No suspect is in use."
    return f"**Suspect:** {listed((suspect.column for suspect in used), most=4)}, see below."


def report(table, target, suspects, reasons, why, train, test, more, scores, task) -> None:
    """The report in plain words."""
    st.subheader("Your report", anchor=False)
    rows, columns = table.frame.shape
    parts = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
    parted = parts.get(table.delimiter, table.delimiter)
    mark = "a point" if table.decimal == "." else "a comma"
    lines = [
        f"**The file.** {rows:,} rows and {columns:,} columns, parted by {parted}, "
        f"written in {table.encoding}, with {mark} before decimals. "
        f"{table.duplicates:,} rows repeat an earlier one in every cell, "
        f"{sum(table.missing.values()):,} cells are missing.",
        *table.notes,
        f"**The split.** {train:,} rows train, {test:,} test, {why}.",
        *more,
        *(f"**Suspect** `{suspect.column}`: {suspect.why}." for suspect in suspects),
        *(f"`{column}`: {doubt}." for column, doubt in table.suspects[:12]),
        *(
            [f"**Not used.** {listed((f'{quoted(name)}: {reason}' for name, reason in reasons.items()), most=8)}."]
            if reasons
            else []
        ),
        *(
            f"**{name.capitalize()}**: {'R²' if task == 'number' else 'share right'} {score:z.3f}, "
            f"95 % interval {low:z.3f} to {high:z.3f}.".replace("-", "−")
            for name, score, low, high in zip(*scores[:4])
        ),
        "The better of the two was picked on the test rows, so its score is a touch too kind.",
    ]
    st.markdown("\n".join(f"- {line.replace('$', chr(92) + '$')}" for line in lines), width=680)


def columns_of(table, target: str) -> pd.DataFrame:
    """Every column: its type, missing and different cells, mean and spread, the commonest one, r with the target."""
    goal = pd.to_numeric(table.frame[target], errors="coerce") if table.types[target] in ("number", "yes/no") else None
    rows = []
    for name, kind in list(table.types.items())[:300]:
        values = table.frame[name]
        numbers = values.astype("float64") if kind in ("number", "yes/no") else None
        typical = values.mode().astype(str).head(1).tolist() or [""]
        r = None if numbers is None or goal is None or numbers.nunique() < 2 else numbers.corr(goal.astype("float64"))
        rows.append(
            {
                "column": name, "type": kind, "missing": table.missing[name], "different": values.nunique(),
                "mean": None if numbers is None else numbers.mean(),
                "spread": None if numbers is None else numbers.std(),
                "commonest": typical[0][:40], f"r with {target}": r,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
