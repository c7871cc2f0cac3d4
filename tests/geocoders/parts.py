"""Where the real geocoders' parts lie: their own environments, and the invented world that they know."""

import os
from pathlib import Path

from covidsol.servers import StartError
from tests.run import BASE_DIR

DATA = Path(__file__).parent / "data"
HINT = "run `make test-geocoders`, which installs it"


def environments() -> Path:
    """The folder in which `make test-geocoders` makes an environment for each geocoder."""
    return Path(os.environ.get("GEOCODERS_VENV") or BASE_DIR / ".venv-geocoders").resolve()


def program(geocoder: str, name: str) -> str:
    """A program of this geocoder's environment; StartError if it is not there: nothing stands in for it."""
    found = environments() / geocoder / "bin" / name
    if not found.exists():
        raise StartError(f"{found} is missing: {HINT}.")
    return str(found)


def bare_environment(**more: str) -> dict[str, str]:
    """The variables for a geocoder's programs: none of ours, none of an administrator's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/")} | more
