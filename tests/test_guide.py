"""The pages around the labs: Start, Plan and Check, walked as different people would."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from guide import placement
from guide.planning import SKIPS, duration
from tests.conftest import LABS, ROOT, STEPS

TITLES = {step.id: step.title for _, step in STEPS}
STORED = '{"version": 1, "steps": {}, "plan": %s}'


def open_page(name: str, **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.switch_page(f"guide/{name}.py")
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words(app: AppTest) -> str:
    return "\n".join(part.value for kind in ("markdown", "caption", "info", "success") for part in app.get(kind))


def links(app: AppTest) -> list[tuple[str, str]]:
    """Each link on the page: its label and what it asks for."""
    return [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def test_start_lists_every_step_once_in_the_labs_and_none_that_is_not_there():
    shown = links(open_page("start"))
    steps = [query for _, query in shown if query.startswith("step=")]
    assert {f"step={step.id}" for _, step in STEPS} == set(steps)
    for label, query in shown:
        if query.startswith("step="):
            assert label == TITLES[query.removeprefix("step=")]


def test_start_says_numbers_that_are_counted():
    text = words(open_page("start"))
    steps = [step for lab, step in STEPS if lab.number]
    assert f"All {len(steps)} come to {duration(len(steps))}" in text
    assert f"what to do with them: {len(LABS[3].steps)} steps" in text and LABS[3].title == "Calculus"
    assert f"The warm-up shows how, in {len(LABS[0].steps)} steps" in text and LABS[0].title == "Warm-up"


def test_a_web_developer_with_twenty_minutes_and_a_rag_product():
    app = open_page("plan", path="Engineering", work="Text", time="20 minutes")
    steps = [query.removeprefix("step=") for _, query in links(app) if query.startswith("step=")]
    assert steps[:4] == ["vectors", "vectors", "dot_product", "retrieval"]
    assert "3 steps, 15 to 30 minutes" in words(app) and "Deriving backpropagation by hand" in words(app)


def test_a_data_scientist_who_forgot_calculus():
    answers = "rrrrdrrrrd"
    checked = open_page("check", answers=answers, seed="5")
    assert links(checked)[0] == (TITLES["derivative"], "step=derivative")
    onward = next(query for label, query in links(checked) if label == "Make a plan with this")
    assert f"answers={answers}" in onward
    app = open_page("plan", path="Engineering", work="Training", time="20 minutes", answers=answers)
    assert "Your check: 8 of 10 right" in words(app)
    assert links(app)[1] == (TITLES["derivative"], "step=derivative")


def test_a_researcher_with_all_the_time_gets_every_step():
    app = open_page("plan", path="Research", work="Mixed", time="All of it")
    steps = {query.removeprefix("step=") for _, query in links(app) if query.startswith("step=")}
    assert steps == {step.id for lab, step in STEPS if lab.number}
    assert "can wait as well" not in words(app) and "you may want each of them one day" in words(app)


def query(app: AppTest) -> dict[str, str]:
    """What stands in the link: a list of values where the page wrote it, one where the test did."""
    return {name: text if isinstance(text, str) else text[0] for name, text in app.query_params.items()}


def answer(app: AppTest, seed: int, right: bool = True) -> str:
    """Answer the question that is asked, right or with its first mistake; gives the step it is about."""
    step, question = placement.coming(query(app).get("answers", ""), seed)
    value = question.answer if right else question.mistakes[0].value
    text = value if isinstance(value, str) else f"{value:.10g}"
    (app.radio[0] if question.choices else app.text_input[0]).set_value(text)
    press(app, "Answer")
    return step


def test_someone_who_knows_nothing_is_led_to_the_warm_up():
    app = open_page("check")
    while not links(app) or "Begin here" not in words(app):
        press(app, "I don't know")
    answers = query(app)["answers"]
    asked = len(answers) - 2
    assert answers == "1-" + "d" * asked and 5 <= asked <= placement.MOST
    assert f"**0 of {asked}** right. That is what the warm-up is for" in words(app)
    assert links(app)[0] == (TITLES["functions"], "step=functions")


def test_someone_who_knows_it_all_and_then_again_with_other_numbers():
    app, asked = open_page("check", seed="7"), 0
    while "Begin here" not in words(app):
        answer(app, 7)
        asked += 1
    assert f"**{asked} of {asked}** right." in words(app) and "What you missed" not in words(app)
    assert links(app)[0][1] == "step=clinic"
    press(app, "Again, with other numbers")
    assert query(app) == {"seed": "8"} and placement.coming("", 8)[1].prompt in words(app)


def test_a_mixed_check_says_what_follows_from_which_answer():
    app, asked = open_page("check", seed="3"), []
    while "Begin here" not in words(app):
        asked.append(answer(app, 3, right=len(asked) % 3 != 1))
    answers = query(app)["answers"]
    text, taken = words(app), placement.asked(answers)
    assert [one.step for one in taken] == asked and len({one.right for one in taken}) == 2
    for area in placement.LADDERS:
        assert f"**{area}**" in text and all(line in text for line in placement.concluded(area, answers))
        begin = placement.start(area, answers)
        if begin and any(placement.AREA[one.step] == area for one in taken):
            assert (TITLES[begin], f"step={begin}") in links(app)[1:]
    assert [error.value for error in app.error] == [one.why for one in placement.missed(answers) if one.why]
    for one in placement.missed(answers):
        assert one.question.solution in text and ("Go to the step", f"step={one.step}") in links(app)


def test_a_link_of_the_earlier_check_opens_with_its_own_questions():
    """Ten fixed questions: their numbers came from the link's seed, and the mistakes from their place."""
    app = open_page("check", answers="rr1d2", seed="5")
    assert "**2 of 5** right." in words(app) and "an earlier check" in words(app)
    missed = placement.missed("rr1d2", 5)
    assert all(one.question.prompt in words(app) for one in missed)
    assert [error.value for error in app.error] == [one.why for one in missed if one.letter != "d"] != []
    press(app, "Again, with other numbers")
    assert query(app) == {"seed": "6"} and "Question 1 of at most 10" in app.get("progress")[0].proto.text


