"""The pictures of the README: there, small, and each of them shown."""

import re

import pytest

from tests.run import BASE_DIR

pytestmark = pytest.mark.once
MOST_BYTES = 120_000


def test_the_readme_shows_pictures_that_are_there_and_small() -> None:
    shown = set(re.findall(r"\(docs/screens/([^)]+)\)", (BASE_DIR / "README.md").read_text()))
    sizes = {file.name: file.stat().st_size for file in (BASE_DIR / "docs" / "screens").iterdir()}

    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert shown <= set(sizes)
    assert len(shown) > 5
