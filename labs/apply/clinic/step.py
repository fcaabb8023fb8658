"""Why does this look wrong?"""

import numpy as np

from core.metrics import accuracy, confusion_matrix, expected_cost
from labs.apply.clinic import picture as draw
from labs.apply.clinic import ward
from labs.apply.clinic.question import question
from labs.apply.clinic.understand import understand
from ui.scene import LONGEST, step
from ui.words import counted

ENOUGH = 5  # patients


@step(
    "Why does this look wrong?",
    why="Nearly every bug in a model is silent: a number that is a little off is all the warning you get.",
)
def clinic(page):
    r"""
    Each patient is a script that worked until **one line** of it was changed. It runs to the end, and only its number
    is off. **Buy looks**, then name the cause. A wrong diagnosis costs 3 looks, and you are shown what speaks against
    it. The right diagnosis puts the line back, and the script runs again.

    Buy the look that tells two causes apart: the one whose **conditional probability**
    $P(\text{what you see} \mid \text{cause})$ differs most between them.
    """
    cures = read_cures(page.keep("cures", "", lambda text: written(read_cures(text)), ends=("1-1.2-6", "3-9")))
    page.predict(
        f"One line of a working script is replaced, in {len(ward.FAULTS)} ways: a wrong sign, a leaked column, a wrong "
        "axis and so on. In how many of them does the broken script stop with an error?",
        ["In none", "In about half", "In nearly all"],
        answer="In none",
        because="Each runs to the end and reports a number. That number is all the warning there is.",
        tries={"cures": written(cures) or None},
    )
    seed = page.keep("case", 1, read_case, ends=("1", str(ward.SEEDS)))
    patient, options, offered = ward.case(seed), ward.WARDS[ward.case(seed).ward].looks, ward.choices(seed)
    looks = page.keep("looks", "", lambda text: known(text, options), ends=(".".join(options), "code"))
    at = page.keep("at", "", lambda text: known(text, options), ends=("code", "seen"))
    said = page.keep("dx", "", lambda text: known(text, offered), ends=(patient.cause, ".".join(offered)))

    bought, diagnoses = words(looks), words(said)
    cured = patient.cause in diagnoses
    wrong = [name for name in diagnoses if name != patient.cause]
    opened = {*bought, *(ward.WARDS[patient.ward].faults[name].look for name in wrong)}
    shown = at if at in opened or cured else ""

    linked = page.given.get("whose") == "link" and bool(cures)
    card(page, seed, cured, ward.price(seed, tuple(bought), len(wrong)), cures, linked)
    ran(page, patient, whole=cured or "code" in bought, cured=cured)
    chart(page, seed, shown, cured, wrong[-1:])
    tray(page, seed, bought, opened, shown, cured)
    if cured:
        page.note(f"**Cured.** {patient.fault.name}. {patient.fault.repair}")
        page.press("Next patient", admitted(seed % ward.SEEDS + 1), name="next", look="main")
        page.link["cause"] = None  # what was chosen has been treated
    else:
        diagnose(page, seed, offered, bought, diagnoses, cures)
    page.task(f"Cure {ENOUGH} patients with the fewest looks.", done=len(cures) >= ENOUGH and not linked)
    page.bites(
        f"All {len(ward.FAULTS)} faults of this clinic have been met in the labs, and not one raises an error. "
        "In a project they come without a list to choose from, but the habit is the same. Put the number beside last "
        "week's and beside the simplest model's. Say what you would see if your guess were right, and what if it "
        "were wrong. Look there first, change one line at a time, and run again. "
        "The symptom: a number that is too good, too bad, or just a little different from last week's."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- the link and the buttons


def read_case(text: str) -> int:
    """The number of a patient. ValueError if there is none of that number."""
    seed = int(text)
    if not 1 <= seed <= ward.SEEDS:
        raise ValueError(f"There are patients 1 to {ward.SEEDS}.")
    return seed


def words(text: str) -> list[str]:
    return text.split(".") if text else []


def known(text: str, names) -> str:
    """The names of a list such as "rows.shapes" that are known here, each once."""
    return ".".join(dict.fromkeys(name for name in words(text) if name in names))


def read_cures(text: str) -> dict[int, int]:
    """The patients that were cured, each with the looks it took: "1-2.7-4". ValueError if the text isn't like that."""
    pairs = [part.split("-") for part in words(text)]
    cures = {read_case(seed): int(spent) for seed, spent in pairs}
    if any(not 0 <= spent <= 99 for spent in cures.values()):
        raise ValueError("No patient takes so many looks.")
    return cures


def written(cures: dict[int, int]) -> str:
    """Cures as a text for the link; of very many the latest."""
    parts = [f"{seed}-{spent}" for seed, spent in cures.items()]
    while len(".".join(parts)) > LONGEST:
        parts = parts[1:]
    return ".".join(parts)


def admitted(seed: int) -> dict:
    """What a button sets to turn to a patient, as it came in."""
    return {"case": seed, "looks": None, "at": None, "dx": None, "cause": None}


def treated(seed: int, name: str, bought: list[str], diagnoses: list[str], cures: dict[int, int]) -> dict:
    """What a button sets for a diagnosis; the right one is counted, with what it cost the first time."""
    patient = ward.case(seed)
    sets = {"dx": ".".join([*diagnoses, name]), "cause": None, "at": ward.WARDS[patient.ward].faults[name].look}
    if name != patient.cause:
        return sets
    spent = ward.price(seed, tuple(bought), len(diagnoses))
    return sets | {"at": None, "cures": written(cures if seed in cures else {**cures, seed: spent})}


# ---------------------------------------------------------------- what is on screen


def card(page, seed: int, cured: bool, spent: int, cures: dict[int, int], linked: bool) -> None:
    """Who the patient is, what it printed, what was spent on it, and how many are cured."""
    patient, symptom = ward.case(seed), ward.symptom(seed)
    state = ":green-badge[:material/check: cured]" if cured else ":orange-badge[ill]"
    page.tell(f"**Patient {seed}** · {patient.about.rows} {state}\n\n{symptom.task} It printed:")
    page.listing("\n".join(symptom.printed))
    cost = f"Spent on this one: **{counted(spent, 'look')}**"
    cost += f", and the one that tells costs {ward.fewest(seed)}." if cured else "."
    total = f"{'By this link: cured' if linked else 'Cured'} {len(cures)} of {ENOUGH}"
    total += f", with {counted(sum(cures.values()), 'look')}." if cures else "."
    page.tell(f":small[{cost} {total}]")


def chart(page, seed: int, shown: str, cured: bool, wrong: list[str]) -> None:
    """The number in question, and below it the look on display; once cured, as it was and as it is.

    wrong: the last diagnosis that was wrong, if any; the look that rules it out says so.
    """
    patient, now, then = ward.case(seed), ward.symptom(seed), ward.symptom(seed, cured=True)
    on_top = draw.vital(now.called, now.vital, then.vital, cured)
    if not shown and not cured:
        drawn = draw.waiting(["What you buy is shown here.", "Which look tells two causes apart?"])
        says = f"Patient {seed}: {now.called} **{now.vital}**, before the change {then.vital}. One line was changed."
        page.picture(on_top + drawn, says=says, size=draw.SIZE)
        return
    exhibits = [ward.look(seed, shown, state) for state in ((False, True) if cured else (False,))]
    says = told(patient, shown, exhibits, cured, wrong)
    if shown != "code":
        drawn = draw.panels([(each.kind, each.data) for each in exhibits])
        page.picture(on_top + drawn, says=says, size=draw.SIZE)
        return
    page.picture(on_top, says=says, size=draw.SHORT)
    repair = "\n".join(f"{mark}{line}" for mark, line in ward.repair(seed))
    page.listing(repair if cured else exhibits[0].data["text"], "more", "diff" if cured else "python")


def told(patient: ward.Case, shown: str, exhibits: list[ward.Exhibit], cured: bool, wrong: list[str]) -> str:
    """What the look on display shows, in words; once cured, what the repair was."""
    faults = ward.WARDS[patient.ward].faults
    label = ward.WARDS[patient.ward].looks[shown].label if shown else ""
    if not cured:
        ruled_out = [f"**Not this: {lower(faults[name].name)}.** " for name in wrong if faults[name].look == shown]
        return f"{''.join(ruled_out)}**{label}.** {exhibits[0].words}"
    before, after = (each.words for each in exhibits)
    if shown == "code":
        return f"**{patient.fault.name}.** {patient.fault.repair}"
    if shown:
        return f"**{label}.** " + (
            f"Before and after: {after}" if before == after else f"Before: {before} After: {after}"
        )
    return f"**Cured.** {patient.fault.name}. {patient.fault.repair} {after}"


def lower(text: str) -> str:
    return text[0].lower() + text[1:]


def tray(page, seed: int, bought: list[str], opened: set[str], shown: str, cured: bool) -> None:
    """A button for each look, with its price while it isn't bought; once cured, all are open."""
    if cured:
        page.press("The outcome", {"at": None}, name="outcome", look="plain" if shown else "main")
    for place, (name, each) in enumerate(ward.WARDS[ward.case(seed).ward].looks.items()):
        free = cured or name in opened
        sets = {"at": name} if free else {"at": name, "looks": ".".join([*bought, name])}
        page.press(each.label if free else f"{each.label} · {each.cost}", sets, name=f"look-{name}",
                   look="main" if name == shown else "plain", beside=cured or place > 0)  # fmt: skip


def diagnose(
    page, seed: int, offered: tuple[str, ...], bought: list[str], diagnoses: list[str], cures: dict[int, int]
) -> None:
    """What was ruled out last, the causes that are left, and the button that treats one."""
    faults = ward.WARDS[ward.case(seed).ward].faults
    if diagnoses:
        cause = lower(faults[diagnoses[-1]].name)
        page.note(
            f"**Not this: {cause}.** That cost {ward.WRONG} looks. The picture shows what speaks against it: "
            f"{ward.look(seed, faults[diagnoses[-1]].look).words}"
        )
    left = {faults[name].name: name for name in offered if name not in diagnoses}
    cause = page.pick("cause", "Diagnosis", list(left), empty="What is the cause?", quiet=True, wide=4)
    sets = treated(seed, left[cause], bought, diagnoses, cures) if cause else {}
    page.press("Treat", sets, name="treat", look="main", off=cause is None, beside=True)


# ---------------------------------------------------------------- the code that ran


def ran(page, patient: ward.Case, whole: bool, cured: bool) -> None:
    """Run the whole script once it was bought or repaired; before that, only the lines that report its number."""
    with np.errstate(all="ignore"):
        if whole:
            script, results = (patient.repaired, patient.after) if cured else (patient.broken, patient.before)
            page.run(script, known={script: tuple(results.values())}, **patient.inputs)
        else:
            cell, values = REPORTS[patient.ward], patient.inputs | patient.before
            page.run(cell, **handed(patient.ward, values))


def handed(name: str, run: dict) -> dict:
    """What the script handed to its report."""
    if name == "line":
        return {"actual": run["y"][run["test"]], "said": run["said"]}
    if name == "net":
        return {"labels": run["labels"][run["test"]], "said": run["said"]}
    if name == "promise":
        tests = {"test_y": run["y"][run["test"]], "test_said": run["tested"]}
        return tests | {"fresh_y": run["y"][run["fresh"]], "fresh_said": run["said"]}
    costs = {"false_alarm": run["false_alarm"], "miss": run["miss"]}
    return {"y": run["y"][run["test"]], "flagged": run["flagged"]} | costs


def report_line(actual, said):
    error = actual - said
    r2 = 1 - np.mean(error**2) / np.var(actual)
    return r2


def report_net(labels, said):
    right = np.mean(said == labels)
    return right


def report_promise(test_y, test_said, fresh_y, fresh_said):
    promised = accuracy(test_y, test_said)
    found = accuracy(fresh_y, fresh_said)
    return promised, found


def report_gate(y, flagged, false_alarm, miss):
    counts = confusion_matrix(y, flagged)
    cost = expected_cost(y, flagged, false_alarm, miss)
    return counts, cost


REPORTS = {"line": report_line, "net": report_net, "promise": report_promise, "gate": report_gate}
