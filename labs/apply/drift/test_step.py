"""What the step `drift` claims."""

import math
import re

import numpy as np
import pytest
from scipy.stats import ks_2samp

from core.data import flights
from core.statistics import ks_distance, population_stability_index, quantile
from labs.apply.drift import step as lab
from labs.apply.drift.again import cases, whys
from labs.apply.drift.question import question
from labs.apply.drift.service import EACH, FIXED, LONG, MANY, latencies, traffic
from labs.apply.drift.step import (
    GOAL,
    GUESSES,
    LIMITS,
    RATES,
    SHARES,
    SIZES,
    WAITS,
    WEEKS,
    drift,
    first_above,
    path,
    timed,
)
from labs.apply.drift.understand import curve, understand, what_is_it
from labs.apply.drift.year import COLUMNS, FORECASTS, MONTHS, column, drift_by_month, error_by_month, forecasts, months
from tests.conftest import look, tried

RIGHT = {"watch": FORECASTS, "limit": str(LIMITS.index(0.6))}


def test_the_prediction_is_when_the_error_rises():
    page = tried(drift)
    assert page.ran.results["worse"] == 6 == GUESSES[page.asked[2]] and page.ran.values["window"] == 3
    learned, live, late = months() <= 3, months() == 6, flights().late
    said = forecasts(3)
    assert late[live].mean() > 1.5 * late[learned].mean(), "in June more flights are late"
    assert said[live].mean() < 0.6 * said[learned].mean(), "and it expects fewer"
    cold = flights().X[:, 2] < np.median(flights().X[learned, 2])
    assert late[learned & cold].mean() > late[learned & ~cold].mean(), "the cold days went with delays"
    table = np.column_stack([np.ones(len(said)), flights().X])
    weights = np.linalg.lstsq(table, np.log(said / (1 - said)), rcond=None)[0]
    shift = (weights * (table[live].mean(axis=0) - table[learned].mean(axis=0)))[1:]
    assert shift.argmin() == 2 and shift[2] < 0.8 * shift.sum() < 0, "it expects fewer because it is warmer"
    warmest = [flights().X[months() == m, 2].mean() for m in (1, 2, 3, 4, 5)]
    assert min(warmest[3:]) > max(warmest[:3]) + 10
    error = error_by_month(3)
    assert (error.lows[:2] < error.learned).all() and error.lows[2] > error.learned
    moved = column("temperature", 3)
    assert first_above(drift_by_month("temperature", 3)[0], 0.25, 3) == 4 and moved.shape == (5000,)


@pytest.mark.parametrize(
    "link",
    [{}, RIGHT, {"by": "KS", "watch": "rain", "window": "4"},
     {"view": "Latency", "rate": "3", "batch": "3", "wait": "2"}, {"view": "Canary"},
     {"view": "Canary", "share": "1", "weeks": "12"}],
)  # fmt: skip
def test_the_short_way_gives_what_the_cell_gives(link):
    ran = look(drift, **link).ran
    fresh = dict(zip(ran.results, ran.cell(**ran.values)))
    for name, value in ran.results.items():
        assert np.allclose(fresh[name], value, atol=1e-12), name


def test_the_tasks_can_be_done_and_how():
    alarm, latency, canary = look(drift).tasks
    assert look(drift, **RIGHT).tasks[alarm]
    for limit, early in (("0.4", True), ("0.6", False), ("1.5", False)):
        page = look(drift, watch=FORECASTS, limit=str(LIMITS.index(float(limit))))
        assert page.tasks[alarm] == (limit == "0.6") and ("too early" in page.said) == early
    assert "too late" in look(drift, watch=FORECASTS, limit=str(LIMITS.index(1.5))).said
    assert "no alarm" in look(drift, watch="distance").said
    assert all(error_by_month(window).worse == 6 for window in (2, 3, 4)), "there are months in which it would be early"
    fast = {(size, wait) for size in SIZES for wait in WAITS if timed(120, size, wait)[3] < GOAL}
    assert fast and len(fast) <= len(SIZES) * len(WAITS) / 4, fast
    size, wait = min(fast)
    link = {"view": "Latency", "rate": str(RATES.index(120)), "batch": str(SIZES.index(size))}
    assert look(drift, **link, wait=str(WAITS.index(wait))).tasks[latency]
    share = str(SHARES.index(0.1))
    assert look(drift, view="Canary", share=share, weeks="12").tasks[canary]
    assert not look(drift, view="Canary", share=share, weeks="11").tasks[canary]
    assert not look(drift, view="Canary", share="2", weeks="12").tasks[canary], "a larger one than needed"
    assert path(0.05)[2][-1] > 0 > path(0.1)[2][-1]


