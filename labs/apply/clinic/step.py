"""Why does this look wrong?"""

import numpy as np
import streamlit as st

from core import clinic as ward
from core.metrics import accuracy, confusion_matrix, expected_cost
from labs.apply.clinic import picture as draw
from labs.apply.clinic.question import question
from ui import step

ENOUGH = 5  # patients


@step("Why does this look wrong?")
def clinic(page):
    r"""
    Each patient is a script that worked until **one line** of it was changed. It runs to the end; only its number is
    off. **Buy looks**, then name the cause. A wrong diagnosis costs 3 looks, and you are told what speaks against it.
    The right one puts the line back, and the script runs again.

    Buy the look that tells two causes apart: the one whose **conditional probability**
    $P(\text{what you see} \mid \text{cause})$ differs most.
    """
    page.predict(
        f"One line of a working script is replaced, in {len(ward.FAULTS)} ways: a wrong sign, a leaked column, a wrong "
        "axis and so on. In how many of them does the broken script stop with an error?",
        ["In none", "In about half", "In nearly all"],
        answer="In none",
        because="Each runs to the end and reports a number. That number is all the warning there is.",
    )
    seed = page.keep("case", 1, read_case, ends=("1", str(ward.SEEDS)))
    patient = ward.case(seed)
    options = ward.WARDS[patient.ward].looks
    offered = ward.choices(seed)
    looks = page.keep("looks", "", lambda text: known(text, options), ends=(".".join(options), "code"))
    at = page.keep("at", "", lambda text: known(text, options), ends=("code", "seen"))
    said = page.keep("dx", "", lambda text: known(text, offered), ends=(patient.cause, ".".join(offered)))
    cures = page.keep("cures", {})

    bought, diagnoses = words(looks), words(said)
    cured = patient.cause in diagnoses
    wrong = [name for name in diagnoses if name != patient.cause]
    opened = {*bought, *(ward.WARDS[patient.ward].faults[name].look for name in wrong)}
    spent = ward.price(seed, tuple(bought), len(wrong))
    shown = at if at in opened or cured else ""

    card(page, seed, cured, spent, cures)
    ran(page, patient, whole=cured or "code" in bought, cured=cured)
    chart(page, seed, shown, cured, wrong[-1:])
    tray(page, seed, bought, opened, shown, cured)
    if cured:
        with page.controls:
            st.button("Next patient", key="next", type="primary", icon=":material/arrow_forward:", on_click=admit,
                      args=(page, seed % ward.SEEDS + 1))  # fmt: skip
    else:
        diagnose(page, seed, offered, bought, diagnoses)
    page.task(
        f"Cure {ENOUGH} patients with the fewest looks.",
        done=len(cures) >= ENOUGH,
    )
    page.bites(
        f"All {len(ward.FAULTS)} faults of this clinic have been met in the labs, and not one raises an error. "
        "In a project they come without a list to choose from. The habit is the same: put the number beside the one of "
        "last week and beside the simplest model's. Say what you would see if your guess were right, and what if it "
        "were wrong. Look there first, change one line at a time, and run again. "
        "The symptom: a number that is too good, too bad, or just a little different from last week's."
    )
    page.check(question)


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


def buy(page, name: str, bought: list[str]) -> None:
    page.set(looks=".".join(dict.fromkeys([*bought, name])), at=name)
    if name == "code":
        st.rerun()


def admit(page, seed: int) -> None:
    """Turn to a patient, as it came in."""
    page.set(case=seed, looks="", at="", dx="")
    st.rerun()


def treat(page, seed: int, name: str, bought: list[str], diagnoses: list[str]) -> None:
    """Take a diagnosis; the right one is counted, with what it cost the first time."""
    patient = ward.case(seed)
    cured = name == patient.cause
    page.set(dx=".".join([*diagnoses, name]), at="" if cured else ward.WARDS[patient.ward].faults[name].look)
    if cured:
        page.keep("cures", {}).setdefault(seed, ward.price(seed, tuple(bought), len(diagnoses)))
        st.rerun()


# ---------------------------------------------------------------- what is on screen


