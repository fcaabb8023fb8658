"""What you read is what ran: a cell's own source, its values and results as text, and the same as a notebook.

A cell is a function written inside a step. It takes the learner's values, ends in `return name, name`, and uses nothing
but its arguments, `core`, what its room defines, and libraries. So its body can be printed, and run elsewhere, as it
stands.
"""

from __future__ import annotations

import ast
import base64
import dis
import inspect
import io
import sys
import textwrap
import zlib
from collections.abc import Callable
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

LARGE = 64  # arrays and lists with more entries than this are described on the page and packed into the notebook


class Source(NamedTuple):
    """A cell's `body` without `def` and `return`, and the `names` it returns."""

    body: str
    names: tuple[str, ...]


class FromFile(NamedTuple):
    """A value that a function of ours made from a file: shown as that call, and made again in the notebook.

    The notebook carries the file along if it is `shipped`; it reads a learner's own by its name.
    """

    value: Any
    maker: Callable
    file: str
    data: bytes
    shipped: bool


class Ran(NamedTuple):
    """A cell that ran: the function, the values it was given, its results by name."""

    cell: Callable
    values: dict[str, Any]
    results: dict[str, Any]


def run(cell: Callable, values: dict[str, Any], *known: Any) -> Ran:
    """Call `cell(**values)`, unless what it returns is known, and name what it returns."""
    given = {name: value.value if isinstance(value, FromFile) else value for name, value in values.items()}
    returned, names = known[0] if known else cell(**given), read(cell.__code__).names
    return Ran(cell, values, dict(zip(names, returned if len(names) > 1 else (returned,))))


@lru_cache(maxsize=512)
def read(code: CodeType) -> Source:
    """The source of a cell, from its file. ValueError unless its last line is `return name, name…`."""
    text = textwrap.dedent("".join(inspect.getsource(code)))
    function = ast.parse(text).body[0]
    last = function.body[-1]
    value = last.value if isinstance(last, ast.Return) else None
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    if not all(isinstance(part, ast.Name) for part in parts):
        raise ValueError(f"the cell {function.name} must end in `return name, name`")
    head = max([function.lineno, *(argument.end_lineno for argument in function.args.args)])
    lines = text.splitlines()[head : last.lineno - 1]
    return Source(textwrap.dedent("\n".join(lines)).rstrip(), tuple(part.id for part in parts))


# ---------------------------------------------------------------- values and results as text


def large(value: Any) -> bool:
    """True if the value is too long to be read as a literal."""
    if isinstance(value, np.ndarray):
        return value.size > LARGE
    return isinstance(value, (list, tuple)) and not isinstance(value, FromFile) and len(repr(value)) > 12 * LARGE


def literal(value: Any) -> str:
    """Python source that gives `value` again."""
    if isinstance(value, np.ndarray):
        dtype = "" if value.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{value.dtype.name}"
        return f"np.array({value.tolist()}{dtype})"
    if isinstance(value, FromFile):
        return f"{value.maker.__name__}(data, {value.file!r})  # data: its {len(value.data):,} bytes"
    return repr(value)


def values_text(values: dict[str, Any]) -> str:
    """One assignment per value; a comment with its shape where it is too long to print."""
    return "\n".join(_described(n, v) if large(v) else f"{n} = {literal(v)}" for n, v in values.items())


