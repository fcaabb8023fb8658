"""A learner's own function, run safely: the part of Python that a formula needs, and nothing else.

It is a calculator, not Python. The text is read into Python's syntax tree and no further: nothing is compiled, executed
or imported, and no attribute is ever looked up by a name from the text. The tree is walked by `Reader`, which has one
method for each kind of node that may stand in a text; a kind without a method is refused. What comes out is closures.
They touch values only through the tables of calculator_table (built-ins, `np`, `math`, methods) and the operations of
calculator_values, which know every kind of value that can come up: numbers, arrays of numbers, lists, tuples, sets,
dicts, short texts that nothing can be done with. Neither classes, modules, code nor frames are among them.

What a text can use up is bounded, too:
    time      every statement, loop and call costs steps, an operation on an array more; the clock is looked at between
    memory    the size of an array, a list or a whole number is known before it is made; those alive are added up
    at once   no operation is larger than calculator_values allows: some milliseconds, then others have their turn
    depth     expressions and calls nest less deep than Python can follow
    others    arguments are copied when they come in, so the caller's own stay as they are

Whatever isn't run, or fails while it runs, is `Refused`, a ValueError with one sentence and the line it is about.
"""

from __future__ import annotations

import ast
import functools
import operator
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from core.calculator_table import (
    ARRAY_FACTS,
    BUILTINS,
    MATH,
    METHODS,
    NUMPY,
)
from core.calculator_values import (
    ARITHMETIC,
    BITS,
    FLOATS,
    NUMBERS,
    TOO_MANY_DIGITS,
    Budget,
    Once,
    Refused,
    Run,
    Tool,
    arithmetic,
    as_key,
    call_value,
    compare,
    contains,
    entry,
    iterate,
    listed,
    made,
    named,
    nearest,
    put,
    returned,
    roomy,
    taken,
    truth,
    unary,
)

__all__ = ["Budget", "Function", "Refused", "call", "compiled"]

LONGEST = 4_000  # letters of a text
DEEPEST = 60  # how deep its syntax tree may be
CALLS = 500  # how deep calls may be, counted in levels of the tree

Value = Callable[[Any], Any]  # what an expression is read into: a function of the frame, the names and their values
BREAK, CONTINUE, RETURN = "break", "continue", "return"


def call(source: str, **arguments: Any) -> Any:
    """What the function in the text `source` gives for these arguments. Refused for whatever the calculator won't run.

    source: one function, `def name(…): …`, in the calculator's part of Python.

    >>> call("def dot(u, v):\\n    return sum(a * b for a, b in zip(u, v))", u=[2, 1], v=[1, 3])
    5
    >>> call("def f(x):\\n    return x / 0", x=1)
    Traceback (most recent call last):
    core.calculator.Refused: This divides by zero.
    """
    return compiled(source).call(arguments)


@functools.lru_cache(maxsize=32)
def compiled(source: str) -> Function:
    """The function that the text `source` holds, read and checked once, to be called often.

    >>> mean = compiled("def mean(x):\\n    return np.sum(x) / len(x)")
    >>> mean.name, mean.parameters, mean.call({"x": [1, 2, 6]})
    ('mean', ('x',), np.float64(3.0))
    """
    reader = Reader()
    return Function(reader.whole(parsed(source)), reader.free)


class Function:
    """A learner's function: its `name`, its `parameters`, and `call`."""

    def __init__(self, code: Code, free: dict[str, tuple[int, Scope]]):
        self.name, self.parameters = code.name, tuple(code.names)
        self._code, self._free = code, free
        self._defaults = [default(Frame(Run(Budget(), {}), None)) for default in code.defaults]

    def call(self, arguments: dict[str, Any], known: dict[str, Any] | None = None, budget: Budget | None = None) -> Any:
        """What the function gives for these arguments. Refused for whatever the calculator won't run.

        known: functions, numbers and lists from outside that the text may use by these names; such a function is
        trusted to be quick and to change nothing. budget: shared by several calls; None is half a second and 100 MB.

        >>> compiled("def f(x, k=2):\\n    return k * g(x)").call({"x": 3}, known={"g": lambda x: x + 1})
        8
        """
        run = Run(budget or Budget(), {})
        try:
            with np.errstate(all="ignore"):
                return self._go(run, arguments, known or {})
        except Refused as error:
            refused = Refused(str(error), error.line or run.line)
        except Exception as error:
            refused = Refused(explained(error), run.line)
        raise refused

    def _go(self, run: Run, arguments: dict[str, Any], known: dict[str, Any]) -> Any:
        memo: dict[int, Any] = {}
        run.known = {name: taken(run, known[name], memo) for name in self._free if name in known}
        main = run.known[self.name] = Closure(self._code, None, self._defaults)
        for name, (line, scope) in self._free.items():
            if name not in run.known and name not in BUILTINS:
                raise Refused(unknown(name, [*names_from(scope), *known, self.name]), line)
        value = main.enter(run, [], {name: taken(run, value, memo) for name, value in arguments.items()})
        value = returned(run, value)
        for frame in run.frames:
            frame.clear()
        return value


# ---------------------------------------------------------------- what is made of a text


class Frame(dict):
    """The names of one call and their values; `up` is the frame that the function was written in."""

    __slots__ = ("run", "up", "result")

    def __init__(self, run: Run, up: Frame | None):
        self.run, self.up, self.result = run, up, None

    def __missing__(self, name: str) -> None:
        raise Refused(f"{name} has no value yet here.")


