"""How the code is written: every room says what it is for, nothing is long, everything is typed."""

import ast
import importlib
import re
from collections.abc import Iterator

import pytest

from tests.house.source import BASE_DIR, Module, functions, modules, proof, templates

FUNCTION_LINES = 40
MODULE_LINES = 250
TEMPLATE_LINES = 80
# Called by Django, though no base class has them: a field's way out of the database, a session's serializer.
HOOKS = {"from_db_value", "dumps", "loads"}
# What makemessages looks for, with `_` for the first two: a text behind any other name is never translated.
SAID_BY = {f"{kind}gettext{when}" for kind in ("", "n", "p", "np") for when in ("", "_lazy")}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_public(name: str) -> bool:
    """Whether others are meant to use it."""
    return not name.startswith("_") and name != "Meta"


def overrides(module: Module, klass: str, method: str) -> bool:
    """Whether a framework has said already what this method is for."""
    bases = getattr(importlib.import_module(module.name), klass).__mro__[1:]
    return method in HOOKS or any(method in vars(base) for base in bases)


def is_described(function: Function) -> bool:
    """Whether the admin shows a description of it beside it."""
    decorators = [ast.unparse(each) for each in function.decorator_list]
    return any("description=" in each for each in decorators)


def without_docstring(module: Module) -> Iterator[str]:
    """The module, its public classes, functions and methods that do not say what they are for."""
    if not ast.get_docstring(module.tree):
        yield module.name
    for node in module.tree.body:
        if isinstance(node, Function) and is_public(node.name) and not ast.get_docstring(node):
            yield f"{module.name}.{node.name}"
        if isinstance(node, ast.ClassDef) and is_public(node.name):
            if not ast.get_docstring(node):
                yield f"{module.name}.{node.name}"
            yield from _methods_without_docstring(module, node)


def _methods_without_docstring(module: Module, klass: ast.ClassDef) -> Iterator[str]:
    for node in klass.body:
        if not isinstance(node, Function) or not is_public(node.name) or ast.get_docstring(node):
            continue
        if not is_described(node) and not overrides(module, klass.name, node.name):
            yield f"{module.name}.{klass.name}.{node.name}"


def too_long(module: Module, lines: int = MODULE_LINES) -> Iterator[str]:
    """The module and its functions that nobody can keep in mind."""
    if (count := len(module.text.splitlines())) > lines:
        yield f"{module.name}: {count} lines"
    for function in functions(module.tree):
        count = (function.end_lineno or 0) - function.lineno + 1
        if count > FUNCTION_LINES:
            yield f"{module.name}.{function.name}: {count} lines"


def untyped(module: Module) -> Iterator[str]:
    """Functions with an argument or a result whose type is not written."""
    for function in functions(module.tree):
        spec = function.args
        named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg]
        loose = [
            each.arg for each in named if each and not each.annotation and each.arg not in ("self", "cls")
        ]
        if loose or function.returns is None:
            yield f"{module.name}.{function.name} {loose}"


def unheard(module: Module) -> Iterator[str]:
    """Other names for gettext and its kin, by import or by assignment."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            names = [(each.name, each.asname) for each in node.names if each.asname]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            node.value, ast.Name | ast.Attribute
        ):
            name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [(name, ast.unparse(each)) for each in targets]
        else:
            continue
        for name, other in names:
            if name in SAID_BY and not (other == "_" and name in ("gettext", "gettext_lazy")):
                yield f"{module.name}: {name} as {other}"


def test_every_text_is_said_by_a_name_that_the_collector_of_texts_knows() -> None:
    odd = [each for module in modules() for each in unheard(module)]

    assert not odd, "\n".join(odd)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("from django.utils.translation import gettext as _now", 1),
        ("from django.utils.translation import ngettext as _", 1),
        ("from django.utils.translation import gettext_lazy as _, gettext as say", 1),
        ("from django.utils import translation\nsay = translation.pgettext", 1),
        ("say: object = gettext_lazy", 1),
        ("from django.utils.translation import gettext as _, gettext_lazy, ngettext", 0),
        ("_ = gettext\nsay = gettext('Hello')", 0),
    ],
)
def test_a_planted_other_name_for_gettext_is_found(text: str, odd: int) -> None:
    assert len(list(unheard(Module("geo.points", text)))) == odd


def test_every_module_class_and_function_says_what_it_is_for() -> None:
    silent = [each for module in modules() for each in without_docstring(module)]
    silent += [module.name for module in proof() if not ast.get_docstring(module.tree)]

    assert not silent, "\n".join(silent)


def test_no_module_and_no_function_is_long() -> None:
    long = [each for module in [*modules(), *proof()] for each in too_long(module)]

    assert not long, "\n".join(long)


def test_no_template_is_long() -> None:
    lengths = {str(path.relative_to(BASE_DIR)): len(path.read_text().splitlines()) for path in templates()}

    assert len(lengths) > 40
    assert {name: length for name, length in lengths.items() if length > TEMPLATE_LINES} == {}


def test_every_function_is_typed() -> None:
    loose = [each for module in [*modules(), *proof()] for each in untyped(module)]

    assert not loose, "\n".join(loose)


def test_migrations_bear_names() -> None:
    files = [path.stem for path in BASE_DIR.glob("*/migrations/*.py") if path.stem != "__init__"]

    assert files
    assert [name for name in files if not re.fullmatch(r"\d{4}_[a-z]\w+", name) or "auto" in name] == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("x = 1", ["geo.points"]),
        ('"""A room."""\ndef near() -> None: ...', ["geo.points.near"]),
        ('"""A room."""\nclass Point: ...', ["geo.points.Point"]),
        ('"""A room."""\nclass Point:\n    """P."""\n    def far(self): ...', ["geo.points.Point.far"]),
        ('"""A room."""\ndef _near() -> None: ...', []),
        ('"""A room."""\nclass Point:\n    """P."""\n    def __str__(self): ...', []),
    ],
)
def test_a_planted_module_without_docstring_is_found(text: str, missing: list[str]) -> None:
    assert list(without_docstring(Module("geo.points", text))) == missing


def test_a_planted_long_or_untyped_function_is_found() -> None:
    long = Module("geo.points", "def far():\n" + "    x = 1\n" * FUNCTION_LINES)

    assert list(too_long(long)) == ["geo.points.far: 41 lines"]
    assert list(too_long(long, lines=40)) == ["geo.points: 41 lines", "geo.points.far: 41 lines"]
    assert list(untyped(Module("geo.points", "def far(a, *, b: int, **c) -> None: ...")))
    assert list(untyped(Module("geo.points", "def far(a: int): ...")))
    assert list(untyped(Module("geo.points", "def far(a: int) -> int: ..."))) == []