def card(page, seed: int, cured: bool, spent: int, cures: dict[int, int]) -> None:
    """Who the patient is, what it printed, what was spent on it, and how many are cured."""
    patient, symptom = ward.case(seed), ward.symptom(seed)
    with page.aside, st.container(border=True):
        state = ":green-badge[:material/check: cured]" if cured else ":orange-badge[ill]"
        st.markdown(f"**Patient {seed}** · {patient.about.rows} {state}\n\n{symptom.task}")
        st.code("\n".join(symptom.printed), language=None, wrap_lines=True)
        told = f", and the one that tells costs {ward.fewest(seed)}" if cured else ""
        total = f"Cured {len(cures)} of {ENOUGH}" + (f", with {counted(sum(cures.values()))}" if cures else "")
        st.markdown(f":small[Spent on this one: **{counted(spent)}**{told}. {total}.]")


def counted(looks: int) -> str:
    return f"{looks} look{'s' * (looks != 1)}"


def chart(page, seed: int, shown: str, cured: bool, wrong: list[str]) -> None:
    """The number in question, and below it the look on display; once cured, as it was and as it is.

    wrong: the last diagnosis that was wrong, if any; the look that rules it out says so.
    """
    patient, now, then = ward.case(seed), ward.symptom(seed), ward.symptom(seed, cured=True)
    on_top = draw.vital(now.called, now.vital, then.vital, cured)
    if not shown and not cured:
        page.plane(size=draw.SIZE, bare=True)
        drawn = draw.waiting(["What you buy is shown here.", "Which look tells two causes apart?"])
        says = f"Patient {seed}: {now.called} **{now.vital}**, before the change {then.vital}. One line was changed."
    else:
        exhibits = [ward.look(seed, shown, state) for state in ((False, True) if cured else (False,))]
        says = told(patient, shown, exhibits, cured, wrong)
        if shown == "code":
            page.plane(size=draw.SHORT, bare=True)
            drawn = []
            with page.controls:
                if cured:
                    text = "\n".join(f"{mark}{line}" for mark, line in ward.repair(seed))
                    st.code(text, language="diff", wrap_lines=True)
                else:
                    st.code(exhibits[0].data["text"], language="python", wrap_lines=True)
        else:
            page.plane(size=draw.SIZE, bare=True)
            drawn = draw.panels([(each.kind, each.data) for each in exhibits])
    page.picture(on_top + drawn, says=says)


def told(patient: ward.Case, shown: str, exhibits: list[ward.Exhibit], cured: bool, wrong: list[str]) -> str:
    """What the look on display shows, in words; once cured, what the repair was."""
    faults = ward.WARDS[patient.ward].faults
    label = ward.WARDS[patient.ward].looks[shown].label if shown else ""
    if not cured:
        ruled_out = [f"**Not this: {lower(faults[name].name)}.** " for name in wrong if faults[name].look == shown]
        cost = f" That cost {ward.WRONG} looks." if ruled_out else ""
        return f"{''.join(ruled_out)}**{label}.** {exhibits[0].words}{cost}"
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
    with page.controls, st.container(horizontal=True, gap="xsmall"):
        if cured:
            st.button("The outcome", key="outcome", type="primary" if not shown else "secondary", on_click=page.set,
                      kwargs={"at": ""})  # fmt: skip
        for name, each in ward.WARDS[ward.case(seed).ward].looks.items():
            free = cured or name in opened
            st.button(each.label if free else f"{each.label} · {each.cost}", key=f"look-{name}",
                      type="primary" if name == shown else "secondary",
                      icon=":material/visibility:" if name in opened else None,
                      on_click=page.set if free else buy,
                      **({"kwargs": {"at": name}} if free else {"args": (page, name, bought)}))  # fmt: skip


def diagnose(page, seed: int, offered: tuple[str, ...], bought: list[str], diagnoses: list[str]) -> None:
    """The causes to choose from, without those that were ruled out."""
    faults = ward.WARDS[ward.case(seed).ward].faults
    left = {faults[name].name: name for name in offered if name not in diagnoses}
    with page.controls:
        choice, button = st.columns([4, 1], vertical_alignment="bottom")
        cause = choice.selectbox("Diagnosis", list(left), index=None, placeholder="What is the cause?",
                                 key=f"cause-{seed}-{len(diagnoses)}", label_visibility="collapsed")  # fmt: skip
        button.button("Treat", key="treat", type="primary", disabled=cause is None, width="stretch", on_click=treat,
                      args=(page, seed, left.get(cause, ""), bought, diagnoses))  # fmt: skip


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