class Code:
    """A function as read: its parameters, its body, how deep the tree is, and whether it is the whole text's."""

    __slots__ = ("name", "names", "positional", "by_name", "defaults", "body", "depth", "main")


class Closure:
    """A function of the text, with the frame that it was written in and the values its arguments have if not given."""

    __slots__ = ("code", "up", "defaults")

    def __init__(self, code: Code, up: Frame | None, defaults: list):
        self.code, self.up, self.defaults = code, up, defaults

    def enter(self, run: Run, args: list, named_args: dict) -> Any:
        """What the function returns for these arguments."""
        line, code = run.line, self.code
        frame = self.bound(Frame(run, self.up), args, named_args)
        run.spend(4)
        run.depth += code.depth
        if run.depth > CALLS:
            raise Refused(f"{code.name} calls itself too often. Does it ever stop? A loop goes further.")
        signal = code.body(frame)
        run.depth -= code.depth
        if code.main and signal is not RETURN:
            raise Refused(f"{code.name} came to its end without return: end it with return and what it gives.")
        run.line = line or run.line
        return frame.result

    def bound(self, frame: Frame, args: list, named_args: dict) -> Frame:
        """The frame, with every parameter given its value."""
        code = self.code
        if len(args) > len(code.positional):
            takes = counted_words(len(code.positional))
            raise Refused(f"{code.name} takes {takes}; it was given {len(args)}.")
        frame.update(zip(code.positional, args))
        for name, value in named_args.items():
            if name in frame or name not in code.by_name:
                twice = "was given its argument {} twice" if name in frame else "has no argument {}"
                raise Refused(f"{code.name} {twice.format(name)}. Its arguments are {', '.join(code.names) or 'none'}.")
            frame[name] = value
        for name, value in zip(code.names[len(code.names) - len(self.defaults) :], self.defaults):
            if name not in frame and value is not NO_DEFAULT:
                frame[name] = value
        for name in code.names:
            if name not in frame:
                raise Refused(f"{code.name} was not given its argument {name}.")
        return frame


NO_DEFAULT = object()


def counted_words(count: int) -> str:
    return "no argument" if not count else f"{count} argument" + "s" * (count > 1)


# ---------------------------------------------------------------- reading


reading = threading.Lock()  # what is warned of is set for all threads at once


def parsed(source: str) -> ast.FunctionDef:
    """The syntax tree of the one function in a text. Refused if Python can't read it, or it holds anything else."""
    if not isinstance(source, str) or not source.strip():
        raise Refused("Write a function: def name(…): and below it, indented, what it returns.")
    if len(source) > LONGEST:
        raise Refused(f"That is {len(source):,} letters long; {LONGEST:,} are the most here.")
    for sign, sentence in FORBIDDEN.items():
        if found := re.search(sign, source):
            raise Refused(sentence, source.count("\n", 0, found.start()) + 1)
    try:
        with reading, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, filename="")  # Python looks into the file of that name for a line it can't read
    except SyntaxError as error:
        refused = Refused(unreadable(error), min(max(error.lineno or 1, 1), source.count("\n") + 1))
    except (ValueError, MemoryError, RecursionError, OverflowError):
        refused = Refused("Python can't read this: it is nested too deeply, or holds a sign that no text has.")
    else:
        no_backslash(source, tree)
        return one_function(tree)
    raise refused


