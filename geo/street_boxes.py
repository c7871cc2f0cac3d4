"""What stands beside a street and is no street: boxes, floors, buildings, addressees, CEDEX."""

import re
import unicodedata

from geo.street_words import FRENCH_TYPES, is_french, plain

# Words that only announce what comes next; they are dropped.
DROPPED = set("b bt bte boite box bus n no nr num numero nummer".split())
NUMBER = (
    r"[0-9]{1,5}(?: ?(?:bis|ter|quater|quinquies)(?!\w))?(?: ?[A-Za-z](?![\w'.-]))?"
    r"(?: ?- ?[0-9]{1,5}[A-Za-z]?(?!\w))?"
)
ADDRESSEE = re.compile(r"(?:chez|c/o|p/a|a/s|t\.?a\.?v\.?)(?!\w)", re.IGNORECASE)
PERSON = re.compile(
    r"(?:mme|mlle|mr|mevr|dhr|madame|monsieur|mevrouw|mijnheer|frau|herr)(?!\w)|m\. ", re.IGNORECASE
)
BUILDING = re.compile(
    r"(?:r[ée]sidence|residentie|r[ée]s\.|lieu-dit|lieudit|immeuble|hameau)(?!\w)", re.IGNORECASE
)
LETTER = r"[^\W\d_]"
SPELLINGS = str.maketrans(
    {**dict.fromkeys("’‘´`ʼ", "'"), **dict.fromkeys("–—‐‑−", "-"), **dict.fromkeys(";\n\r()[]|", ",")}
)
MISSING_SPACES = (
    re.compile(rf"(?<={LETTER}{{3}})(?=[0-9])"),
    re.compile(rf"(?<={LETTER}\.)(?=[0-9])"),
    re.compile(
        rf"(?<=[0-9])(?!(?:bis|ter|quater|quinquies|i?[èe]me|nde|ste)(?!{LETTER}))(?={LETTER}{{3}})",
        re.IGNORECASE,
    ),
)
ANNOUNCED_NUMBER = re.compile(r"(?<![\w'-])(?:n[°º]|nr|no|num|num[ée]ro|nummer)\.? ?(?=[0-9])", re.IGNORECASE)
# "Rue Royale 12 - Koningsstraat 12"
SECOND_NAME = re.compile(rf"(?<=[0-9]) ?[-/] ?(?={LETTER}{{3}})")
STREET_WORDS = (
    "rue|avenue|av|ave|boulevard|bd|bld|blvd|chaussée|chemin|place|route|rte|impasse|allée|quai|square"
)
# "Résidence Les Lilas 16 rue Haute"
STREET_BEHIND = re.compile(rf" (?=(?:[0-9]\S* (?:bis |ter )?)?(?:{STREET_WORDS})\.? )", re.IGNORECASE)
BUILDING_BEHIND = re.compile(rf" (?={BUILDING.pattern}|{ADDRESSEE.pattern})", re.IGNORECASE)
SMALL_PARTS = (
    r"app\.?|appt\.?|apt\.?|appart\.?|appartement|wohnung|whg\.?|[ée]tage|[ée]t\.?|verdieping|verd\.?"
    r"|escalier|esc\.?|porte|b[âa]t\.?|b[âa]timent|bloc|blok|block|entr[ée]e|hall|studio|kot|chambre"
)
FLOOR = "[ée]tage|[ée]t|verdieping|verd|stock|og"
VALUE = r"(?:[0-9][\w./-]{0,5}|[A-Za-z][0-9]{0,3})(?![\w'.-]*\w)"
BOXES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!{LETTER})(?<!['-])(?:bte|bo[iî]te|bt|bus|box)(?!{LETTER})\.? ?(?:n[°ºor]\.? ?)?({VALUE})",
        r"(?:(?<=[0-9])|(?<=[0-9][A-Za-z])) ?b\.? ?([0-9]{1,4}[a-z]?)(?!\w)",
        rf"(?<![\w'-])([0-9]+ ?(?:er|[èe]re|e|[èe]me|de|ste|te|\.) ?(?:{FLOOR}))(?!\w)\.?",
        rf"(?<!{LETTER})(?<!['-])((?:{SMALL_PARTS})(?!{LETTER}) ?(?:n[°ºo]\.? ?)?{VALUE})",
        r"(?<![\w'-])(rez(?:[- ]de[- ]chauss[ée]e)?|rdc|gelijkvloers|glvl|erdgeschoss|eg)(?!\w)\.?",
        r"(?<![\w'-])(cedex(?: [0-9]{1,2})?|(?:bp|postbus|cs) ?[0-9]{1,6})(?!\w)",
    )
)
SLASH = re.compile(
    rf"(?<![\w'.-])([0-9]{{1,5}})( ?[a-z]?(?: ?- ?[0-9]{{1,5}})?) ?/ ?({VALUE})", re.IGNORECASE
)
# Before these words stands the name of a street, not a part of a house: "Rue de la Porte 5".
OF_THE_NAME = re.compile(r"(?<!\w)(?:du|des|de|la|le|les|van|het|l'|d')$")


def tidy(text: str) -> str:
    """One spelling for apostrophes, dashes and commas, and the spaces that were forgotten."""
    text = " ".join(unicodedata.normalize("NFC", text).translate(SPELLINGS).split())
    for missing in MISSING_SPACES:
        text = missing.sub(" ", text)
    text = ANNOUNCED_NUMBER.sub("", text)
    text = SECOND_NAME.sub(", ", text)
    return ",".join(_apart(part) for part in text.split(","))


def without_boxes(text: str) -> tuple[str, list[str]]:
    """The line with a comma in the place of each box, floor or building, and these."""
    boxes: list[str] = []

    def take(found: re.Match[str]) -> str:
        if not _is_beside_a_house(found):
            return found[0]
        boxes.append(found[1])
        return ", "

    def divide(found: re.Match[str]) -> str:
        if not found[2].strip() and _is_range(found[1], found[3]):
            return f"{found[1]}-{found[3]}"
        boxes.append(found[3])
        return f"{found[1]}{found[2]}, "

    for pattern in BOXES:
        text = pattern.sub(take, text)
    return SLASH.sub(divide, text), boxes


def _is_beside_a_house(found: re.Match[str]) -> bool:
    """After a number, or as a part of its own beside others."""
    before = found.string[: found.start()].rstrip()
    if OF_THE_NAME.search(before.casefold()) or _is_type(before):
        return False
    own_part = not before or before.endswith(",")
    return any(c in "0123456789" for c in before) or (own_part and "," in found.string)


def _is_type(before: str) -> bool:
    last = plain(before.rpartition(" ")[2])
    return last.isalpha() and is_french(last) and last not in FRENCH_TYPES


def _is_range(first: str, second: str) -> bool:
    """ "16/18" is one house with two numbers, "16/3" is box 3: neighbours across a street are odd or even."""
    step = int(second) - int(first) if second.isdecimal() else 0
    return step in (2, 4)


def _apart(part: str) -> str:
    """A house's name and the street beside it, where no comma says so."""
    start = part.strip()
    if BUILDING.match(start) or ADDRESSEE.match(start) or PERSON.match(start):
        return STREET_BEHIND.sub(", ", part, count=1)
    for found in BUILDING_BEHIND.finditer(part):
        before = part[: found.start()]
        if before.strip() and not OF_THE_NAME.search(before.casefold()) and not _is_type(before):
            return f"{before}, {part[found.end() :]}"
    return part
