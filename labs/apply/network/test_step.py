"""What the step `network` claims: what is trained tick by tick equals what its cell trains at once."""

import re

import numpy as np
import pytest

from core.networks import init_network, network_accuracy, network_forward, network_gradient_check, network_loss, train
from labs.apply.network import picture as chart
from labs.apply.network.step import FIFTHS, HIDDEN, MOST, RATES, in_words, parted
from labs.apply.network.step import network as STEP
from labs.apply.network.understand import RATE, REMEMBERS, SLOPES, SLOW, understand
from tests.conftest import look
from ui.code import same
from ui.marks import Panel
from ui.scene import _plan, scene


def trained(hidden="64", rate=0.1, epochs=20, fifth=FIFTHS[0], turned=False):
    X, y, _, _ = parted(fifth)
    rng = np.random.default_rng(0)
    net = init_network((64, *HIDDEN[hidden], 10), rng)
    return [net, *train(net, X, y, epochs, rate, 32, rng, turned)]


class Visit:
    """A learner at the step: buttons are pressed, and the browser's clock asks for one epoch after the other."""

    def __init__(self, **link):
        self.memory, self.link = {}, {"guess": "shown", **link}
        self.show()

    def show(self, **link):
        self.link |= link
        self.page = scene(STEP, self.link, memory=self.memory)
        return self.page

    def press(self, name):
        assert not next(each for each in self.page.controls if each["name"] == name)["off"]
        self.page.deeds[name]()
        return self.show()

    def tick(self, times=1):
        for _ in range(times):
            self.memory["tick"] = self.memory["training"]["done"]
            self.show()
        return self.page


def check_replay(page):
    """What the cell and the library give when they are really run with the page's values."""
    for told, found in zip(page.ran.results.values(), page.ran.cell(**page.ran.values)):
        assert np.array_equal(told, found)
    theirs = page.library.cell(**page.library.values)
    assert np.array_equal(theirs, page.library.results["after_one_epoch"])
    assert same(theirs, page.ran.results["after_one_epoch"])


# ---------------------------------------------------------------- training live


def test_what_was_trained_tick_by_tick_is_what_the_cell_trains_at_once():
    visit = Visit()
    visit.press("train-20")
    page = visit.tick(3)
    assert page.ran.values["plan"] == [(3, 0.1)]
    check_replay(page)
    visit.show(rate="3")  # the hand moves the rate while it learns
    visit.tick(2)
    visit.press("pause")
    page = visit.tick()  # paused: a question that was on its way is not answered
    assert page.ran.values["plan"] == [(3, 0.1), (2, 0.3)] and page.link["plan"] == "3x0.1,2x0.3"
    check_replay(page)
    visit.press("train-1")
    page = visit.tick(2)  # one epoch was asked for
    assert page.ran.values["plan"] == [(3, 0.1), (3, 0.3)]
    check_replay(page)
    assert visit.press("over").ran.values["plan"] == []


def test_the_library_agrees_at_every_setting():
    """Rounding grows with every update, so they are compared after one epoch: there it is still far below 1e-9."""
    page = look(STEP, plan="1x0.1")
    X, y = page.ran.values["X"], page.ran.values["y"]
    for hidden in HIDDEN.values():
        for batch in (8, 128):
            for rate in (RATES[0], RATES[-1]):
                rng, sizes = np.random.default_rng(0), (64, *hidden, 10)
                (net,) = train(init_network(sizes, rng), X, y, 1, rate, batch, rng)
                given = {"sizes": sizes, "batch": batch, "plan": [(60, rate)]}
                assert np.max(np.abs(net[0][0] - page.library.cell(**page.library.values | given))) < 1e-14


def test_the_library_disagrees_with_the_bug_and_with_nothing_else():
    for hidden, turned, plan, differs in (
        ("64", "true", "1x0.1", True), ("64", "false", "1x0.1", False),
        ("64", "true", "", False), ("none", "true", "1x0.1", False),
    ):  # fmt: skip
        page = look(STEP, hidden=hidden, turned=turned, plan=plan)
        assert same(page.library.results["after_one_epoch"], page.ran.results["after_one_epoch"]) != differs
        assert page.differs == differs


