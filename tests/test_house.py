"""The rules of the house: imports point one way, colours can be told apart, nothing reaches outside."""

import ast
import re
import subprocess
import sys
import tomllib

import numpy as np
import pytest

from tests.conftest import ROOT
from ui.marks import GROUPS, ROLES

ORDER = ["core", "ui", "labs", "guide", "workshop", "streamlit_app"]
LIBRARIES = {"core": {"numpy", "pandas", "scipy", "sklearn", "fsrs"}}
FOLDERS = ["core", "ui", "labs", "guide", "workshop"]
TEXT = {".py", ".md", ".toml", ".txt", ".js", ".css", ".csv", ""}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_imports_point_one_way(folder):
    above = set(ORDER[ORDER.index(folder) + 1 :])
    for path in (ROOT / folder).rglob("*.py"):
        tops = {name.split(".")[0] for name in imported(path)}
        assert not tops & above - ({"labs"} if folder == "guide" else set()), path
        if folder in LIBRARIES:
            allowed = LIBRARIES[folder] | set(sys.stdlib_module_names) | {"core", folder}
            assert tops <= allowed, f"{path} imports {tops - allowed}"


def test_a_step_knows_no_streamlit():
    for path in set((ROOT / "labs").rglob("*.py")) - set((ROOT / "labs").rglob("test_*.py")):
        assert "streamlit" not in {name.split(".")[0] for name in imported(path)}, path
    program = "import sys, labs; labs.every_lab(); sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0, "nor does what it imports"


def test_only_ui_knows_the_session():
    for folder in ("core", "labs", "guide", "workshop"):
        for path in set((ROOT / folder).rglob("*.py")) - set((ROOT / folder).rglob("test_*.py")):
            assert "session_state" not in path.read_text(encoding="utf-8"), path


def shipped():
    skipped = {".venv", ".git", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"}
    for path in ROOT.rglob("*"):
        if path.is_file() and path.suffix in TEXT and not skipped & set(path.relative_to(ROOT).parts):
            yield path


def test_nothing_names_a_machine_or_a_registry():
    forbidden = re.compile(
        r"/work/|/root/|/home/\w|pypi\.org|registry\.npmjs|cdn\.|unpkg\.com|fonts\.googleapis|localhost:\d{4}/"
    )
    for path in shipped():
        if path.name != "test_house.py":
            found = forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert not found, f"{path}: {found.group()}"


def test_the_browser_side_asks_nobody_outside():
    for path in [*(ROOT / "ui" / "components").glob("*.js"), *(ROOT / "workshop").glob("*.js")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        text = text.replace("fetch(this.lane +", "")  # our own server's lane, by an address relative to the page
        assert not re.search(r"https?://|\bfetch\(|XMLHttpRequest|\beval\(|import\(", text), path


def test_requirements_are_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or re.fullmatch(r"[\w-]+==[\d.]+", line), line


# ---------------------------------------------------------------- colours

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.clip(rgb, 0, 1) @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    f = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_can_be_read_and_told_apart_by_everyone(mode):
    theme = CONFIG["theme"][mode]
    colours = theme["chartCategoricalColors"]
    assert len(colours) == len(ROLES) + len(GROUPS)
    for colour in [*colours, theme["textColor"], theme["primaryColor"]]:
        assert contrast(colour, theme["backgroundColor"]) >= 4.5, colour
    for matrix in [np.eye(3), *map(np.array, BLIND.values())]:
        seen = [lab(matrix @ linear(colour)) for colour in colours]
        for i, a in enumerate(seen):
            for j, b in enumerate(seen[:i]):  # what is lit among a group is told by its size, too
                assert np.linalg.norm(a - b) >= (10 if j < len(ROLES) <= i else 12), (mode, colours[i], colours[j])


CAPTION = 0.6  # how opaque Streamlit draws a caption, and the icons of the sidebar
SIDEBAR = {"light": "#f8f8f7", "dark": CONFIG["theme"]["dark"]["secondaryBackgroundColor"]}


def faded(text: str, ground: str) -> str:
    mixed = [CAPTION * int(text[i : i + 2], 16) + (1 - CAPTION) * int(ground[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_can_be_read_on_their_ground(mode):
    theme, place = CONFIG["theme"][mode], ["light", "dark"].index(mode)
    look = (ROOT / "ui" / "look.css").read_text(encoding="utf-8")
    button = re.search(r"color: light-dark\((#\w{6}), (#\w{6})\)", look).groups()[place]
    on = [(button, theme["primaryColor"]), (theme["textColor"], theme["codeBackgroundColor"])]
    on += [(theme["greenColor"], theme[ground]) for ground in ("backgroundColor", "codeBackgroundColor")]
    on += [(faded(theme["textColor"], ground), ground) for ground in (theme["backgroundColor"], SIDEBAR[mode])]
    assert not [(text, ground) for text, ground in on if contrast(text, ground) < 4.5]