def no_backslash(source: str, tree: ast.Module) -> None:
    """Refused if a text holds a word with a backslash; comments and docstrings may have them."""
    if "\\" not in source:
        return
    lines = [line.encode() for line in re.split("\r\n?|\n", source)]
    docstrings = {id(node.value) for node in ast.walk(tree) if is_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and id(node) not in docstrings:
            start = node.col_offset
            end = node.end_col_offset if node.end_lineno == node.lineno else None
            if b"\\" in b"".join([lines[node.lineno - 1][start:end], *lines[node.lineno : node.end_lineno]]):
                raise Refused("A backslash is not in the calculator.", node.lineno)


FORBIDDEN = {
    "__": "Names with two underscores in a row are not in the calculator.",
    "\0": "There is a sign in here that no text has.",
}


def unreadable(error: SyntaxError) -> str:
    """Why Python can't read a text, in its own words, with a capital letter and a full stop."""
    words = str(error.msg or "invalid syntax")
    if "'=='" in words:
        return "Python can't read this line: whether two are equal is asked with ==; a single = gives a name its value."
    if words.startswith("invalid syntax"):
        words = words.replace("invalid syntax", "this is not how Python is written", 1)
    return f"Python can't read this line: {words[:200].rstrip('.')}."


def one_function(tree: ast.Module) -> ast.FunctionDef:
    tree.body = [node for node in tree.body if not is_here(node)]
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            raise (
                refusal(node)
                if type(node).__name__ in HINTS
                else Refused(
                    "Everything stands in one function: def name(…): and below it, indented, its lines.", node.lineno
                )
            )
    if len(tree.body) != 1:
        line = tree.body[1].lineno if tree.body else None
        raise Refused("Write one function. One that helps it goes inside it.", line)
    check_depth(tree)
    return tree.body[0]


def check_depth(tree: ast.AST) -> None:
    """Refused if a syntax tree is deeper than closures of closures can be called."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            line = next((node.lineno for node in level if hasattr(node, "lineno")), None)
            raise Refused("This is nested too deeply, or too long in one piece: give parts of it names.", line)
        level = [inner for node in level for inner in ast.iter_child_nodes(node)]


HINTS = {
    "Import": "np and math are here already, by these names. Nothing else can be imported: delete this line.",
    "ImportFrom": "np and math are here already, by these names. Nothing else can be imported: delete this line.",
    "ClassDef": "class is not in the calculator: a function is enough.",
    "AsyncFunctionDef": "async is not in the calculator.",
    "Try": "try is not in the calculator: ask with if before.",
    "TryStar": "try is not in the calculator: ask with if before.",
    "With": 'with is not in the calculator, other than with np.errstate(all="ignore").',
    "AsyncWith": "with is not in the calculator.",
    "AsyncFor": "async is not in the calculator.",
    "Global": "global is not in the calculator: give the function an argument.",
    "Nonlocal": "nonlocal is not in the calculator: return the value.",
    "Delete": "del is not in the calculator: make a new list of what is to stay.",
    "Match": "match is not in the calculator: write if and elif.",
    "NamedExpr": ":= is not in the calculator: write the assignment on a line of its own.",
    "JoinedStr": "Text is not put together in the calculator: return the numbers.",
    "Yield": "yield is not in the calculator: collect the values in a list and return it.",
    "YieldFrom": "yield is not in the calculator: collect the values in a list and return it.",
    "Await": "await is not in the calculator.",
    "TypeAlias": "type is not in the calculator.",
}
INSTEAD = {
    "print": "print shows nothing here: return what you want to see.",
    "numpy": "NumPy is called np here.",
    "filter": "filter is not in the calculator: write [x for x in … if …].",
    "str": "Text is not in the calculator: return the numbers.",
    "isinstance": "isinstance is not in the calculator: the arguments are numbers, lists and arrays.",
    "type": "type is not in the calculator: the arguments are numbers, lists and arrays.",
    "iter": "iter is not in the calculator: write a loop with for.",
    "next": "next is not in the calculator: write a loop with for, or an index such as [0].",
    "input": "input is not in the calculator: what the function needs are its arguments.",
    "complex": "Complex numbers are not in the calculator.",
    "reduce": "reduce is not in the calculator: write a loop with for.",
    "np": "np stands before a point: np.sum(x).",
    "math": "math stands before a point: math.sqrt(x).",
    "Math": "Math is written math in Python.",
    "true": "true is written True in Python.",
    "false": "false is written False in Python.",
    "null": "null is written None in Python.",
}
ELSEWHERE = {  # what is no attribute here, and what is written instead
    "eigenvalues": "Two names take what np.linalg.eigh gives: values, vectors = np.linalg.eigh(A).",
    "eigenvectors": "Two names take what np.linalg.eigh gives: values, vectors = np.linalg.eigh(A).",
    **dict.fromkeys(["U", "S", "Vh"], "Three names take what np.linalg.svd gives: U, S, Vh = np.linalg.svd(A)."),
    **dict.fromkeys(["Q", "R"], "Two names take what np.linalg.qr gives: Q, R = np.linalg.qr(A)."),
    "length": "How many there are is len(x).",
    "push": "A list grows by .append(…).",
}
BESIDES = {"math.sumprod": "Write sum(a * b for a, b in zip(u, v)), or u @ v with arrays."}
ERRORS = {"ValueError", "TypeError", "ZeroDivisionError", "IndexError", "ArithmeticError", "Exception"}


def refusal(node: ast.AST) -> Refused:
    """What to say of a kind of node that isn't read."""
    name = type(node).__name__
    return Refused(HINTS.get(name, f"{name} is not in the calculator."), getattr(node, "lineno", None))


def unknown(name: str, known: list[str]) -> str:
    """What to say of a name that means nothing here."""
    if name in INSTEAD:
        return INSTEAD[name]
    for prefix, table in (
        ("np", NUMPY),
        ("math", MATH),
        ("np.linalg", {n[7:]: 0 for n in NUMPY if n[:7] == "linalg."}),
    ):
        if name in table:
            return f"{name} isn't known by itself: write {prefix}.{name}."
    return f"The name {name} isn't known here.{nearest(name, [*known, *BUILTINS, 'np', 'math'])}"


class Scope:
    """The names that belong to a function or a comprehension, and the scope that it is written in."""

    def __init__(self, names: set[str], up: Scope | None):
        self.names, self.up = names, up


def names_from(scope: Scope | None) -> set[str]:
    """The names that belong to the text, seen from a scope."""
    names: set[str] = set()
    while scope is not None:
        names, scope = names | scope.names, scope.up
    return names


class Reader:
    """Reads a syntax tree into closures: a method for each kind of node that may stand in a text.

    An expression becomes a function of a frame that gives its value; a statement one that gives None or a signal.
    """

    def __init__(self) -> None:
        self.scope: Scope | None = None
        self.free: dict[str, tuple[int, Scope]] = {}  # names that aren't the text's own: where they stand first
        self.line = 0

    def whole(self, node: ast.FunctionDef) -> Code:
        """The function that is the whole text."""
        if (
            (body := node.body[1:] if is_docstring(node.body[0]) else node.body)
            and all(isinstance(part, ast.Pass) for part in body)
            or not body
        ):
            raise Refused(f"{node.name} is still empty: write what it returns.", node.body[-1].lineno)
        code = self.function(node, node.name)
        code.main = True
        return code

    # ------------------------------------------------ functions

    def function(self, node: ast.FunctionDef | ast.Lambda, name: str) -> Code:
        """A def or a lambda."""
        arguments = node.args
        if arguments.vararg or arguments.kwarg or getattr(node, "type_params", None):
            raise Refused("An argument has a name and nothing before it, neither * nor **.", node.lineno)
        if getattr(node, "decorator_list", None):
            raise Refused("A function has nothing with @ before it here.", node.lineno)
        before, behind = arguments.posonlyargs + arguments.args, arguments.kwonlyargs
        for argument in before + behind:
            check_note(argument.annotation)
        code = Code()
        code.name, code.main = name, False
        code.positional = [self.own(argument.arg, node) for argument in before]
        code.names = code.positional + [self.own(argument.arg, node) for argument in behind]
        if len(set(code.names)) < len(code.names):
            raise Refused("Two arguments have the same name.", node.lineno)
        code.by_name = set(code.names[len(arguments.posonlyargs) :])
        defaults = [self.default(value) for value in [*arguments.defaults, *arguments.kw_defaults]]
        code.defaults, code.depth = defaults, depth_of(node) + 4
        self.scope = Scope(set(code.names) | stored_names(node), self.scope)
        code.body = self.lambda_body(node.body) if isinstance(node, ast.Lambda) else self.block(node.body)
        if isinstance(node, ast.FunctionDef):
            check_note(node.returns)
        self.scope = self.scope.up
        return code

    def default(self, node: ast.expr | None) -> Value:
        if node is None:
            return lambda f: NO_DEFAULT
        plain = all(
            isinstance(part, CONSTANT_PARTS) and getattr(part, "value", 0) is not ... for part in ast.walk(node)
        )
        if self.scope is None and not plain:
            raise Refused(
                "The value of an argument that isn't given is a number, True, False or None here.", node.lineno
            )
        return self.expr(node, text=True)

    def lambda_body(self, node: ast.expr) -> Value:
        value = self.expr(node)

        def body(f: Frame) -> str:
            f.result = value(f)
            return RETURN

        return body

    def own(self, name: str, node: ast.AST) -> str:
        """A name of the text's own, if it may be one."""
        if "__" in name or len(name) > 100:
            raise Refused(
                "Names with two underscores in a row are not in the calculator.", getattr(node, "lineno", None)
            )
        return name

    def closure(self, code: Code) -> Value:
        defaults = code.defaults

        def make(f: Frame) -> Closure:
            f.run.frames.append(f)
            return Closure(code, f, [default(f) for default in defaults])

        return make

    # ------------------------------------------------ statements

    def block(self, nodes: list[ast.stmt]) -> Value:
        """Statements one after the other, until one gives a signal."""
        statements = [(node.lineno, cost_of(node), self.statement(node)) for node in nodes]

        def block(f: Frame) -> str | None:
            run = f.run
            for line, cost, do in statements:
                run.line = line
                run.spend(cost)
                signal = do(f)
                if signal is not None:
                    return signal
            return None

        return block

    def statement(self, node: ast.stmt) -> Value:
        read = getattr(self, "read_" + type(node).__name__, None)
        if read is None:
            raise refusal(node)
        self.line = node.lineno
        return read(node)

    def read_Pass(self, node: ast.Pass) -> Value:
        return lambda f: None

    def read_Break(self, node: ast.Break) -> Value:
        return lambda f: BREAK

    def read_Continue(self, node: ast.Continue) -> Value:
        return lambda f: CONTINUE

    def read_Expr(self, node: ast.Expr) -> Value:
        if is_docstring(node):
            return lambda f: None
        value = self.expr(node.value)

        def do(f: Frame) -> None:
            value(f)

        return do

    def read_Return(self, node: ast.Return) -> Value:
        value = self.expr(node.value) if node.value else lambda f: None

        def do(f: Frame) -> str:
            f.result = value(f)
            return RETURN

        return do

    def read_Raise(self, node: ast.Raise) -> Value:
        error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if node.cause or not (isinstance(error, ast.Name) and error.id in ERRORS):
            raise Refused('After raise stands an error here: raise ValueError("…").', node.lineno)
        words = node.exc.args[0] if isinstance(node.exc, ast.Call) and node.exc.args else None
        sentence = f"Your code raises {error.id}{reason(words)}."

        def do(f: Frame) -> None:
            raise Refused(sentence)

        return do

    def read_Assert(self, node: ast.Assert) -> Value:
        test, sentence = self.expr(node.test), f"What your code asserts is not true{reason(node.msg)}."

        def do(f: Frame) -> None:
            if not truth(test(f)):
                raise Refused(sentence)

        return do

    def read_Import(self, node: ast.Import) -> Value:
        """import numpy as np and import math change nothing: both are here."""
        if not is_here(node):
            raise refusal(node)
        return lambda f: None

    def read_FunctionDef(self, node: ast.FunctionDef) -> Value:
        make, store = self.closure(self.function(node, node.name)), self.store_name(node.name, node)
        return lambda f: store(f, make(f))

    def read_Assign(self, node: ast.Assign) -> Value:
        value, stores = self.expr(node.value), [self.target(target) for target in node.targets]

        def do(f: Frame) -> None:
            result = value(f)
            for store in stores:
                store(f, result)

        return do

    def read_AnnAssign(self, node: ast.AnnAssign) -> Value:
        check_note(node.annotation)
        if node.value is None or not isinstance(node.target, ast.Name):
            raise Refused("Write name = value.", node.lineno)
        value, store = self.expr(node.value), self.target(node.target)
        return lambda f: store(f, value(f))

    def read_AugAssign(self, node: ast.AugAssign) -> Value:
        sign, value = self.sign(node.op), self.expr(node.value)
        if isinstance(node.target, ast.Subscript):
            place, key = self.expr(node.target.value), self.expr(node.target.slice, text=True)

            def do(f: Frame) -> None:
                run, at, where = f.run, place(f), key(f)
                put(run, at, where, arithmetic(run, sign, entry(run, at, where), value(f), in_place=True))

            return do
        if not isinstance(node.target, ast.Name):
            raise Refused(f"Before {sign}= stands a name, or an entry such as x[0].", node.lineno)
        load, store = self.load(node.target.id, node), self.target(node.target)
        return lambda f: store(f, arithmetic(f.run, sign, load(f), value(f), in_place=True))

    def read_If(self, node: ast.If) -> Value:
        test, body, other = self.expr(node.test), self.block(node.body), self.block(node.orelse)
        return lambda f: body(f) if truth(test(f)) else other(f)

    def read_With(self, node: ast.With) -> Value:
        """with np.errstate(…): nan and inf never warn here, so its lines are run as they are."""
        for item in node.items:
            settings = item.context_expr
            if item.optional_vars or not isinstance(settings, ast.Call) or dotted(settings.func) != ["np", "errstate"]:
                raise refusal(node)
            values = [*settings.args, *[keyword.value for keyword in settings.keywords]]
            if any(not isinstance(value, ast.Constant) or value.value not in ("ignore", "warn") for value in values):
                raise refusal(node)
        return self.block(node.body)

    def read_While(self, node: ast.While) -> Value:
        if node.orelse:
            raise Refused("else behind a loop is not in the calculator.", node.orelse[0].lineno)
        test, body, line, cost = self.expr(node.test), self.block(node.body), node.lineno, cost_of(node.test)

        def do(f: Frame) -> str | None:
            run = f.run
            while truth(test(f)):
                signal = body(f)
                if signal is not None and signal is not CONTINUE:
                    return None if signal is BREAK else signal
                run.line = line
                run.spend(cost)
            return None

        return do

    def read_For(self, node: ast.For) -> Value:
        if node.orelse:
            raise Refused("else behind a loop is not in the calculator.", node.orelse[0].lineno)
        items, store, body, line = self.expr(node.iter), self.target(node.target), self.block(node.body), node.lineno

        def do(f: Frame) -> str | None:
            run = f.run
            for value in iterate(run, items(f)):
                run.line = line
                run.spend(2)
                store(f, value)
                signal = body(f)
                if signal is not None and signal is not CONTINUE:
                    return None if signal is BREAK else signal
            return None

        return do

    # ------------------------------------------------ names, and what is assigned to

    def target(self, node: ast.expr) -> Callable[[Frame, Any], None]:
        """What stands before =: a name, an entry, or several of them."""
        if isinstance(node, ast.Name):
            return self.store_name(node.id, node)
        if isinstance(node, ast.Subscript):
            place, key = self.expr(node.value), self.expr(node.slice, text=True)
            return lambda f, value: put(f.run, place(f), key(f), value)
        if isinstance(node, (ast.Tuple, ast.List)):
            return self.unpack(node)
        raise Refused("Before = stands a name, an entry such as x[0], or several of them with commas.", node.lineno)

    def store_name(self, name: str, node: ast.AST) -> Callable[[Frame, Any], None]:
        self.own(name, node)

        def store(f: Frame, value: Any) -> None:
            f[name] = value

        return store

    def unpack(self, node: ast.Tuple | ast.List) -> Callable[[Frame, Any], None]:
        """a, b = … and a, *b = …"""
        starred = [place for place, part in enumerate(node.elts) if isinstance(part, ast.Starred)]
        stores = [self.target(part.value if isinstance(part, ast.Starred) else part) for part in node.elts]
        count = len(stores)
        if len(starred) > 1:
            raise Refused("Only one name can take the rest.", node.lineno)

        def store(f: Frame, value: Any) -> None:
            values = value if type(value) is tuple and not starred else listed(f.run, value)
            if len(values) != count and not (starred and len(values) >= count - 1):
                raise Refused(f"There are {count} names before = and {len(values)} values behind it.")
            if starred:
                first, rest = starred[0], len(values) - count + 1
                values[first : first + rest] = [values[first : first + rest]]
            for put_one, one in zip(stores, values):
                put_one(f, one)

        return store

    def load(self, name: str, node: ast.AST) -> Value:
        """The value of a name: the text's own, else known from outside, else built in."""
        self.own(name, node)
        scope, hops = self.scope, 0
        while scope is not None and name not in scope.names:
            scope, hops = scope.up, hops + 1
        if scope is None:
            return self.load_free(name, node)

        def load(f: Frame) -> Any:
            for _ in range(hops):
                f = f.up
            return f[name]

        return load if hops else operator.itemgetter(name)

    def load_free(self, name: str, node: ast.AST) -> Value:
        if name in INSTEAD and name not in BUILTINS and name in ("np", "math"):
            raise Refused(INSTEAD[name], node.lineno)
        self.free.setdefault(name, (node.lineno, self.scope))
        tool = BUILTINS.get(name)
        return lambda f: f.run.known.get(name, tool)

    # ------------------------------------------------ expressions

    def expr(self, node: ast.expr, text: bool = False) -> Value:
        """An expression; `text` where a text may stand: as an argument, a key, in a list or a comparison."""
        read = getattr(self, "read_" + type(node).__name__, None)
        if read is None or isinstance(node, ast.stmt):
            raise refusal(node)
        if isinstance(node, ast.Constant) and node.value is ... and not text:
            raise Refused("Three points stand for nothing here: write what is missing.", node.lineno)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not text:
            raise Refused("Text is not in the calculator, other than as an argument or in a comparison.", node.lineno)
        value = read(node)
        return self.at_line(node, value) if node.lineno != self.line and isinstance(node, LINED) else value

    def at_line(self, node: ast.expr, value: Value) -> Value:
        """The same value; until it is there, the run is on that line of a statement of several."""
        line = node.lineno

        def with_line(f: Frame) -> Any:
            before, f.run.line = f.run.line, line
            result = value(f)
            f.run.line = before
            return result

        return with_line

    def read_Constant(self, node: ast.Constant) -> Value:
        value = node.value
        if type(value) not in (int, float, bool, str, type(None), type(...)) or type(value) is str and len(value) > 200:
            raise Refused("Only numbers, True, False, None and short words stand for themselves here.", node.lineno)
        if type(value) is int and value.bit_length() > BITS:
            raise Refused(TOO_MANY_DIGITS, node.lineno)
        return lambda f: value

    def read_Name(self, node: ast.Name) -> Value:
        return self.load(node.id, node)

    def read_Lambda(self, node: ast.Lambda) -> Value:
        return self.closure(self.function(node, "this lambda"))

    def read_IfExp(self, node: ast.IfExp) -> Value:
        test, yes, no = self.expr(node.test), self.expr(node.body), self.expr(node.orelse)
        return lambda f: yes(f) if truth(test(f)) else no(f)

    def read_BoolOp(self, node: ast.BoolOp) -> Value:
        *parts, last = [self.expr(value) for value in node.values]
        stop = isinstance(node.op, ast.Or)

        def value(f: Frame) -> Any:
            for part in parts:
                result = part(f)
                if truth(result) is stop:
                    return result
            return last(f)

        return value

    def sign(self, node: ast.operator | ast.unaryop | ast.cmpop) -> str:
        return SIGNS[type(node)]

    def read_BinOp(self, node: ast.BinOp) -> Value:
        sign, left, right = self.sign(node.op), self.expr(node.left), self.expr(node.right)
        operation = ARITHMETIC[sign]
        if sign not in ("+", "-", "*", "/"):
            return lambda f: arithmetic(f.run, sign, left(f), right(f))

        def value(f: Frame) -> Any:
            a, b = left(f), right(f)
            if type(a) in FLOATS and type(b) in FLOATS:  # the most frequent case by far, and always small
                return operation(a, b)
            return arithmetic(f.run, sign, a, b)

        return value

    def read_UnaryOp(self, node: ast.UnaryOp) -> Value:
        sign, value = self.sign(node.op), self.expr(node.operand)
        if sign == "not":
            return lambda f: not truth(value(f))
        return lambda f: unary(f.run, sign, value(f))

    def read_Compare(self, node: ast.Compare) -> Value:
        parts = [node.left, *node.comparators]
        for sign, left, right in zip(node.ops, parts, parts[1:]):
            sides = [part for part in (left, right) if isinstance(part, ast.Constant) and part.value is None]
            if isinstance(sign, (ast.Is, ast.IsNot)) and not sides:
                raise Refused("is asks only for None here: x is None. Numbers are compared by ==.", node.lineno)
        first, *rest = [self.expr(part, text=True) for part in parts]
        steps = [(compared(sign), value) for sign, value in zip(node.ops, rest)]

        def value(f: Frame) -> Any:
            left = first(f)
            for place, (test, right_value) in enumerate(steps, start=1):
                right = right_value(f)
                result = test(f.run, left, right)
                if place == len(steps) or not truth(result):
                    return result
                left = right

        return value

    def read_Call(self, node: ast.Call) -> Value:
        function = self.expr(node.func)
        values = self.several(node.args)
        for keyword in node.keywords:
            if keyword.arg is None:
                raise Refused("** before an argument is not in the calculator.", node.lineno)
            if [other.arg for other in node.keywords].count(keyword.arg) > 1:
                raise Refused(f"The argument {keyword.arg} is given twice.", node.lineno)
        names = [(keyword.arg, self.expr(keyword.value, text=True)) for keyword in node.keywords]
        return lambda f: call_value(f.run, function(f), values(f), {name: value(f) for name, value in names})

    def several(self, nodes: list[ast.expr]) -> Callable[[Frame], list]:
        """The values of expressions as a list, each *x spread out."""
        parts = [
            (
                isinstance(node, ast.Starred),
                self.expr(getattr(node, "value", node) if isinstance(node, ast.Starred) else node, text=True),
            )
            for node in nodes
        ]
        if not any(spread for spread, _ in parts):
            values = [value for _, value in parts]
            return lambda f: [value(f) for value in values]

        def spread_out(f: Frame) -> list:
            result: list = []
            for spread, value in parts:
                result.extend(listed(f.run, value(f)) if spread else [value(f)])
            return result

        return spread_out

    def read_Attribute(self, node: ast.Attribute) -> Value:
        path = dotted(node)
        if path and path[0] in ("np", "numpy", "math") and path[0] not in names_from(self.scope):
            return self.library(path[0], ".".join(path[1:]), node)
        name = node.attr
        if path and path[0] == "Math" and "Math" not in names_from(self.scope):
            raise Refused(f"Math is written math in Python: math.{name}.", node.lineno)
        if name not in ATTRIBUTES and name in ELSEWHERE:
            raise Refused(f".{name} is not in the calculator. {ELSEWHERE[name]}", node.lineno)
        if name not in ATTRIBUTES:
            raise Refused(f".{name} is not in the calculator.{nearest(name, ATTRIBUTES)}", node.lineno)
        value = self.expr(node.value)
        return lambda f: attribute(f.run, value(f), name)

    def library(self, root: str, name: str, node: ast.Attribute) -> Value:
        """np.… or math.…, out of its table."""
        if root == "numpy":
            raise Refused(INSTEAD["numpy"], node.lineno)
        table = NUMPY if root == "np" else MATH
        if name not in table:
            hint = nearest(name, table, f"{root}.")
            if "random" in name:
                hint = " Random numbers come from a generator that is an argument."
            elif name.startswith("nan"):
                hint = " It leaves nan out; x[~np.isnan(x)] is x without them."
            elif f"{root}.{name}" in BESIDES:
                hint = " " + BESIDES[f"{root}.{name}"]
            raise Refused(f"{root}.{name} is not in the calculator.{hint}", node.lineno)
        value = table[name]
        return lambda f: value

    def read_Subscript(self, node: ast.Subscript) -> Value:
        value, key = self.expr(node.value), self.expr(node.slice, text=True)
        return lambda f: entry(f.run, value(f), key(f))

    def read_Slice(self, node: ast.Slice) -> Value:
        parts = [self.expr(part) if part else lambda f: None for part in (node.lower, node.upper, node.step)]
        return lambda f: slice(*[part(f) for part in parts])

    def read_Tuple(self, node: ast.Tuple) -> Value:
        values = self.several(node.elts)
        return lambda f: tuple(values(f))

    def read_List(self, node: ast.List) -> Value:
        return self.several(node.elts)

    def read_Set(self, node: ast.Set) -> Value:
        values = self.several(node.elts)
        return lambda f: gathered(f.run, values(f))

    def read_Dict(self, node: ast.Dict) -> Value:
        if None in node.keys:
            raise Refused("** before a dict is not in the calculator.", node.lineno)
        pairs = [(self.expr(key, text=True), self.expr(value, text=True)) for key, value in zip(node.keys, node.values)]
        return lambda f: keyed(f.run, ((key(f), value(f)) for key, value in pairs))

    # ------------------------------------------------ comprehensions

    def read_ListComp(self, node: ast.ListComp) -> Value:
        start = self.comprehension(node.generators, [node.elt])
        return lambda f: [*start(f)]

    def read_SetComp(self, node: ast.SetComp) -> Value:
        start = self.comprehension(node.generators, [node.elt])
        return lambda f: gathered(f.run, start(f))

    def read_DictComp(self, node: ast.DictComp) -> Value:
        start = self.comprehension(node.generators, [node.key, node.value])
        return lambda f: keyed(f.run, start(f))

    def read_GeneratorExp(self, node: ast.GeneratorExp) -> Value:
        start = self.comprehension(node.generators, [node.elt], lazy=True)

        def value(f: Frame) -> Once:
            f.run.frames.append(f)
            return start(f)

        return value

    def comprehension(
        self, generators: list[ast.comprehension], made: list[ast.expr], lazy: bool = False
    ) -> Callable[[Frame], Any]:
        """… for … in … if …: what is made, one after the other, in a frame of its own; several in tuples.

        lazy: for (… for …), which goes on only when it is asked.
        """
        if any(part.is_async for part in generators):
            raise Refused("async is not in the calculator.", made[0].lineno)
        first = self.expr(generators[0].iter)
        self.scope = Scope({name for part in generators for name in names_in(part.target)}, self.scope)
        loop = self.loops(generators, made, lazy)
        self.scope = self.scope.up

        def start(f: Frame) -> Any:
            source = first(f)
            steps = loop(Frame(f.run, f), iterate(f.run, source))
            return Once(steps, source) if lazy else steps

        return start

    def loops(
        self, generators: list[ast.comprehension], made: list[ast.expr], lazy: bool
    ) -> Callable[[Frame, Iterator], Iterator]:
        this, *others = generators
        store, tests = self.target(this.target), [self.expr(test) for test in this.ifs]
        items = self.expr(others[0].iter) if others else None
        inner = self.loops(others, made, lazy) if others else None
        values = [] if others else [self.expr(part, text=True) for part in made]
        make = values[0] if len(values) == 1 else lambda f: tuple([value(f) for value in values])
        cost = 2 + sum(map(cost_of, this.ifs)) + sum(map(cost_of, made))

        def loop(f: Frame, entries: Iterator) -> Iterator:
            run = f.run
            for value in entries:
                run.spend(cost)
                store(f, value)
                if not tests or all([truth(test(f)) for test in tests]):
                    if inner is None:
                        yield make(f)
                    else:
                        yield from inner(f, iterate(run, solid(items(f)) if lazy else items(f)))

        return loop


def solid(value: Any) -> Any:
    """What a loop inside (… for …) goes through: nothing that is passed through once, or chains of them had no end."""
    if type(value) is Once:
        raise Refused("Make a list(…) of what the inner loop goes through.")
    return value


SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
CONSTANT_PARTS = (ast.Constant, ast.UnaryOp, ast.USub, ast.UAdd, ast.Tuple, ast.Load, ast.Name, ast.Attribute)
LINED = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Call, ast.Subscript, ast.Attribute, ast.ListComp)
FINFO = ("eps", "max", "min", "tiny")
ATTRIBUTES = {*ARRAY_FACTS, *FINFO, *(name for table in METHODS.values() for name in table)}


