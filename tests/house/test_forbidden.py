"""Words that must not stand in the code, because each has once hurt somebody."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import BASE_DIR, Module, modules, templates

# Waiting belongs into a row (due_at), retrying to the clock, a hint to nudge(), a line to the log.
FORBIDDEN_CALLS = {"print", "mark_safe", "SafeString", "breakpoint", "eval", "exec"}
FORBIDDEN_METHODS = {"delay", "retry", "delay_on_commit"}
FORBIDDEN_WORDS = {"countdown", "eta"}
ALLOWED = {
    ("covidsol.dev", "print"): "make run speaks to a person at a terminal",
    ("covidsol.servers", "print"): "make run and make test speak to a person at a terminal",
}
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%\s*autoescape\s+off")
ALLOWED_TEMPLATES = {
    "templates/django/forms/field.html": "hints are the house's own words, as in Django's own template",
}


def forbidden(module: Module) -> Iterator[str]:
    """What this module calls or passes that it must not."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        words = {keyword.arg or "" for keyword in node.keywords}
        found = (
            ({name, method} & FORBIDDEN_CALLS) | ({method} & FORBIDDEN_METHODS) | (words & FORBIDDEN_WORDS)
        )
        for word in found:
            if (module.name, word) not in ALLOWED:
                yield f"{module.name}:{node.lineno} {word}"


def unescaped(name: str, text: str) -> list[str]:
    """Places of a template that trust what they print."""
    return [] if name in ALLOWED_TEMPLATES else [f"{name}: {found}" for found in UNESCAPED.findall(text)]


def test_no_module_waits_retries_prints_or_trusts_strangers() -> None:
    found = [each for module in modules() for each in forbidden(module)]

    assert not found, "\n".join(found)


def test_every_template_escapes_what_people_typed() -> None:
    pages = [(str(path.relative_to(BASE_DIR)), path.read_text()) for path in templates()]

    assert [each for name, text in pages for each in unescaped(name, text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "task.apply_async(args=[], countdown=60)",
        "task.apply_async(eta=now)",
        "self.retry()",
        "deliver_soon.delay()",
        "print('Nadia')",
        "mark_safe(name)",
        "safestring.mark_safe(name)",
    ],
)
def test_a_planted_forbidden_word_is_found(line: str) -> None:
    assert list(forbidden(Module("letters.send", line)))


def test_a_planted_unescaped_name_is_found() -> None:
    assert unescaped("templates/own.html", "{{ name|safe }}")
    assert unescaped("templates/own.html", "{% autoescape off %}{{ name }}")
    assert unescaped("templates/own.html", "{{ name|safely }}") == []
