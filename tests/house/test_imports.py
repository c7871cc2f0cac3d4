"""Imports go down only, stand at the top of their module, and name no room called helpers."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import LEVELS, ROOF_MODULES, ROOMS, Module, functions, modules

NO_ROOMS = {"services", "utils", "helpers", "common", "core"}
ONLY_IN = {"geopy": "geo.geocoders."}


def targets(node: ast.AST) -> list[str]:
    """The dotted names that one import statement asks for, down to what may be a module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imported(module: Module) -> list[str]:
    """All that a module imports, wherever in it."""
    return [target for node in ast.walk(module.tree) for target in targets(node)]


def upward(module: Module) -> list[str]:
    """Imports from a higher room, from the neighbour on the same floor, or from the roof."""
    if module.is_roof:
        return []
    level = LEVELS[module.room]
    wrong = []
    for target in imported(module):
        room, *rest = target.split(".")
        if room not in ROOMS:
            continue
        other = LEVELS.get(room)
        below = room == module.room or (other is not None and other < level)
        if not below or (rest and rest[0] in ROOF_MODULES):
            wrong.append(f"{module.name} imports {target}")
    return wrong


def inside_functions(module: Module) -> list[str]:
    """Imports inside a function, but for an AppConfig's ready()."""
    tree = module.tree
    configs = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_config(node)]
    ready = {each for config in configs for each in config.body if getattr(each, "name", "") == "ready"}
    return [
        f"{module.name}.{function.name} imports {target}"
        for function in functions(tree)
        if function not in ready
        for node in ast.walk(function)
        for target in targets(node)
    ]


def _is_config(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) in ("AppConfig", "AdminConfig") for base in node.bases)


def relative(module: Module) -> list[str]:
    """Relative imports: they would slip past the other checks."""
    nodes = (node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom))
    return [f"{module.name}: relative import" for node in nodes if node.level]


def by_name(module: Module) -> list[str]:
    """Imports that are spelled in a string."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    words = {"__import__", "import_module", "importlib.import_module", "import_string", "apps.get_model"}
    return [f"{module.name}: {ast.unparse(call)}" for call in calls if ast.unparse(call.func) in words]


def misplaced(module: Module) -> list[str]:
    """Libraries that one folder alone may talk to."""
    tops = {target.partition(".")[0] for target in imported(module)}
    return [
        f"{module.name} imports {library}"
        for library, home in ONLY_IN.items()
        if library in tops and not module.name.startswith(home)
    ]


def badly_named(module: Module) -> list[str]:
    """Modules whose name says nothing."""
    return [module.name] if NO_ROOMS & set(module.name.split(".")) else []


RULES = (upward, inside_functions, relative, by_name, misplaced, badly_named)


def broken(module: Module) -> Iterator[str]:
    """Everything that a module does against the rules."""
    for rule in RULES:
        yield from rule(module)


def test_imports_go_down_only_and_every_module_has_a_name_that_says_something() -> None:
    found = modules()

    assert {module.room for module in found} >= set(LEVELS) - {"organisations"}
    wrong = [each for module in found for each in broken(module)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catalogue.kinds", "from volunteers.models import Volunteer"),
        ("geo.points", "import letters.send"),
        ("requests_app.models", "from volunteers.models import Volunteer"),
        ("volunteers.membership", "from requests_app import lifecycle"),
        ("volunteers.membership", "import matching.claims"),
        ("requests_app.forms", "from matching import policy"),
        ("volunteers.reach", "from volunteers import views"),
        ("matching.claims", "from letters.tasks import deliver_soon"),
        ("matching.claims", "from covidsol.nudge import nudge"),
        ("matching.claims", "from callcentre.models import Call"),
        ("matching.claims", "if True:\n    from covidsol import nudge"),
        ("matching.claims", "def claim():\n    from volunteers import reach"),
        ("matching.claims", "def ready():\n    from volunteers import reach"),
        ("matching.apps", "def ready():\n    from matching import letters"),
        ("matching.claims", "from . import policy"),
        ("matching.claims", "import importlib\nimportlib.import_module('volunteers.views')"),
        ("volunteers.models", "from django.apps import apps\napps.get_model('matching', 'Match')"),
        ("volunteers.membership", "from geopy import Location"),
        ("geo.geocoding", "from geopy import Location"),
        ("letters.send", "from geo.points import Point"),
        ("outside.fuses", "from letters.models import Letter"),
        ("geo.utils", '"""Says nothing."""'),
        ("letters.common.words", '"""Says nothing."""'),
    ],
)
def test_a_planted_module_that_breaks_a_rule_is_found(name: str, text: str) -> None:
    assert list(broken(Module(name, text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("matching.claims", "from volunteers import membership\nfrom requests_app.models import HelpRequest"),
        ("requests_app.admin", "from matching import endings\nfrom covidsol.nudge import nudge"),
        ("covidsol.management.commands.demo", "from matching import claims"),
        ("geo.geocoders.ban", "from geopy.geocoders import BANFrance\nfrom geo.points import Point"),
        ("letters.breaker", "from outside.fuses import Fuse"),
        ("geo.apps", "class Config(AppConfig):\n    def ready(self):\n        from geo import points"),
    ],
)
def test_a_planted_module_that_keeps_the_rules_is_let_through(name: str, text: str) -> None:
    assert list(broken(Module(name, text))) == []
