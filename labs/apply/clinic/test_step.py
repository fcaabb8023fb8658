"""What the step `clinic` claims."""

import json
import re

import nbformat
import numpy as np
import pytest

from labs.apply.clinic import picture as draw
from labs.apply.clinic import ward
from labs.apply.clinic.question import question
from labs.apply.clinic.step import ENOUGH, REPORTS, known, read_case, read_cures, written
from labs.apply.clinic.step import clinic as STEP
from labs.apply.clinic.understand import understand
from labs.apply.clinic.ward import FAULTS, WARDS, WRONG, case, choices, fewest, look, price
from tests.conftest import look as look_at
from tests.test_notebooks import run

FIRST = {name: next(s for s in range(1, 99) if ward.drawn(s)[0] == name) for name in WARDS}


def page_at(**link):
    return look_at(STEP, **link)


def control(page, name):
    return next(each for each in page.controls if each["name"] == name)


def press(page, name, **also):
    """The scene after a button was pressed: what it sets is set."""
    assert not control(page, name)["off"]
    link = {key: text for key, text in page.link.items() if text is not None} | also | control(page, name)["sets"]
    return page_at(**{key: text for key, text in link.items() if text is not None})


def link_of(page):
    return {key: text for key, text in page.link.items() if text is not None}


def diagnose(page, name):
    """Choose a cause and treat it."""
    faults = WARDS[case(int(page.link["case"] or 1)).ward].faults
    assert faults[name].name in control(page, "cause")["options"]
    return press(page_at(**link_of(page), cause=faults[name].name), "treat")


def tally(page):
    return read_cures(page.link["cures"] or "")


def told(page):
    return " ".join(block.content for block in page.blocks if block.kind == "markdown")


def noted(page):
    return " ".join(each["label"] for each in page.controls if each["kind"] == "note")


def test_the_prediction_counts_the_faults():
    page = page_at()
    assert f"in {len(FAULTS)} ways" in page.asked[0] and page.asked[2] == "In none"  # held by test_ward.py
    assert f"All {len(FAULTS)} faults" in page.bite


def test_five_patients_are_cured_one_after_the_other_and_the_tally_stays():
    page, spent = page_at(), {}
    for seed in range(1, ENOUGH + 1):
        telling = case(seed).fault.look
        page = press(page, f"look-{telling}")
        assert look(seed, telling).words in page.said and not any(page.tasks.values())
        page = diagnose(page, case(seed).cause)
        spent[seed] = fewest(seed)
        assert tally(page) == spent and page.said.startswith("**Cured.**") and "**Cured.**" in noted(page)
        assert page.ran.cell is case(seed).repaired and page.link["cause"] is None
        again = page_at(**link_of(page))  # a reload, a restart of the server, another machine
        assert tally(again) == spent and f"Cured {seed} of {ENOUGH}, with" in told(again)
        if seed < ENOUGH:
            page = press(page, "next")
            assert page.link["case"] == str(seed + 1) and tally(page) == spent and page.link["dx"] is None
    assert all(page.tasks.values())


def test_a_wrong_diagnosis_is_told_at_the_button_and_answered_by_the_look_that_rules_it_out():
    page = page_at()
    wrong = [name for name in choices(1) if name != case(1).cause]
    for place, name in enumerate(wrong[:2], start=1):
        page = diagnose(page, name)
        fault = WARDS["line"].faults[name]
        assert page.said.startswith("**Not this: ") and look(1, fault.look).words in page.said
        names = [each["name"] for each in page.controls]
        beside = page.controls[names.index("cause") - 1]["label"]
        assert beside.startswith("**Not this: ") and f"cost {WRONG} looks" in beside
        assert look(1, fault.look).words in beside, "what speaks against it, where the learner is looking"
        assert fault.name not in control(page, "cause")["options"]
        assert f"**{WRONG * place} looks**" in told(page)
    page = diagnose(page, case(1).cause)
    assert tally(page) == {1: 2 * WRONG}


def test_turning_to_what_was_asked_loses_no_cure():
    assert page_at(cures="1-2.5-4").tries == {"cures": "1-2.5-4"}


def test_only_the_first_cure_of_a_patient_counts():
    page = diagnose(page_at(cures="1-2"), case(1).cause)
    assert tally(page) == {1: 2}


def test_a_shared_case_is_cured_but_not_counted():
    page = page_at(case="2", dx=case(2).cause)
    assert page.said.startswith("**Cured.**") and tally(page) == {}


