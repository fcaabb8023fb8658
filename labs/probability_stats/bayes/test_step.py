"""What the step `bayes` claims."""

import re
from decimal import Decimal

import numpy as np
import pytest

from core.data import message_words, messages
from core.probability import from_log_odds, posterior, whole_counts
from labs.probability_stats.bayes import messages as messages_chart
from labs.probability_stats.bayes import picture as draw
from labs.probability_stats.bayes.question import question
from labs.probability_stats.bayes.step import (
    GUESSES,
    MESSAGE,
    PRESETS,
    PREVALENCES,
    SHIPPED,
    TRAINED,
    as_count,
    bayes,
    fourfold,
)
from labs.probability_stats.bayes.understand import best_lever, cleared, second_flag, what_changed, which_bar
from tests.conftest import look
from tests.core.test_data import message_scores
from ui.question import judge
from ui.words import percent

FIRST = (0.01, 0.95, 0.10)


def shown(**link):
    return look(bayes, **link)


def test_the_prediction_is_the_guess_nearest_to_the_truth():
    page = shown()
    _, choices, answer = page.asked
    assert answer == min(choices, key=lambda choice: abs(GUESSES[choice] - posterior(*FIRST)))
    assert {choice: int(choice.split()[1]) / 100 for choice in choices} == GUESSES
    assert "For every 10 ill people there are 990 healthy ones, and 10 % of those is 99" in page.verdict
    assert 0.1 * 990 == 99 and 10 / 1000 == FIRST[0]


def test_the_figures_of_where_it_bites():
    bite = shown().bite
    assert f"{100 * posterior(*FIRST):.1f} % of the alerts are real" in bite
    assert f"{100 * posterior(0.5, *FIRST[1:]):.0f} % of its alerts were right" in bite


@pytest.mark.parametrize(
    ("name", "sure"), [("First example", 8.8), ("Mammogram, textbook", 7.8), ("Mammogram, real", 4.4)]
)
def test_presets_stand_on_the_sliders_and_give_the_published_figures(name, sure):
    (button,) = [control for control in shown().controls if control["label"] == name]
    page = shown(**button["sets"])
    (prevalence, _, _), _ = PRESETS[name]
    assert prevalence in PREVALENCES and page.ran.values["prior"] == pytest.approx(prevalence / 100)
    assert f"ill in **{sure}\u00a0%** of cases" in page.said


def test_the_task_can_be_done_with_the_prevalence_alone():
    place = min(range(len(PREVALENCES)), key=lambda n: abs(posterior(PREVALENCES[n] / 100, *FIRST[1:]) - 0.5))
    assert all(shown(prev=str(place)).tasks.values())
    assert not any(shown(prev=str(place + 10)).tasks.values())


def test_a_second_positive_is_told_beside_the_first():
    said = shown(twice="true").said
    twice = posterior(posterior(*FIRST), *FIRST[1:])
    assert f"ill in **{percent(twice)}** of cases" in said and f"one alone, in {percent(posterior(*FIRST))}." in said


@pytest.mark.parametrize("link", [{"prev": "0", "fpr": "0"}, {"sens": "0", "fpr": "0"}, {"prev": "999", "sens": "0"}])
@pytest.mark.parametrize("twice", ["false", "true"])
def test_nobody_positive_has_no_answer(link, twice):
    page = shown(**link, twice=twice)
    assert page.ran.results["sure"] is None
    assert re.search(r"Nobody is positive( twice)?, so the question has no answer\.$", page.said)


def test_a_dot_stands_for_each_person():
    for shares in ([0.0095, 0.0005, 0.099, 0.891], [0, 0, 0, 1], [1, 0, 0, 0], [0, 0.5, 0.5, 0]):
        counts = whole_counts(shares, 1000)
        blocks = draw.crowd(counts)
        people = "".join("".join(block["rows"]) for block in blocks)
        assert [people.count(letter) for letter in draw.LOOKS] == counts.tolist() and len(people) == 1000
        left, right, bottom, top = draw.SIZE
        for block in blocks:
            assert [len(row) for row in block["rows"]] == [10] * 10 and set(people) <= set(block["looks"])
            assert (
                left <= block["box"][0] < block["box"][1] <= right and bottom < block["box"][2] < block["box"][3] <= top
            )
        assert len({tuple(block["box"]) for block in blocks}) == 10


