"""The house's own source, parsed: what the contracts are checked against."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LEVELS = {
    "outside": -1,
    "catalogue": 0, "privacy": 0, "geo": 0, "letters": 0,
    "organisations": 1, "team": 1,
    "requests_app": 2, "volunteers": 2,
    "matching": 3,
    "paper": 4,
}  # fmt: skip
ROOF_ROOMS = ("covidsol", "callcentre", "listening", "impact", "office", "exchange", "simulation")
ROOMS = (*LEVELS, *ROOF_ROOMS)
ROOF_MODULES = {"views", "reporting", "own", "preferences", "wizard", "admin", "office", "tasks", "urls"}


@dataclass(frozen=True)
class Module:
    """One file of Python: its dotted name, its text, its tree."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def is_roof(self) -> bool:
        """Whether it may call any room: the rooms under the roof, and each room's doors and commands."""
        parts = self.name.split(".")
        return self.room in ROOF_ROOMS or parts[-1] in ROOF_MODULES or "commands" in parts


def read(path: Path) -> Module:
    """The module in a file below the project's folder."""
    name = ".".join(path.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path.read_text())


def modules() -> list[Module]:
    """Every module of every room that there is, without migrations."""
    paths = (path for room in ROOMS for path in sorted((BASE_DIR / room).rglob("*.py")))
    return [read(path) for path in paths if "migrations" not in path.parts]


def proof() -> list[Module]:
    """Every module of the proof itself that says anything."""
    found = [read(path) for path in sorted((BASE_DIR / "tests").rglob("*.py"))]
    return [module for module in found if module.text]


def templates() -> list[Path]:
    """Every template."""
    return [path for path in sorted((BASE_DIR / "templates").rglob("*")) if path.is_file()]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
