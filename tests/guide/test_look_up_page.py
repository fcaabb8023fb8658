"""The page Look up: cards for what it knows, an honest word for what it doesn't, and nothing typed is rendered."""

import pytest
from streamlit.testing.v1 import AppTest

from guide.finder import find
from tests.conftest import ROOT, SCENES, look


def opened(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.switch_page("guide/look_up.py")
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return " ".join(part.value for part in [*app.main.markdown, *app.main.caption, *app.main.info])


def test_a_symptom_leads_to_its_step():
    app = opened()
    app.text_input(key="ask").set_value("loss is nan").run()
    assert find("loss is nan")[0].why in shown(app)
    links = app.get("page_link")
    assert links[0].proto.query_string == "step=descent&place=bites" and "explode" in links[0].proto.label
    assert "Look under *Where it bites*" in shown(app)


def test_the_link_holds_what_was_asked():
    app = opened(ask="all my similarities are high")
    assert app.text_input(key="ask").value == "all my similarities are high"
    assert app.get("page_link")[0].proto.query_string == "step=high_dimensions&place=bites"


def test_it_says_when_it_is_not_sure_and_quotes_the_steps():
    text = "how can I know if my model is memorising things or not"
    found = find(text)
    assert len(found) == 3 and not found[0].sure
    app = opened(ask=text)
    assert "Nothing here says quite that" in shown(app) and len(app.get("page_link")) == 3
    quotes = [part.value.removeprefix("> ") for part in app.main.markdown if part.value.startswith("> ")]
    texts = " ".join(" ".join((step.prose + " " + look(step).bite).split()) for step in SCENES)
    assert quotes and all(quote in texts for quote in quotes)
    assert any("remembers" in quote for quote in quotes)


def test_a_word_that_no_step_uses_leads_to_the_glossary_and_the_nearest_step():
    app = opened(ask="log-sum-exp")
    word, step = app.get("page_link")[:2]
    assert word.proto.query_string == "term=log-sum-exp" and "log-sum-exp" in word.proto.label
    assert step.proto.query_string == "step=cross_entropy" and "nearest" in step.proto.label


def test_it_says_so_when_it_does_not_know():
    app = opened(ask="git merge conflict")
    assert not app.get("page_link") and "No step explains that" in app.main.info[0].value


def test_the_checkpoint_is_a_place_too():
    app = opened(ask="3 sigma threshold cosine")
    assert app.get("page_link")[0].proto.query_string == "step=high_dimensions&place=check"
    assert "Look in the checkpoint" in shown(app)


def test_every_example_finds_something():
    app = opened()
    for number in range(len(app.main.button)):
        again = opened()
        label = again.main.button[number].label
        again.main.button[number].click().run()
        assert again.get("page_link"), label
        assert again.text_input(key="ask").value == label


@pytest.mark.parametrize(
    "typed", ["<b>loss</b> is nan", "$\\alpha$ **bold** loss is nan", "[a](javascript:1)", "🙂" * 99]
)
def test_what_is_typed_is_not_rendered(typed):
    app = opened()
    app.text_input(key="ask").set_value(typed).run()
    assert not app.exception and typed not in shown(app)