def compared(sign: ast.cmpop) -> Callable[[Run, Any, Any], Any]:
    """The test that a comparison's sign stands for."""
    tests = {
        ast.Is: lambda run, a, b: a is b, ast.IsNot: lambda run, a, b: a is not b,
        ast.In: contains, ast.NotIn: lambda run, a, b: not contains(run, a, b),
    }  # fmt: skip
    return tests.get(type(sign)) or functools.partial(in_order, SIGNS.get(type(sign)))


def in_order(sign: str, run: Run, a: Any, b: Any) -> Any:
    return compare(run, sign, a, b)


def attribute(run: Run, value: Any, name: str) -> Any:
    """value.name, out of the tables."""
    kind = type(value)
    if kind is np.ndarray or (kind in NUMBERS and isinstance(value, np.generic)):
        if name in ARRAY_FACTS:
            return made(run, ARRAY_FACTS[name](value))
        kind = np.ndarray
    if kind is np.finfo and name in FINFO:
        return getattr(value, name)
    table = METHODS.get(kind, {})
    if name not in table:
        known = [*table, *(ARRAY_FACTS if kind is np.ndarray else [])]
        hint = (
            " np.array(…) makes an array of it."
            if kind in (list, tuple) and name in ATTRIBUTES
            else nearest(name, known)
        )
        raise Refused(f"{named(value).capitalize()} has no .{name} here.{hint}")
    tool = table[name]
    return Tool(name, lambda run, args, named_args: tool.run(run, [value, *args], named_args))