def _described(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"# {name}: an array of shape {value.shape}, starting with {value.flat[0]}"
    return f"# {name}: {len(value)} entries, starting with {value[0]!r}"


def results_text(results: dict[str, Any]) -> str:
    """What `print` shows for each result: `name = value`, or the value below its name when it has several lines.

    Arrays of more than LARGE entries are shortened by NumPy, here and in the notebook alike.
    """
    with np.printoptions(threshold=LARGE):
        return "\n".join(f"{name} ={_gap(value)}{value}" for name, value in results.items())


def _gap(value: Any) -> str:
    with np.printoptions(threshold=LARGE):
        return "\n" if "\n" in str(value) else " "


def same(a: Any, b: Any) -> bool:
    """True if two results agree: numbers to 9 digits, everything else exactly."""
    try:
        return bool(np.allclose(np.asarray(a, dtype=float), np.asarray(b, dtype=float), rtol=1e-9, atol=1e-9))
    except (TypeError, ValueError):
        return bool(np.all(np.asarray(a) == np.asarray(b)))


# ---------------------------------------------------------------- what a cell needs to run elsewhere


def core_functions(*cells: Callable) -> list[FunctionType]:
    """Every function of `core`, or of the step's room, that the cells call, callees first."""
    found: dict[str, FunctionType] = {}
    for cell in cells:
        _collect(cell, found)
    return list(found.values())


def _collect(function: Callable, found: dict[str, FunctionType]) -> None:
    parts = [part for value in _used(function).values() for part in (value.values() if _is_table(value) else [value])]
    for value in parts:
        if _own(value) and value.__name__ not in found:
            found[value.__name__] = value  # so that functions that call each other come to an end
            _collect(value, found)
            found[value.__name__] = found.pop(value.__name__)


def _is_table(value: Any) -> bool:
    """True for a dictionary of functions, from which a function picks by name."""
    return isinstance(value, dict) and any(isinstance(part, FunctionType) for part in value.values())


def _own(value: Any) -> bool:
    is_code = isinstance(value, (FunctionType, type))
    return is_code and value.__module__.split(".")[0] in ("core", "labs")


def _used(function: Callable) -> dict[str, Any]:
    """The global names a function or a class refers to, with what they are."""
    if isinstance(function, type):
        known, names = vars(sys.modules[function.__module__]), _named(function)
    else:
        known, names = function.__globals__, [*_around(function), *_loaded(function.__code__)]
    return {
        name: inspect.unwrap(known[name]) if callable(known[name]) else known[name] for name in names if name in known
    }


@lru_cache(maxsize=64)
def _named(kind: type) -> list[str]:
    """Every name in the source of a class: its bases, and what its methods read."""
    return [part.id for part in ast.walk(ast.parse(source_of(kind))) if isinstance(part, ast.Name)]


@lru_cache(maxsize=2048)
def _loaded(code: CodeType) -> tuple[str, ...]:
    """The global names that a code object, or one inside it such as a comprehension, reads. Attributes are none."""
    names = [step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    inner = [name for const in code.co_consts if isinstance(const, CodeType) for name in _loaded(const)]
    return tuple(dict.fromkeys(names + inner))


def called(cell: Callable) -> list[FunctionType]:
    """The functions of `core`, or of the step's room, that a cell calls itself."""
    return [value for value in _used(cell).values() if _own(value)]


def _around(function: Callable) -> list[str]:
    """The names that stand in a function's defaults, such as LARGEST in `largest=LARGEST`, and in its decorators."""
    if not (function.__defaults__ or function.__kwdefaults__ or source_of(function).lstrip().startswith("@")):
        return []
    definition = ast.parse(textwrap.dedent(source_of(function))).body[0]
    arguments = definition.args
    outside = [*arguments.defaults, *filter(None, arguments.kw_defaults), *definition.decorator_list]
    parts = [part for each in outside for part in ast.walk(each)]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def source_of(function: Any) -> str:
    """The source of a function or a class as it stands in its file."""
    return _written(function if isinstance(function, type) else inspect.unwrap(function).__code__)


@lru_cache(maxsize=2048)
def _written(thing: CodeType | type) -> str:
    return inspect.getsource(thing).rstrip()


def _preamble(cells: list[Callable], makers: list[Callable] | tuple = ()) -> str:
    """Imports, constants, our functions and tables of them that the cells need, in that order."""
    functions = [*core_functions(*cells, *makers), *makers]
    imports, constants, tables = {"import numpy as np"}, {}, {}
    for function in [*cells, *functions]:
        for name, value in _used(function).items():
            if isinstance(value, ModuleType):
                imports.add(f"import {value.__name__}" + (f" as {name}" if name != value.__name__ else ""))
            elif isinstance(value, (FunctionType, type)) and not _own(value):
                imports.add(f"from {_public(value.__module__)} import {name}")
            elif _is_table(value):
                tables[name] = "{" + ", ".join(f"{key!r}: {part.__name__}" for key, part in value.items()) + "}"
            elif not callable(value):
                constants[name] = value
    brief = f"np.set_printoptions(threshold={LARGE})  # long arrays are shown in brief"
    lines = ["from __future__ import annotations", "", *sorted(imports), "", brief]
    lines += [""] + [f"{name} = {literal(value)}" for name, value in constants.items()] if constants else []
    lines += [part for f in functions for part in ("", "", source_of(f))]
    return "\n".join(lines + [f"\n\n{name} = {text}" for name, text in tables.items()])


def _public(module: str) -> str:
    """`sklearn.decomposition` for a class that lives in `sklearn.decomposition._pca`."""
    return ".".join(part for part in module.split(".") if not part.startswith("_"))


# ---------------------------------------------------------------- the notebook


def notebook(title: str, prose: str, ran: Ran, library: Ran | None, bites: str, says: str, own: str = "") -> str:
    """A Jupyter notebook, as JSON text, of one step with the learner's values, which runs by itself.

    own: a function that the learner wrote, as it stands.
    """
    packed = {name: value for name, value in ran.values.items() if large(value)}
    plain = {name: value for name, value in ran.values.items() if not large(value)}
    files = [value for value in ran.values.values() if isinstance(value, FromFile)]
    preamble = _preamble(_cells(ran, library), [file.maker for file in files])
    cells = [new_markdown_cell(f"# {title}\n\n{prose}"), new_markdown_cell("## The functions"), new_code_cell(preamble)]
    cells += [new_code_cell(_bring(file)) for file in files]
    cells += [new_code_cell(_unpack(packed))] if packed else []
    cells += [new_markdown_cell("## The code that ran"), _printed(_program(plain, ran), ran)]
    if library:
        cells += [new_markdown_cell("## The same with the library"), _printed(_program({}, library), library)]
    cells += [new_markdown_cell("## What you wrote"), new_code_cell(own)] if own else []
    cells += [new_markdown_cell(f"**What the picture showed:** {says}\n\n## Where it bites\n\n{bites}")]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # and none by chance: the same values give the same notebook
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel}))


