"""The few pieces of JavaScript: a stage (plane and controls), listings, a clock, the browser's address and storage."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


stage = st.components.v2.component(
    "stage",
    html="""<div class="stage">
        <button class="press link asked" type="button" hidden>↺ Set the picture to what was asked</button>
        <div class="frame">
            <svg role="group"><g class="back"></g><g class="marks"></g><g class="front"></g></svg>
            <div class="tip" hidden></div>
        </div>
        <p class="badge" role="status" hidden></p>
        <div class="player" hidden></div>
        <p class="says"></p>
        <p class="spoken" aria-live="polite"></p>
        <div class="controls"></div>
    </div>""",
    css=_read("player.css") + _read("stage.css"),
    js="".join(map(_read, ("link.js", "player.js", "picture.js", "controls.js", "stage.js"))),
)
listing = st.components.v2.component(
    "listing",
    html="""<div class="listing">
        <pre tabindex="0"></pre><button type="button" aria-label="Copy this listing">Copy</button>
    </div>""",
    css=_read("listing.css"),
    js=_read("listing.js"),
)
road = st.components.v2.component("road", js=_read("link.js") + _read("road.js"))
browser = st.components.v2.component("browser", js=_read("link.js") + _read("browser.js"))
seat = st.components.v2.component("seat", js=_read("link.js") + _read("seat.js"))
clock = st.components.v2.component("clock", js=_read("link.js") + _read("clock.js"))
sketches = st.components.v2.component(
    "sketches",
    html="""<div class="sketches stage"></div>""",
    css=_read("stage.css") + _read("sketches.css"),
    js="".join(map(_read, ("player.js", "picture.js", "sketches.js"))),
)
editor = st.components.v2.component(
    "editor",
    html="""<div class="editor">
        <p class="head"></p>
        <div class="box">
            <pre class="gutter" aria-hidden="true"></pre>
            <textarea spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off" wrap="off"
                aria-describedby="told"></textarea>
        </div>
        <p class="told" id="told" role="status"></p>
        <div class="below"><button class="try" type="button">Try it</button>
            <span class="keys">Ctrl + Enter tries it. Escape, then Tab, leaves the box.</span></div>
    </div>""",
    css=_read("editor.css"),
    js=_read("editor.js"),
)