def test_numbers_in_words_never_round_to_a_lie():
    told = [percent(p).replace("\u00a0", " ") for p in (0, 1e-6, 0.5, 0.99999, 1)]
    assert told == ["0 %", "under 0.1 %", "50 %", "over 99.9 %", "100 %"]
    assert [as_count(n) for n in (0, 0.001, 9.5, 99.0, 1000)] == ["0", "0.001", "9.5", "99", "1,000"]


def test_a_few_people_are_told_with_the_digits_they_need_and_the_table_adds_up_as_printed():
    page = shown(prev="1")
    assert "Of 1,000 people 1 is ill and 999 are healthy. The test finds **0.95** of the ill" in page.said
    rng = np.random.default_rng(0)
    for _ in range(500):
        place, sens, fpr = rng.integers([len(PREVALENCES), 1001, 1001])
        link = {
            "prev": str(place),
            "sens": f"{sens / 10}",
            "fpr": f"{fpr / 10}",
            "twice": "true" if fpr % 2 else "false",
        }
        page = shown(**link)
        cells = [mark["text"] for mark in page.marks if re.fullmatch(r"[\d,]+(\.\d+)?", mark.get("text", ""))]
        table = np.array([Decimal(cell.replace(",", "")) for cell in cells]).reshape(3, 3)
        assert (table[:2].sum(axis=0) == table[2]).all() and (table[:, :2].sum(axis=1) == table[:, 2]).all()
        results = page.ran.results
        exact = [[results["found"], results["alarmed"]], [results["missed"], results["left_alone"]]]
        assert table[:2, :2].astype(float) == pytest.approx(np.array(exact), abs=0.06)
        assert table[0, :2].astype(float) == pytest.approx(np.array(exact[0]), rel=0.00051)
        if results["sure"] and 0.001 < results["sure"] < 0.999:
            printed = float(100 * table[0, 0] / (table[0, 0] + table[0, 1]))
            assert printed == pytest.approx(100 * results["sure"], abs=0.03)


def test_nobody_ill_and_nobody_healthy_have_words_of_their_own():
    assert "Nobody is ill. Of 1,000 healthy people the test alarms **100**." in shown(prev="0").said
    assert "All 1,000 people are ill. Both tests find **902.5** of them." in shown(prev="999", twice="true").said
    assert fourfold(0, 0, 0)[2] == [0, 1000, 1000]


def test_the_checkpoint_counts_whole_things():
    for seed in range(500):
        asked = question(seed)
        total, bad, sensitivity, alarm_rate, good = (
            int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", asked.prompt)[:5]
        )
        assert bad + good == total and bad * sensitivity % 100 == good * alarm_rate % 100 == 0
        flagged = np.array([bad * sensitivity, good * alarm_rate]) / 100
        assert asked.answer == pytest.approx(flagged[0] / flagged.sum())
        forgotten = sensitivity / (sensitivity + alarm_rate)
        assert "base rate" in judge(asked, f"{forgotten:.2f}").why, "the slip this step is for"


def message(text=None, **link):
    return shown(view=MESSAGE, **({} if text is None else {"sms": text}), **link)


def test_the_bars_of_a_message_add_up_from_the_prior_to_the_total():
    found = message().ran.results
    assert found["before"] == pytest.approx(np.log(0.106 / 0.894))
    assert found["before"] + found["weights"].sum() == pytest.approx(found["after"])
    assert found["sure"] == pytest.approx(1 / (1 + np.exp(-found["after"])))


