"""`make bench ARGS="search ..."`: one bench by its name."""

import argparse
import signal
import subprocess
import sys

from bench import consoles, front, letters, places, search, telephony
from covidsol.servers import StartError


def main() -> int:
    """The exit code: 1 if something did not start or broke; a missed demand is printed, not punished."""
    # so that the servers end with us when somebody loses patience
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast this house is.")
    benches = parser.add_subparsers(required=True, metavar="bench")
    nearest = benches.add_parser("search", help="the nearest volunteers, among so many")
    search.add_arguments(nearest)
    nearest.set_defaults(run=search.run)
    post = benches.add_parser("letters", help="letters rendered and handed over, by one process")
    letters.add_arguments(post)
    post.set_defaults(run=letters.run)
    table = benches.add_parser("geo", help="the table of postcodes: fast, small, and right by a gazetteer")
    places.add_arguments(table)
    table.set_defaults(run=places.run)
    phone = benches.add_parser("front", help="the public pages on a slow phone")
    front.add_arguments(phone)
    phone.set_defaults(run=front.run)
    words = benches.add_parser("telephony", help="how soon the door of the telephony answers")
    telephony.add_arguments(words)
    words.set_defaults(run=telephony.run)
    desks = benches.add_parser("operator", help="fifty operators' consoles that ask every three seconds")
    consoles.add_arguments(desks)
    desks.set_defaults(run=consoles.run)
    options = parser.parse_args()
    try:
        options.run(options)
    except (StartError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