def test_the_cures_of_a_colleagues_link_are_called_so_and_dont_count():
    page = page_at(whose="link", cures="1-1.2-1.3-1.4-1.5-1")
    assert "By this link: cured 5 of 5" in told(page) and not any(page.tasks.values())
    assert all(page_at(cures="1-1.2-1.3-1.4-1.5-1").tasks.values())


def test_cures_are_read_with_suspicion_and_kept_short():
    for text in ("x", "1", "0-1", "1-100", "1--1", "10000-1", "1-2.3"):
        assert tally(page_at(cures=text)) == {}
    many = {seed: 12 for seed in range(1000, 1100)}
    kept = read_cures(written(many))
    assert len(written(many)) <= 300 and list(kept) == list(many)[-len(kept) :] and len(kept) > 30


@pytest.mark.parametrize("seed", FIRST.values())
def test_before_anything_is_bought_the_report_gives_the_number_and_nothing_away(seed):
    page = page_at(case=str(seed))
    patient = case(seed)
    assert page.ran.cell is REPORTS[patient.ward]
    for name, value in page.ran.results.items():
        if name in patient.before:
            assert np.allclose(value, patient.before[name]), name
    assert patient.fault.name not in page.said and len(page.ran.results)


@pytest.mark.parametrize("cured", [False, True])
@pytest.mark.parametrize("seed", FIRST.values())
def test_the_script_shown_is_the_script_that_ran(seed, cured):
    patient = case(seed)
    page = page_at(case=str(seed), looks="code", at="code", **({"dx": patient.cause} if cured else {}))
    script, kept = (patient.repaired, patient.after) if cured else (patient.broken, patient.before)
    assert page.ran.cell is script and list(page.ran.values) == list(script.__code__.co_varnames[: len(patient.inputs)])
    again = dict(zip(page.ran.results, script(**page.ran.values)))
    assert all(np.array_equal(kept[name], value) for name, value in again.items())


@pytest.mark.parametrize("seed", FIRST.values())
def test_the_notebook_of_a_bought_script_runs_by_itself(seed):
    text = page_at(case=str(seed), looks="code").notebook()
    cells = [cell.source for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == "code"]
    assert "".join(run(cells)) and len(text) < 600_000


@pytest.mark.parametrize("ward_name, name", FAULTS)
def test_every_look_of_every_fault_can_be_drawn_before_and_after(ward_name, name):
    seed = next(s for s in range(1, 99) if ward.drawn(s)[:2] == (ward_name, name))
    for each in [*WARDS[ward_name].looks, ""]:
        shown = [look(seed, each, cured) for cured in (False, True)]
        if each == "code":
            continue
        for part in (shown[:1], shown):
            marks = draw.panels([(exhibit.kind, exhibit.data) for exhibit in part])
            assert "NaN" not in json.dumps(marks) and "Infinity" not in json.dumps(marks)
            for mark in marks:
                if "at" in mark:
                    assert -1 <= mark["at"][0] <= draw.WIDTH + 1 and draw.SIZE[2] <= mark["at"][1] <= 0, mark


def test_the_number_on_top_keeps_to_its_half():
    for seed in range(1, 47):
        for cured in (False, True):
            vital = ward.symptom(seed, cured).vital
            assert draw._fit(vital) * 0.62 * len(vital) < draw.WIDTH / 2, vital


def test_links_are_read_with_suspicion():
    options = WARDS["line"].looks
    assert known("shapes.nothing.shapes.code", options) == "shapes.code" and known("", options) == ""
    for text in ("0", "10000", "-3", "x", "1.5", ""):
        with pytest.raises(ValueError):
            read_case(text)
    page = page_at(case="777777", looks="<b>.curve", at="gradient", dx="nobody")
    assert page.said.startswith("Patient 1:")


def test_looks_that_were_not_bought_are_not_shown():
    page = page_at(at="shapes", looks="curve")
    assert look(1, "shapes").words not in page.said
    assert look(1, "curve").words in page_at(at="curve", looks="curve").said


def test_prices_stand_on_the_buttons():
    page = page_at(looks="curve")
    labels = [each["label"] for each in page.controls if each["name"].startswith("look-")]
    for each in WARDS["line"].looks.values():
        assert (each.label if each.label == "Loss curve" else f"{each.label} · {each.cost}") in labels
    assert price(1, ("curve",)) == 1