def test_the_numbers_beside_the_bars_add_up_as_printed():
    rng = np.random.default_rng(1)
    for n in (0, 1, 5, 13, 40):
        for _ in range(30):
            drawn = messages_chart.evidence([f"w{i}" for i in range(n)], rng.normal(size=n), rng.normal(), "sum")
            texts = [mark["text"] for mark in drawn if mark["kind"] == "text" and mark["anchor"] == "end"]
            told = [Decimal(text.replace("−", "-")) for text in texts if re.fullmatch(r"[+−]?\d+\.\d", text)]
            assert len(told) == min(n, messages_chart.MOST) + 2 and sum(told[:-1]) == told[-1]


def test_how_sure_it_tends_to_be_is_told_where_it_holds_only():
    assert "too sure" not in message("xyzzy", spam="99.9").said, "the prior alone makes it sure"
    assert "too sure" not in message("free", spam="99.9").said, "one word is in no company"
    said = message("free prize claim", spam="50").said
    assert "tends to be too sure" in said and "1,062" not in said, "the figures hold at the trained prior"
    assert round(100 * message_words().prior, 1) == TRAINED


def test_the_shipped_messages_were_kept_out_of_the_counts_and_their_truth_is_told():
    texts, spam, test_rows = messages()
    assert set(SHIPPED) <= set(test_rows.tolist()) and {0, 1} == set(spam[list(SHIPPED)].tolist())
    for row in SHIPPED:
        said = message(texts[row]).said
        assert ("In truth it is spam." in said) == (spam[row] == 1)
        assert ("somebody meant it" in said) == (spam[row] == 0)


def test_how_often_it_is_wrong_when_it_is_sure():
    _, spam, test_rows = messages()
    p = from_log_odds(message_scores())
    sure = np.maximum(p, 1 - p)
    picked = sure > 0.99
    wrong = ((p > 0.5) != spam[test_rows])[picked].sum()
    allowed = (1 - sure[picked]).sum()
    assert (f"{picked.sum():,}", wrong) == ("1,062", 3) and allowed < 1
    assert "Of 1,062 unseen messages" in message().said and "it got 3 wrong" in message().said


@pytest.mark.parametrize("text", ["xyzzy qwrtzp", "?!", "a"])
def test_a_message_without_a_known_word_leaves_the_prior(text):
    page = message(text)
    assert page.ran.results["before"] == page.ran.results["after"]
    assert "No known word" in page.said and "10.6\u00a0%" in page.said


def test_no_number_of_words_makes_it_certain():
    for text, told in (("free prize claim " * 15, "over 99.9\u00a0%"), ("sorry later home " * 15, "under 0.1\u00a0%")):
        assert f"**{told}**" in message(text).said


def test_what_is_typed_is_not_repeated_in_the_words_beside_the_picture():
    page = message("<b>free</b> **call** $x$ [now](http://a.b) :red[win] `urgent`")
    assert not re.search(r"<|\$|\[|`|http", page.said)


def test_the_task_of_the_message_can_be_done_by_typing():
    text = "I hav almost reached. Call, i m unable to connect u."
    assert all(message(text).tasks.values())
    assert not any(message("unable to connect").tasks.values()) and not any(message().tasks.values())
    assert not any(message(text, spam="10.7").tasks.values()), "moving the prior is no way out"


def test_of_many_words_the_weakest_share_a_row():
    rng = np.random.default_rng(0)
    for n in (0, 1, 12, 13, 14, 60):
        words, weights = [f"w{i}" for i in range(n)], rng.normal(size=n)
        names, shown_weights = messages_chart.strongest(words, weights)
        assert len(names) == len(shown_weights) == min(n, messages_chart.MOST)
        assert shown_weights.sum() == pytest.approx(weights.sum())
        left, right, bottom, top = draw.SIZE
        for mark in messages_chart.evidence(words, 20 * weights, -2.1, "sum"):
            x, y = np.reshape(mark.get("points", mark.get("segments", mark.get("at"))), (-1, 2)).T
            assert left <= x.min() and x.max() <= right and bottom <= y.min() and y.max() <= top


# ---------------------------------------------------------------- the questions to understand