def test_the_figures_of_where_it_bites():
    bite = look(drift).bite
    _, average, _, p99 = timed(80, 32, 0)
    assert f"the mean latency is fine: {average:.0f} ms at 80 requests a second in batches of up to 32" in bite
    assert f"longer than {p99:.0f} ms" in bite and f"raise about {1000 * 5 // 100} alarms" in bite
    assert "six weeks later" in bite and 30 + 42 - 30 - 31 == 11, "11 August, from the end of June"


def test_the_sentences_count_what_they_say():
    for window in ("2", "3", "4"):
        for watch in COLUMNS:
            for limit in range(0, len(LIMITS), 3):
                for by in ("PSI", "KS"):
                    page = look(drift, window=window, watch=watch, limit=str(limit), by=by, moving=True)
                    alarm, worse = page.ran.results["alarm"], page.ran.results["worse"]
                    gap = alarm - worse
                    far = "a month" if abs(gap) == 1 else f"{abs(gap)} months"
                    assert (f"{far} too early" in page.said) == (alarm > 0 and gap < 0)
                    assert (f"{far} too late" in page.said) == (alarm > 0 and gap > 0)
                    assert ("That is when it is due" in page.said) == (gap == 0)
                    assert ("no alarm" in page.said) == (alarm == 0)
    assert "a week after June ends" in look(drift, late="1").said and "when June ends" in look(drift, late="0").said
    for rate in range(len(RATES)):
        for size in range(len(SIZES)):
            page = look(drift, view="Latency", rate=str(rate), batch=str(size))
            took = page.ran.results["took"]
            assert ("queue grows" in page.said) == (np.median(took[-300:]) > 5 * np.median(took[:300]))
            if "queue grows" in page.said:
                full = SIZES[size]
                work = FIXED + full * (0.98 * EACH + 0.02 * LONG)
                assert full / work * 1000 < RATES[rate] * 1.1, "more comes in than it can do"
    for share in range(len(SHARES)):
        for weeks in (1, 6, 7, 12):
            page = look(drift, view="Canary", share=str(share), weeks=str(weeks))
            low, high = page.ran.results["lows"][-1], page.ran.results["highs"][-1]
            last, sure = weeks == WEEKS, high < 0 or low > 0
            assert ("errs less.**" in page.said) == (high < 0 and last)
            assert ("errs more.**" in page.said) == (low > 0 and last)
            if low > 0 or high < 0:
                ends = re.search(r"interval from (\S+) to (\S+)\. ", page.said)
                assert (ends[1][0] == ends[2][0]) and not {"0", "0.0000"} & set(ends.groups()), "no end reads as zero"
            assert ("zero so far" in page.said) == (sure and not last), "one look of many isn't the verdict"
            assert f"**{page.ran.results['count']:,} flights**" in page.said


def test_few_bins_are_said_and_months_of_the_window_too():
    rain = look(drift, view="One column", watch="rain")
    assert f"only {len(rain.ran.results['p'])} bins" in rain.said and "bins" not in rain.said.split("PSI")[0][:40]
    assert "one of those it learned from" in look(drift, view="One column", month="0").said
    assert "one of those it learned from" not in look(drift, view="One column", month="3").said
    for month in range(12):
        ran = look(drift, view="One column", watch="wind", month=str(month)).ran.results
        assert ran["parts"].sum() == pytest.approx(ran["psi"]) and (ran["parts"] >= 0).all()


def test_a_service_does_one_batch_at_a_time():
    for rate, size, wait in ((20, 1, 0), (80, 8, 25), (120, 32, 100)):
        arrivals, work = traffic(rate)
        took = latencies(arrivals, work, size, wait)
        done = arrivals + took
        ends, counts = np.unique(done.round(6), return_counts=True)
        assert counts.max() <= size and (np.diff(ends) >= FIXED + EACH - 1e-6).all() and (took >= FIXED + EACH).all()
        assert len(took) == MANY and abs(len(arrivals) / arrivals[-1] * 1000 / rate - 1) < 0.05
        assert abs((work == LONG).mean() - 0.02) < 0.01
    assert quantile(timed(40, 1, 0)[0], 0.99) == timed(40, 1, 0)[3]