def test_checkpoints_come_in_three_kinds_and_their_numbers_are_worked_out():
    kinds = {question(seed).answer.split(";")[0] for seed in range(1, 40)}
    assert len(kinds) == 3
    for seed in range(1, 40):
        asked = question(seed)
        if asked.answer.startswith("Broadcasting"):
            lists = re.search(r"predicts (.+?) for targets (.+?) and", asked.prompt).groups()
            said, y = (np.array([int(n.replace("−", "-")) for n in re.findall(r"−?\d+", part)]) for part in lists)
            assert asked.answer.endswith(f"{np.mean((y - said) ** 2):.2f}")
            assert f"error of {np.mean((y - said[:, None]) ** 2):.2f}" in asked.prompt


# ---------------------------------------------------------------- to be understood


@pytest.mark.parametrize("cause", ["rate", "sign", "broadcast", "shuffled", "intercept", "skipped", "unscaled"])
def test_what_the_understand_questions_say_is_seen_is_seen_in_the_ward(cause):
    """Loss, a tenth of the rate, gradient and shapes under each cause, with patients of the line ward."""
    seeds = [seed for seed in range(1, 260) if ward.drawn(seed)[0] == "line" and case(seed).cause == cause][:4]
    for seed in seeds:
        left = look(seed, "curve").facts["last"]  # of the loss in training
        assert (left > 10) == (cause in ("rate", "sign"))
        assert (look(seed, "gradient").facts["cosine"] < -0.99) == (cause == "sign")
        assert (look(seed, "shapes").facts["each"] > 1) == (cause == "broadcast")
        assert cause not in ("rate", "sign") or (look(seed, "slower").facts["after"] > 0) == (cause == "rate")
        assert cause != "intercept" or left > 0.7 and look(seed, "dots").facts["off"] > 0.9
        assert cause != "skipped" or left < 0.5 and look(seed, "dots").facts["off"] > 0.9
        assert cause != "shuffled" or case(seed).before["r2"] < 0.3
    assert len(seeds) == 4


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    prompt = asked.prompt
    if "Which do you buy?" in prompt:
        rows = re.findall(r"^\| (.+?) \| (\d+) % \| (\d+) % \|$", prompt, re.M)
        gaps = {name: abs(int(a) - int(b)) for name, a, b in rows}
        assert max(gaps, key=gaps.get) == asked.answer and sorted(gaps.values())[-2] < gaps[asked.answer] - 5
    elif "Which cause fits all four?" in prompt:
        start, end = (int(n.replace(",", "")) for n in re.search(r"from ([\d,]+) to ([\d,]+) in 50", prompt).groups())
        tenth = int(re.search(r"tenth of the rate \| from [\d,]+ to ([\d,]+)", prompt)[1].replace(",", ""))
        fails, each = "perfect) | 1.00" in prompt, ", 1) and" in prompt
        fits = {
            "The learning rate is too high": end > start > tenth and not fails and not each,
            "The gradient has the wrong sign": end > start and tenth > start and fails and not each,
            "Predictions and targets broadcast": end < 0.5 * start and not fails and each,
            "Rows and targets are out of step": 0.9 * start < end < start and not fails and not each,
        }
        assert fits.pop(asked.answer) and not any(fits.values())
    elif "What do you think of it?" in prompt:
        train, test, fresh = (float(n) for n in re.findall(r"([\d.]+)\u00a0% of", prompt))
        moved = float(re.search(r"differ by ([\d.]+)", prompt)[1]) > 0.5
        fits = {
            "The test rows weren't unseen": test - fresh > 10 and not moved,
            "The fresh rows are of another kind": test - fresh > 10 and moved and train - test < 5,
            "It overfits, and the test said so": train - test > 10 and abs(test - fresh) < 3,
            "It is sound: leave it as it is": train - test < 5 and abs(test - fresh) < 3,
        }
        assert fits.pop(asked.answer) and not any(fits.values()) and not (moved and test - fresh < 3)
    elif "Which one do you put back?" in prompt:
        right = {fault.line for fault in WARDS["line"].faults.values()}
        lines = prompt.split("```")[1].splitlines()[1:]
        assert [f"`{line}`" for line in lines if line not in right] == [asked.answer]
    elif "What do you know now?" in prompt and "with one seed" in prompt:
        found = re.search(r"to (0\.\d+), with .*from (0\.\d+) to (0\.\d+)", prompt)
        new, low, high = map(float, found.groups())
        assert low < new < high
