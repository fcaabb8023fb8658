"""The page Glossary: every term under its step, one on its own by link, and a way on where there is none."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import LABS, ROOT
from ui.terms import terms

STEPS = {step.id: step for lab in LABS for step in lab.steps}


def opened(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.switch_page("guide/glossary.py")
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_every_term_stands_there():
    app = opened()
    shown = " ".join(part.value for part in app.main.markdown)
    for term in terms():
        assert (term.says in shown) == (term.step in STEPS), term.name


def test_a_link_opens_its_term():
    app = opened(term="Bayes' rule")
    assert app.text_input(key="term").value == "Bayes' rule"
    assert "Bayes' rule" in app.main.markdown[1].value
    assert app.get("page_link")[0].proto.query_string == "step=bayes"


@pytest.mark.parametrize("typed", ["git merge", "<script>", "$x$ **b**", "🙂"])
def test_what_is_no_term_leads_to_look_up(typed):
    app = opened(term=typed)
    assert typed not in " ".join(part.value for part in app.main.markdown)
    assert app.main.info[0].value.startswith("No term") and "ask=" in app.get("page_link")[0].proto.query_string


def test_a_sign_finds_its_term():
    assert "standard deviation" in opened(term="σ").main.markdown[1].value


def test_a_word_that_no_step_uses_says_which_step_is_nearest():
    app = opened(term="XGBoost")
    assert "**gradient boosting**" in app.main.markdown[1].value and "XGBoost" in app.main.markdown[1].value
    assert app.get("page_link")[0].proto.label == f"The nearest step: {STEPS['overfitting'].title}"