def _cells(ran: Ran, library: Ran | None) -> list[Callable]:
    return [ran.cell, library.cell] if library else [ran.cell]


def _program(values: dict[str, Any], ran: Ran) -> str:
    prints = [_print(name, value) for name, value in ran.results.items()]
    return "\n".join(filter(None, [values_text(values), read(ran.cell.__code__).body, *prints]))


def _printed(text: str, ran: Ran) -> nbformat.NotebookNode:
    """A code cell with what it printed."""
    return new_code_cell(text, outputs=[new_output("stream", text=results_text(ran.results) + "\n")])


def _print(name: str, value: Any) -> str:
    gap = "\\n" if "\n" in _gap(value) else " "
    return f'print(f"{name} ={gap}{{{name}}}")'


def _unpack(values: dict[str, Any]) -> str:
    """Source that restores large arrays and lists from packed text."""
    memory = io.BytesIO()
    np.savez_compressed(memory, **{name: np.asarray(value) for name, value in values.items()})
    text = base64.b64encode(memory.getvalue()).decode()
    unpacked = [
        f'{name} = data["{name}"]' + ("" if isinstance(value, np.ndarray) else f".tolist()  # {len(value)} entries")
        for name, value in values.items()
    ]
    lines = ["# The data, packed so that this notebook needs no other file.", "import base64", "import io", ""]
    return "\n".join([*lines, f'data = np.load(io.BytesIO(base64.b64decode("{text}")))', *unpacked])


def _bring(file: FromFile) -> str:
    """Source that has the bytes of a file as `data`: packed text, or the learner's own file, read by its name."""
    if not file.shipped:
        return f"# Put your file beside this notebook.\nwith open({file.file!r}, 'rb') as file:\n    data = file.read()"
    text = base64.b64encode(zlib.compress(file.data, 9)).decode()
    lines = [f"# {file.file}, packed so that this notebook needs no other file.", "import base64", "import zlib", ""]
    return "\n".join([*lines, f'data = zlib.decompress(base64.b64decode("{text}"))'])