def test_a_slip_is_named_in_the_result_and_an_unread_answer_stays():
    app = open_page("check")
    app.text_input[0].set_value("no idea")
    press(app, "Answer")
    assert "be read" in app.warning[0].value and "answers" not in app.query_params
    slip = placement.coming("", 1)[1].mistakes[0]
    app.text_input[0].set_value(slip.value if isinstance(slip.value, str) else f"{slip.value:g}")
    press(app, "Answer")
    press(app, "That's enough: where do I begin?")
    assert [error.value for error in app.error] == [slip.why] and "Not asked." in words(app)


@pytest.mark.parametrize(
    "link",
    [
        {"path": "<b>", "work": "x", "time": "0", "answers": "r" * 99},
        {"path": "Engineering", "work": "nan"},
        {"answers": "<script>"},
    ],
)
def test_doctored_plans_ask_again(link):
    app = open_page("plan", **link)
    assert "Answer the three questions." in words(app) and "Your check" not in words(app)


@pytest.mark.parametrize(
    "link",
    [
        {"seed": "-1"}, {"seed": "1e9", "answers": "q"}, {"answers": "9" * 10}, {"stop": "x"},
        {"answers": "r" * 11, "seed": "0"},
    ],
)  # fmt: skip
def test_doctored_checks_are_ignored(link):
    app = open_page("check", **link)
    asks = "Question 1 of at most 10" in app.get("progress")[0].proto.text if app.get("progress") else False
    assert asks or "Begin here" in words(app)


def test_a_kept_plan_leads_start_and_stays_in_the_browser():
    app = open_page("plan", path="Engineering", work="Tables", time="20 minutes")
    press(app, "Keep this plan")
    assert "This browser keeps the plan, unless" in words(app)
    app.switch_page("guide/start.py").run()
    first = next(query for label, query in links(app) if query.startswith("step="))
    assert first == "step=spread"
    assert any(label == "Open my plan" and "work=Tables" in query for label, query in links(app))
    app.switch_page("guide/plan.py").run()
    assert re.search("3 steps, 15 to 30 minutes", words(app))
    press(app, "Drop it")
    app.switch_page("guide/start.py").run()
    assert next(query for _, query in links(app) if query.startswith("step=")) == "step=vectors"


def test_a_stored_plan_is_read_with_suspicion():
    from ui.progress import clean_plan

    assert clean_plan(STORED % '{"path": "Research"}') == {"path": "Research"}
    for spoilt in ("7", "[]", "null", '{"path": 7}', '{"path": "%s"}' % ("x" * 99), "{"):
        assert clean_plan(STORED % spoilt) == {}


def test_start_says_what_the_guide_says_first():
    text = words(open_page("start"))
    for heading in ("Two jobs go by one name", "Linear algebra comes first", "Build first", "Where to go afterwards"):
        assert f"**{heading}" in text
    assert all(f"**{what}.** {why}" in text for what, why in SKIPS.items()), "in sight, before any question"
    for lab in LABS:
        assert lab.takes in text and lab.gives in text


def test_a_lab_says_what_it_takes_for_granted_and_ends_in_three_sentences():
    """What its steps need of other labs is named in its head."""
    home = {step.id: lab for lab in LABS for step in lab.steps}
    for lab in LABS:
        others = {home[need].number for step in lab.steps for need in step.needs} - {lab.number}
        for number in others:
            named = f"Lab {number}" in lab.takes or "Labs 1 to 3" in lab.takes and number in (1, 2, 3)
            assert named or not number and "warm-up" in lab.takes, (lab.heading, number)
        assert "needs nothing of Lab 1" not in lab.takes or 1 not in others
        assert len(set(lab.keep)) == 3 and all(6 <= len(sentence.split()) <= 32 for sentence in lab.keep)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_head_and_end_stand_on_the_first_and_the_last_step(lab):
    first, *rest = lab.steps
    for step in (first, rest[len(rest) // 2], rest[-1]):
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        app.switch_page(lab.file)
        app.query_params["step"] = step.id
        text = words(app.run())
        assert (lab.gives in text) == (step is first) and (lab.keep[2] in text) == (step is rest[-1])