def gathered(run: Run, values: Any) -> set:
    group: set = set()
    for value in values:
        group.add(as_key(run, value))
        roomy(group)
    return group


def keyed(run: Run, pairs: Any) -> dict:
    table: dict = {}
    for key, value in pairs:
        table[as_key(run, key)] = value
        roomy(table)
    return table


def reason(node: ast.expr | None) -> str:
    """The words behind raise or assert, on one line and without their full stop, with a colon before them."""
    words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    words = " ".join(words.split())[:200].rstrip(".")
    return f": {words}" if words else ""


def is_here(node: ast.stmt) -> bool:
    """True for import numpy as np and import math, which may stand in a text and do nothing."""
    here = {("numpy", "np"), ("math", None), ("math", "math")}
    return isinstance(node, ast.Import) and all((name.name, name.asname) in here for name in node.names)


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def dotted(node: ast.expr) -> list[str]:
    """a.b.c as ["a", "b", "c"]; [] if it is anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *parts[::-1]] if isinstance(node, ast.Name) else []


def names_in(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def stored_names(node: ast.FunctionDef | ast.Lambda) -> set[str]:
    """The names that a function's own body assigns to, those inside other functions and comprehensions left out."""
    names, level = set(), list(node.body) if isinstance(node, ast.FunctionDef) else []
    while level:
        part = level.pop()
        if isinstance(part, ast.FunctionDef):
            names.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif not isinstance(part, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            level += ast.iter_child_nodes(part)
    return names


def cost_of(node: ast.AST) -> int:
    """How many steps a statement is, what is inside it and costs its own left out: one for each part."""
    if isinstance(node, (ast.If, ast.While)):
        node = node.test
    elif isinstance(node, ast.With):
        return 1
    elif isinstance(node, ast.For):
        node = node.iter
    elif isinstance(node, ast.FunctionDef):
        return 4
    return 1 + sum(isinstance(part, ast.expr) for part in ast.walk(node))


def depth_of(node: ast.AST) -> int:
    """How deep a function's own tree is."""
    depth, level = 0, [node]
    while level:
        depth += 1
        level = [inner for part in level for inner in ast.iter_child_nodes(part)]
    return depth


def check_note(node: ast.expr | None) -> None:
    """Refused if an annotation is more than the name of a type; it is never looked at again."""
    allowed = (
        ast.Name,
        ast.Attribute,
        ast.Subscript,
        ast.Constant,
        ast.Tuple,
        ast.List,
        ast.BinOp,
        ast.BitOr,
        ast.Load,
    )
    for part in ast.walk(node) if node else ():
        if not isinstance(part, allowed):
            raise Refused("Behind a colon stands a type here, such as float.", node.lineno)


# ---------------------------------------------------------------- what went wrong, in words


def explained(error: Exception) -> str:
    """What went wrong, in a sentence."""
    said = " ".join(str(error).split())[:200].rstrip(".") if type(error) is not KeyError else ""
    said = re.sub(" (required )?(positional|keyword-only)", "", said)
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return sentence.format(said=said)
    return f"This can't be calculated: {said or type(error).__name__}."


SENTENCES = {
    ZeroDivisionError: "This divides by zero.",
    np.exceptions.AxisError: "There is no such axis: {said}. The first axis is 0.",
    KeyError: "The dict doesn't have this key.",
    IndexError: "There is no such entry: {said}.",
    OverflowError: "A number has become too large for a computer: {said}.",
    RecursionError: "This is nested too deeply, or a function calls itself too often.",
    MemoryError: "There is not enough memory for this.",
    np.linalg.LinAlgError: "This matrix can't be used here: {said}.",
    TypeError: "These don't go together: {said}.",
    ValueError: "This doesn't fit: {said}.",
}