def test_the_case_where_rounding_grew_into_a_verdict():
    page = look(STEP, hidden="32 and 32", batch="8", plan="20x0.3")
    assert same(page.library.results["after_one_epoch"], page.ran.results["after_one_epoch"]) and not page.differs


def test_the_link_leads_to_the_same_net():
    visit = Visit(plan="2x0.1,1x0.3", hidden="16")
    assert visit.page.ran.values["plan"] == [(2, 0.1), (1, 0.3)] and visit.page.link["plan"] == "2x0.1,1x0.3"
    check_replay(visit.page)
    assert visit.show(hidden="64").ran.values["plan"] == [], "another net starts over"


@pytest.mark.parametrize(
    "text", ["61x0.1", "30x0.1,31x0.3", "3x0.2", "x0.1", "3x", "-3x0.1", "3x0.1,", "9e9x1", "3x1e9", "<b>", "1" * 400]
)
def test_a_doctored_plan_is_no_plan(text):
    assert _plan(text, RATES, MOST) == []


def test_a_plan_is_read_as_it_is_written():
    assert _plan("3x0.1,57x1", RATES, MOST) == [(3, 0.1), (57, 1)]


def test_a_question_from_a_doctored_client_trains_nothing():
    for value in ([0], "0", None, float("nan"), 1, 0):
        visit = Visit()
        visit.memory["tick"] = value
        assert visit.show().ran.values["plan"] == []


def test_it_stops_in_words_where_numbers_grow_too_large():
    curve = np.array([[2.3, 0.1, 0.1]])
    words = in_words((64, 10), 650, 0, 32, curve, 0.0, "z must be finite")
    assert "lower the rate" in words


def test_the_last_epoch_allowed_is_the_last():
    visit = Visit(plan=f"{MOST - 1}x0.1", hidden="none")
    (button,) = [each for each in visit.page.controls if each["name"] == "train-20"]
    assert button["label"] == "Train 1 epoch", "a button says what it does"
    visit.press("train-20")
    page = visit.tick(2)
    assert page.ran.values["plan"] == [(MOST, 0.1)]
    assert all(each["off"] for each in page.controls if each["name"].startswith("train-"))


def test_the_buttons_stand_first():
    rows = {each["name"]: each["row"] for each in Visit().page.controls}
    assert rows["train-1"] == rows["train-20"] == rows["over"] == 0 < min(rows["hidden"], rows["rate"], rows["turned"])


# ---------------------------------------------------------------- what the words say


