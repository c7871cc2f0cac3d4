"""Build geo/data/postcodes-*.csv.gz from openly licensed packages; checks and mends every point.

Sources, versions and licences stand in geo/data/NOTICE.md, with the commands that
unpack them into one folder outside the project. Then, in the project's folder:

    python -m scripts.build_postcodes FOLDER
"""

import argparse
from pathlib import Path

from geo.postcodes import packed
from scripts.postcodes import belgium, france


def main() -> None:
    """Write both tables and print what was mended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--out", type=Path, default=Path("geo/data"))
    options = parser.parse_args()
    for country, build in (("be", belgium.build), ("fr", france.build)):
        rows, mended = build(options.packages)
        file = options.out / f"postcodes-{country}.csv.gz"
        file.write_bytes(packed(rows))
        print("\n".join(mended))
        print(f"{file}: {len(rows)} postcodes, {file.stat().st_size} bytes, {len(mended)} mended")


if __name__ == "__main__":
    main()
