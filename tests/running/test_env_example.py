"""Whoever reads `.env.example` knows every variable there is, its default and what it is for."""

import ast
import itertools
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

BASE_DIR = Path(__file__).resolve().parents[2]
EXAMPLE = BASE_DIR / ".env.example"
NAME = r"[A-Z][A-Z_]+"


def is_environment(node: ast.expr) -> bool:
    return re.search(r"\benv(iron(ment)?)?\b|\bEnv\(", ast.unparse(node)) is not None


def read_by(node: ast.AST) -> ast.expr | None:
    """The expression of the name in `env.str(NAME)`, `os.environ[NAME]` or `NAME in env.ENVIRON`."""
    match node:
        case ast.Call(func=ast.Attribute(value=source), args=[name, *_]) if is_environment(source):
            return name
        case ast.Subscript(value=source, slice=name, ctx=ast.Load()) if is_environment(source):
            return name
        case ast.Compare(left=name, ops=[ast.In()], comparators=[source]) if is_environment(source):
            return name
    return None


def names_read_in(path: Path) -> set[str]:
    return names_read_by(path.read_text())


def names_read_by(source: str) -> set[str]:
    found = (read_by(node) for node in ast.walk(ast.parse(source)))
    values = {str(name.value) for name in found if isinstance(name, ast.Constant)}
    return {value for value in values if re.fullmatch(NAME, value)}


def names_in_compose() -> set[str]:
    return set(re.findall(rf"\$\{{({NAME})", (BASE_DIR / "docker-compose.yml").read_text()))


def names_in_example() -> list[str]:
    return re.findall(rf"^#?({NAME})=", EXAMPLE.read_text(), re.MULTILINE)


def test_the_example_names_exactly_what_is_read() -> None:
    modules = ("settings", "service", "telephony", "dev")
    read = set().union(*(names_read_in(BASE_DIR / f"covidsol/{module}.py") for module in modules))

    assert set(names_in_example()) == read | names_in_compose()


def test_no_name_stands_there_twice() -> None:
    assert len(names_in_example()) == len(set(names_in_example()))


def test_every_variable_has_a_comment_before_it() -> None:
    lines = EXAMPLE.read_text().splitlines()

    pairs = itertools.pairwise(lines)
    bare = [line for before, line in pairs if re.match(rf"#?{NAME}=", line) and not before.startswith("# ")]

    assert not bare


def test_a_copy_of_the_example_changes_nothing() -> None:
    assert not re.findall(rf"^{NAME}=", EXAMPLE.read_text(), re.MULTILINE)


def test_the_reader_of_names_sees_every_way_to_read() -> None:
    source = """
env.str("A_A", default=1).strip("/")
x = os.environ["B_B"]
"C_C" in env.ENVIRON
os.environ.get("D_D")
environ.Env().bool("E_E")
connection.request("GET", "/")
"""

    assert names_read_by(source) == {"A_A", "B_B", "C_C", "D_D", "E_E"}
