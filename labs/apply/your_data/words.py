"""The report in words: each function gives a sentence, or lines of a list. A name from the file is never Markdown."""

from __future__ import annotations

from labs.apply.your_data.columns import count_of, listed, quoted
from labs.apply.your_data.report import Scores, Suspicion
from labs.apply.your_data.tables import Table
from ui.words import number, rounded

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}


def verdict(target: str, task: str, scores: Scores, rows: int) -> str:
    """What the better model is worth on the test rows."""
    per_cent = task != "number"
    best, base = (rounded(score, 2) for score in (scores.score[scores.names.index(scores.better)], scores.score[0]))
    told = [f"right in {number(100 * score)} %" if per_cent else f"R² {number(score, 2)}" for score in (best, base)]
    low, high = (number(value, 2) for value in scores.gain[1:])
    beats = "**It beats the baseline**" if scores.gain[1] > 0 else "**It doesn't surely beat the baseline**"
    few = " With so few test rows, look at the interval and not at the score." if rows < 30 else ""
    has = "is" if per_cent else "has"
    gain = f"gain {number(best - base, 2)}, 95 % interval {low} to {high}"
    return (
        f"On {count_of(rows, 'unseen row')} of {quoted(target)} the {scores.better} model {has} {told[0]}, the "
        f"baseline {told[1]}. {beats}: {gain}.{few}"
    )


def arrows(scores: Scores, task: str, low: float) -> list[str]:
    """What the arrows at the left end of the axis stand for, where there are some."""
    beyond = task == "number" and scores.low.min() < low
    return [f"What lies below {number(low, 1)} is off the axis, and has an arrow."] if beyond else []


def suspected(used: list[Suspicion]) -> str:
    """The suspects still in use."""
    if not used:
        return "No suspect is in use."
    names = listed(dict.fromkeys(quoted(suspect.column) for suspect in used), most=4)
    return f"**Suspect:** {names}, see below."


def described(table: Table, reason: str) -> str:
    """What stands in place of a verdict where nothing can be predicted."""
    size = f"{count_of(len(table.frame), 'row')} and {count_of(table.frame.shape[1], 'column')}"
    return f"{reason} The table has {size}; the report below describes them."


def reading(table: Table) -> str:
    """How the file was read, as Markdown: what may be wrong about rows, cells and header stands first."""
    first = "The first rows, as they were read:"
    if not table.doubts:
        return f"### Your report\n\n{first}"
    return f"### Your report\n\n**Check first how the file was read.**\n\n{listing(table.doubts)}\n\n{first}"


def findings(table: Table, reasons: dict[str, str], barred: list[str]) -> list[str]:
    """What the table holds, whatever is predicted from it."""
    missing = sum(table.missing.values())
    same = f"{count_of(table.duplicates, 'row') if table.duplicates else 'no row'} the same as an earlier one"
    lines = [
        f"**The file.** {count_of(len(table.frame), 'row')} and {count_of(table.frame.shape[1], 'column')}, parted by "
        f"{DELIMITERS.get(table.delimiter, quoted(table.delimiter))}, written in {table.encoding}, with a "
        f"{'point' if table.decimal == '.' else 'comma'} before decimals; {same}, "
        f"{count_of(missing, 'cell') if missing else 'no cell'} missing."
    ]
    lines += [note for note in table.notes if note not in table.doubts]
    lines += [f"{quoted(column)}: {doubt}." for column, doubt in table.suspects[:12]]
    unused = (f"{quoted(name)}, since {reason}" for name, reason in reasons.items())
    lines += [f"**Not used.** {listed(unused, most=8)}."] if reasons else []
    return lines + ([f"**Can't be predicted.** {' '.join(barred[:3])}"] if barred else [])


def scored(task: str, scores: Scores) -> list[str]:
    """The score of each model with its interval, and what an R² far below 0 means where there is one."""
    what = "R²" if task == "number" else "share right"
    lines = [
        f"**{name.capitalize()}**: {what} {brief(score)}, 95 % interval {brief(low)} to {brief(high)}."
        for name, score, low, high in zip(*scores[:4])
    ]
    lines += ["The better of the two was picked on the test rows, so its score is a touch too kind."]
    worst = float(scores.score.min())
    if task == "number" and worst < -0.5:
        lines.append(
            f"R² is at most 1 and has no lowest value. {number(worst, 2)} means squared errors {number(1 - worst, 1)} "
            "times those of always saying the test rows' own mean, which no model is told beforehand."
        )
    return lines


def brief(score: float) -> str:
    """A score with three decimals, or one where it is far below 0."""
    return number(score, 3 if abs(score) < 10 else 1)


def listing(lines: list[str]) -> str:
    """Lines as a list in Markdown. A dollar begins no formula."""
    return "\n".join(f"- {line.replace('$', chr(92) + '$')}" for line in lines if line)