def test_the_guess_and_its_reason():
    X, y, unseen, truth = parted(FIFTHS[0])
    nets = trained(epochs=1)
    assert 0.75 < network_accuracy(nets[1], unseen, truth) and network_accuracy(nets[0], unseen, truth) < 0.15
    assert len(X) == 1437 and len(unseen) == 360 and -(-1437 // 32) == 45
    assert look(STEP).ran.results["parameters"] == 4810


def test_a_guess_stands_beside_the_run_it_was_about_and_no_other():
    def shown(**link):
        return any(mark.get("text") == "guess" for mark in look(STEP, guess="2", **link).marks)

    assert shown() and shown(plan="1x0.1,1x1") and shown(**look(STEP).tries)
    assert not any(shown(**link) for link in ({"hidden": "16"}, {"turned": "true"}, {"plan": "1x0.3"}, {"batch": "8"}))


def test_the_prediction_can_be_tried():
    page = look(STEP, **look(STEP).tries)
    assert (
        page.ran.values["plan"] == [(1, 0.1)] and page.ran.values["batch"] == 32 and page.said.startswith("64 → 64 →")
    )
    assert page.ran.results["curve"][1, 2] > 0.75
    visit = Visit(plan="5x0.1")
    visit.page.deeds["tries"]()  # what the browser tells along with the link of the button
    visit.link = {"guess": "shown"} | page.tries
    assert visit.show().ran.values["plan"] == [(1, 0.1)]


def test_a_dozen_digits_turn_from_wrong_to_right():
    wrong = [int(np.sum(look(STEP, plan=plan).ran.results["answers"] != parted(FIFTHS[0])[3][::30]))
             for plan in ("", "1x0.1", "20x0.1")]  # fmt: skip
    assert wrong[0] > wrong[1] >= wrong[2] and len(parted(FIFTHS[0])[3][::30]) == 12
    for plan in ("", "20x0.1"):
        page = look(STEP, plan=plan)
        shown = [mark["text"] for mark in page.marks if str(mark.get("text")).endswith(("✓", "✗"))]
        truth = parted(FIFTHS[0])[3][::30]
        answers = page.ran.results["answers"]
        assert shown == [f"{a} {'✓' if a == t else '✗'}" for a, t in zip(answers, truth)]


def test_the_fifths_are_apart():
    for fifth in FIFTHS:
        X, y, unseen, truth = parted(fifth)
        rows = {row.tobytes() for row in X}
        assert len(X) == len(y) == 1437 and len(unseen) == len(truth) == 360
        assert sum(row.tobytes() in rows for row in unseen) == 0


def test_95_per_cent_of_the_unseen_in_well_under_a_minute():
    _, _, unseen, truth = parted(FIFTHS[0])
    shares = [network_accuracy(net, unseen, truth) for net in trained(rate=0.1)]
    assert next(epoch for epoch, share in enumerate(shares) if share >= 0.95) == 6  # an epoch takes about 10 ms


def test_the_first_task_needs_another_rate():
    page = look(STEP, plan="5x0.1")
    assert not any(page.tasks.values())
    page = look(STEP, plan="5x0.3")
    assert list(page.tasks.values()) == [True, False]


def test_the_second_task_needs_the_bug():
    page = look(STEP, plan="10x0.3", turned="true")
    assert list(page.tasks.values()) == [False, True]
    page = look(STEP, plan="10x0.3")
    assert list(page.tasks.values()) == [True, False]


def test_the_figures_of_the_bug():
    X, y, unseen, truth = parted(FIFTHS[0])
    wrong, right = trained(turned=True), trained()
    losses = [network_loss(wrong[epoch], X, y) for epoch in (0, 20)]
    assert [f"{loss:.2f}" for loss in losses] == ["2.45", "1.07"]
    assert [f"{network_accuracy(nets[20], unseen, truth):.0%}" for nets in (wrong, right)] == ["67%", "98%"]
    answers = network_forward(right[20], unseen)[-1].argmax(axis=1)
    compared = answers == truth[:, None]
    assert compared.shape == (360, 360) and f"{compared.mean():.0%}" == "10%"
    _, _, others, marks = parted(FIFTHS[1])
    assert f"{network_accuracy(trained(fifth=FIFTHS[1])[20], others, marks):.0%}" == "90%"


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("turned", [False, True])
def test_the_check_tells_right_from_wrong(hidden, turned):
    X, y, _, _ = parted(FIFTHS[0])
    for rate in (0.1, 1):
        for net in trained(hidden, rate, 6, turned=turned)[::3]:
            gap = network_gradient_check(net, X[:50], y[:50], np.random.default_rng(0), turned=turned)
            assert (gap > 0.02) == (turned and hidden != "none")


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("turned", [False, True])
def test_words_and_marks_hold_whatever_happens(hidden, turned):
    X, y, unseen, truth = parted(FIFTHS[0])
    nets = trained(hidden, 1, 4, turned=turned)
    curve = np.array(
        [(network_loss(n, X, y), network_accuracy(n, X, y), network_accuracy(n, unseen, truth)) for n in nets]
    )
    words = in_words((64, *HIDDEN[hidden], 10), 1, 4, 32, curve, 0.5, "")
    assert "of the training digits right" in words and "of the validation digits" in words
    assert "nan" not in words and "180 updates" in words
    for goal in (0, 60):
        for drawn in (
            chart.curves(curve, [(1, 1), (3, 1)], 60, goal, 0.95, "About half"),
            chart.pictures(nets[-1][0][0], True),
        ):
            for mark in drawn:
                for places in (mark[part] for part in ("points", "segments", "at", "box") if part in mark):
                    places = np.reshape(places, (-1, 2)) if "box" not in mark else np.reshape(places, (2, 2)).T
                    assert np.isfinite(places).all()
                    left, right, bottom, top = chart.SIZE
                    assert (places >= [left, bottom]).all() and (places <= [right, top]).all()


def test_a_loss_above_the_panel_has_an_arrow():
    for loss, kind in ((0.1, "points"), (chart.MOST, "points"), (chart.MOST + 0.01, "arrow"), (1e30, "arrow")):
        assert chart.last_loss(Panel(chart.LOSS, x=(0, 20), y=(0, chart.MOST)), 10, loss)["kind"] == kind
        drawn = chart.curves([(2.3, 0.1, 0.1), (loss, 0.2, 0.2)], [(1, 1)], 20, 1, 0.95, None)
        assert any(mark.get("text") == f"loss {chart.brief(loss)}" for mark in drawn), "its number is said"


def test_the_small_pictures_say_their_scale():
    weights = np.linspace(-1, 1, 64 * 16).reshape(64, 16)
    assert any(mark.get("text") == "full colour from ±0.99" for mark in chart.pictures(weights, False))
    assert any(mark.get("text") == "no change yet" for mark in chart.pictures(0 * weights, True))


# ---------------------------------------------------------------- to be understood


def test_from_zeros_no_weight_moves_and_the_loss_stays():
    X, y, _, _ = parted(FIFTHS[0])
    for rate in (0.1, 0.3):
        zeros = [(np.zeros((64, 32)), np.zeros(32)), (np.zeros((32, 10)), np.zeros(10))]
        net = train(zeros, X, y, 20, rate, 32, np.random.default_rng(0))[-1]
        assert all(not W.any() for W, _ in net) and network_loss(net, X, y) == pytest.approx(np.log(10), abs=0.01)


def test_a_rate_far_too_low_shows_nothing_in_20_epochs():
    X, y, _, _ = parted(FIFTHS[0])
    for rate in (1e-8, 1e-7):
        nets = trained(rate=rate)
        start, end = ((network_loss(net, X, y), np.abs(net[0][0]).max()) for net in (nets[0], nets[20]))
        assert np.allclose(start, end, atol=2e-4)


@pytest.mark.parametrize("small, large", [(8, 128), (32, 128), (32, 256)])
def test_in_as_many_epochs_a_small_batch_gets_further(small, large):
    X, y, _, _ = parted(FIFTHS[0])
    loss = {}
    for batch in (small, large):
        rng = np.random.default_rng(0)
        loss[batch] = network_loss(train(init_network((64, 64, 10), rng), X, y, 4, 0.1, batch, rng)[-1], X, y)
    assert loss[small] < 0.7 * loss[large]


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if "The gradient check, on 50 rows" in asked.prompt:
        rows = [line.split("|")[2:5] for line in asked.prompt.splitlines() if re.match(r"\| \d", line)]
        loss, seen, unseen = np.array([[float(cell.strip(" %\u00a0")) for cell in row] for row in rows]).T
        gap = float(re.search(r"rows, says (\S+)\. ", asked.prompt)[1])
        held = {
            SLOPES: gap > 0.1,
            RATE: gap < 1e-7 and loss[-1] > loss[0],
            REMEMBERS: gap < 1e-7 and seen[-1] - unseen[-1] > 20,
            SLOW: gap < 1e-7 and (np.diff(loss) < 0).all() and (seen - unseen < 3).all() and seen[-1] < 60,
        }
        assert held.pop(asked.answer) and not any(held.values())
    elif "cross-entropy, is" in asked.prompt:
        kinds = int(re.search(r"tells (\d+)", asked.prompt)[1])
        loss, shown = (float(re.search(rf"{word} (\d\.\d\d)", asked.prompt)[1]) for word in ("is", "says"))
        assert shown == pytest.approx(1 / kinds, abs=0.06)
        assert (abs(loss - np.log(kinds)) < 0.05) == (asked.answer == "It is guessing") and (loss < 0.25 or loss > 1.3)
        assert (", 1)`" in asked.prompt) == (asked.answer != "It is guessing")
    elif asked.sketches:
        curves = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            thin, bold = [np.array(mark["points"])[:, 1] for mark in sketch.marks if mark["kind"] == "line"][-2:]
            kind = "lower rate" if thin[-1] > thin[0] else "stopped" if bold[-1] > bold.min() + 10 else "going on"
            curves[kind] = name
        assert len(curves) == 3
        assert curves[re.search("lower rate|stopped|going on", asked.prompt)[0]] == asked.answer