def test_psi_and_ks_of_the_flights_are_the_textbook_ones():
    for name in COLUMNS:
        psi, ks = drift_by_month(name, 3)
        learned = column(name, 3)[months() <= 3]
        for i, month in enumerate(range(4, 13)):
            now = column(name, 3)[months() == month]
            assert ks[i] == pytest.approx(ks_2samp(learned, now).statistic) == ks_distance(learned, now)
        assert (psi >= 0).all()


def test_what_is_to_be_understood_is_true_of_the_numbers():
    rng = np.random.default_rng(0)
    for kind, high in (("season", (4, 20)), ("drift", (5, 16)), ("broken", (1, 1)), ("noise", (0, 0))):
        for _ in range(50):
            above = int((curve(rng, kind) > 0.25).sum())
            assert high[0] <= above <= high[1], (kind, above)
    for seed in range(1, 200):
        asked = understand(seed)
        chance = re.search(r"Each of the ([\d,]+) columns .* at (\d) %\. Today (\d+)", asked.prompt)
        if chance:
            n, level, count = (int(each.replace(",", "")) for each in chance.groups())
            away = (count - n * level / 100) / math.sqrt(n * level / 100 * (1 - level / 100))
            assert (asked.answer == "Far more than chance gives") == (away > 3), asked.prompt
            assert away > 3 or away < 1.6
        rows = re.search(r"with ([\d,]+) live rows. The PSI is (\d+\.\d+)", asked.prompt)
        if rows:
            small = float(rows[2]) < 2 * 9 / int(rows[1].replace(",", ""))
            assert small == asked.answer.startswith("It may be chance")


def test_the_expected_psi_of_nothing_is_bins_less_one_over_rows():
    rng = np.random.default_rng(0)
    for n in (50, 500):
        draws = [(rng.multinomial(n, [0.1] * 10) + 0.5) / (n + 5) for _ in range(2000)]
        found = np.mean([population_stability_index([0.1] * 10, q) for q in draws])
        assert found == pytest.approx(9 / n, rel=0.12)


def test_the_question_is_the_psi_of_its_shares():
    for seed in range(1, 40):
        asked = question(seed)
        p, q = (int(each) / 100 for each in re.findall(r"(\d+) %", asked.prompt)[:2])
        assert asked.answer == pytest.approx((q - p) * math.log(q / p) + (p - q) * math.log((1 - q) / (1 - p)))
    assert MONTHS[5] == "June" and len(lab.COLUMNS) == 8


def test_the_lowest_month_is_called_below_the_limit_only_where_it_is():
    seen = set()
    for first, found in cases().items():
        for name, limit, window in found:
            psi = drift_by_month(name, window)[0]
            low = int(np.argmin(psi)) + window + 1
            why = whys(psi, limit, window, first, int(np.argmax(psi)) + window + 1).get(f"In {MONTHS[low - 1]}", "")
            if "it is lowest" in why:
                assert ("not below it" in why) == (psi.min() <= limit)
                seen.add("not below it" in why)
    assert seen == {True, False}


def test_what_is_said_of_two_years_is_true_of_their_numbers():
    kinds = set()
    for seed in range(60):
        asked = what_is_it(np.random.default_rng(seed))
        psi = np.array([float(each) for each in re.findall(r"\d\.\d\d", asked.prompt)])
        whys = {str(each.value): each.why for each in asked.mistakes}
        kinds.add(asked.answer)
        if "Noise" in whys:
            assert psi.min() <= 0.05 and f"{psi.max():.2f} is far above those" in whys["Noise"] and psi.max() > 0.25
        if "No month stands out" in whys.get("A broken delivery", ""):
            assert psi.max() < 0.1
        if "same time in both years" in whys.get("A broken delivery", ""):
            assert np.array_equal(psi[:12] > 0.25, psi[12:] > 0.25)
        if "stays high to the end" in whys.get("A broken delivery", ""):
            assert (psi[-7:] > 0.25).all()
    assert len(kinds) == 4
