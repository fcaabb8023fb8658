"""The few pieces of JavaScript: a plane to drag on and a live slider, both playable, a clock, the browser's storage."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


plane = st.components.v2.component(
    "plane",
    html="""<div>
        <svg role="group"><g class="back"></g><g class="marks"></g><g class="front"></g></svg>
        <div class="player" hidden></div>
        <p class="says"></p>
    </div>""",
    css=_read("player.css") + _read("plane.css"),
    js=_read("link.js") + _read("player.js") + _read("plane.js"),
)
slider = st.components.v2.component(
    "live_slider",
    html="""<label for="range"><span class="name"></span><output aria-live="off"></output></label>
        <div class="track"><input id="range" type="range"></div>""",
    css=_read("player.css") + _read("slider.css"),
    js=_read("link.js") + _read("player.js") + _read("slider.js"),
)
stage = st.components.v2.component(
    "stage",
    html="""<div class="stage">
        <button class="press link asked" type="button" hidden>↺ Set the picture to what was asked</button>
        <div class="frame">
            <svg role="group"><g class="back"></g><g class="marks"></g><g class="front"></g></svg>
            <div class="tip" hidden></div>
        </div>
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
clock = st.components.v2.component("clock", js=_read("link.js") + _read("clock.js"))
