"""`manage.py import_postcodes FILE`: newer postcodes, or those of another country."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from geo import gazetteer
from geo.postcodes import Postcode

SHOWN = 20


class Command(BaseCommand):
    """Reads GeoNames' postal format; one wrong line and nothing is taken over."""

    help = (
        "Take over postcodes from a file in GeoNames' postal format (a text or a zip of it). They lie over "
        "the shipped ones, in DATA_DIR/postcodes; deleting that file brings the shipped ones back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", type=str.upper, default="", help="only this one, for example LU")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken over")

    def handle(self, *args: Any, **options: Any) -> None:
        tables = self._checked(options["file"], options["country"])
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        try:
            gazetteer.keep(tables)
        except OSError as error:
            raise CommandError(f"Cannot write: {error}") from error
        self.stdout.write("Taken over; every process uses them from its next look-up on.")

    def _checked(self, file: Path, country: str) -> dict[str, list[Postcode]]:
        try:
            contents = gazetteer.read(file, country)
        except (OSError, gazetteer.BadFile) as error:
            raise CommandError(f"{file}: {error}") from error
        if contents.errors:
            more = len(contents.errors) - SHOWN
            shown = [*contents.errors[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
            raise CommandError("\n".join([f"{file} has errors, nothing was taken over:", *shown]))
        found = gazetteer.by_postcode(contents.lines)
        tables = {each: gazetteer.postcodes(each, lines) for each, lines in found.items()}
        for each, lines in found.items():
            self.stdout.write(f"{each}: {len(lines)} postcodes from {sum(map(len, lines.values()))} lines")
            self._doubts(lines, tables[each])
        if contents.left_out:
            self.stdout.write(f"left out: {contents.left_out} lines of CEDEX and the like")
        return tables

    def _doubts(self, lines: dict[str, list[gazetteer.Line]], table: list[Postcode]) -> None:
        """Say which postcodes have places too far apart: a point between them helps nobody."""
        far = [
            each
            for each in table
            if gazetteer.spread_km(each.point, lines[each.code]) > gazetteer.SCATTERED_KM
        ]
        if far:
            codes = ", ".join(each.code for each in far[:SHOWN])
            self.stderr.write(
                f"places over {gazetteer.SCATTERED_KM} km from their middle, please look: {codes}"
            )
