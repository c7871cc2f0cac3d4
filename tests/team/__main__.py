"""Prints who may open which page, and what each role may, into docs/privacy.md: `make roles`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "covidsol.settings")
django.setup()

from tests.team import matrix  # noqa: E402 - models are there only now

if __name__ == "__main__":
    matrix.write()