def drawn(situation, count=100):
    return [situation(np.random.default_rng(seed)) for seed in range(count)]


def figures(text):
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


def test_what_changed_is_the_one_share_that_differs():
    seen = set()
    for asked in drawn(what_changed):
        rows = np.array([figures(line)[-2:] for line in asked.prompt.split("\n") if re.search(r"\d \|$", line)])
        checked, bad, found, alarmed = rows
        shares = np.array([bad / checked, found / bad, alarmed / (checked - bad)])
        changed = ~np.isclose(shares[:, 0], shares[:, 1], rtol=0.02)
        assert changed.sum() == 1
        word = ("rarer", "smaller share", "larger share")[int(np.argmax(changed))]
        assert word in asked.answer
        seen.add(word)
        before, after = (100 * found / (found + alarmed)).tolist()
        told = [float(each) for each in re.findall(r"([\d.]+)\u00a0% (?:were|are)", asked.prompt.split("Of what")[1])]
        told = told or figures(asked.prompt.split("Of what it flags")[1])[:2]
        assert told[0] == pytest.approx(before, abs=0.3) and figures(asked.prompt)[-1] == pytest.approx(after, abs=0.3)
    assert len(seen) == 3


def test_the_best_lever_is_the_one_with_the_largest_factor():
    seen = set()
    for asked in drawn(best_lever):
        prior, found, alarmed, now = (each / 100 for each in figures(asked.prompt))
        assert posterior(prior, found, alarmed) == pytest.approx(now, abs=0.001)
        lever = {"Halve": posterior(prior, found, alarmed / 2), "Find": posterior(prior, 1, alarmed)}
        times = figures(next(choice for choice in asked.choices if choice.startswith("Check")))[0]
        lever["Check"] = posterior(times * prior, found, alarmed)
        best = max(lever, key=lever.get)
        assert asked.answer.startswith(best)
        seen.add(best)
        for mistake in asked.mistakes:
            assert percent(lever[mistake.value.split()[0]]) in mistake.why
    assert len(seen) >= 2


def test_a_second_flag_counts_only_if_it_could_have_been_another():
    """Played out: the same detector again, and an independent one."""
    rng = np.random.default_rng(0)
    bad = rng.random(400_000) < 0.05
    once, other = (rng.random(400_000) < np.where(bad, 0.8, 0.1) for _ in range(2))
    assert bad[once & once].mean() == pytest.approx(posterior(0.05, 0.8, 0.1), abs=0.01)
    assert bad[once & other].mean() == pytest.approx(posterior(0.05, 0.8**2, 0.1**2), abs=0.02)
    for asked in drawn(second_flag):
        prior, found, alarmed, _ = (each / 100 for each in figures(asked.prompt))
        again = 2 if "independent" in asked.prompt else 1
        assert figures(asked.answer)[0] == pytest.approx(100 * posterior(prior, found**again, alarmed**again), abs=0.51)
        values = sorted(figures(choice)[0] for choice in asked.choices)
        assert min(np.diff(values)) >= 4


def test_the_right_bar_is_the_posterior():
    for asked in drawn(which_bar):
        prior, found, alarmed = (each / 100 for each in figures(asked.prompt))
        lengths = []
        for sketch in asked.sketches:
            filled, rest = (np.ptp(np.array(mark["points"])[:, 0]) for mark in sketch.marks)
            lengths.append(filled / (filled + rest))
        assert lengths[asked.choices.index(asked.answer)] == pytest.approx(posterior(prior, found, alarmed), abs=0.001)
        assert min(np.diff(sorted(lengths))) > 0.1


def test_a_check_is_worth_as_much_as_it_changes():
    seen = set()
    for asked in drawn(cleared):
        fine, prior, _ = figures(asked.prompt)
        left = (100 - fine) / prior  # of the bad share, what is left among those cleared
        assert left < 0.15 or left > 0.65
        assert asked.answer.startswith("Much" if left < 0.5 else "Little")
        seen.add(left < 0.5)
    assert len(seen) == 2
