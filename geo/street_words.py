"""The words of street names in French, Dutch and German: how they are shortened, and whose language they are.

Written down from house numbers and street signs of Belgium and France, and from the abbreviations that bpost
and La Poste (norm NF Z10-011) advise.
"""

import re
import unicodedata

# What French streets begin with, in full and as people shorten it; compared without accents and dots.
FRENCH_TYPES = {
    "al": "Allée", "all": "Allée", "av": "Avenue", "ave": "Avenue", "bd": "Boulevard", "bld": "Boulevard",
    "blv": "Boulevard", "blvd": "Boulevard", "boul": "Boulevard", "bvd": "Boulevard", "chee": "Chaussée",
    "chaus": "Chaussée", "chem": "Chemin", "che": "Chemin", "crs": "Cours", "dom": "Domaine",
    "fbg": "Faubourg", "fg": "Faubourg", "imp": "Impasse", "pass": "Passage", "pl": "Place", "r": "Rue",
    "rle": "Ruelle", "rte": "Route", "rt": "Route", "sent": "Sentier", "sq": "Square", "trav": "Traverse",
}  # fmt: skip
FRENCH_BEGINNINGS = set(
    "allee allees avenue boulevard chaussee chemin cite clos cour cours digue domaine dreve esplanade "
    "faubourg galerie impasse montee parvis passage place placette promenade quai rampe rond-point route rue "
    "ruelle sentier square traverse venelle voie vieille grand-place grand'place grand-rue grand'rue ch "
    "petite grande vieux marche montagne".split()
) | set(FRENCH_TYPES)
# What Dutch and German street names end in, in full and shortened.
DUTCH_ENDING = re.compile(
    r"(straat|straatje|laan|steenweg|weg|plein|dreef|lei|kaai|markt|baan|pad|singel|gang|berg|veld|wijk"
    r"|dijk|vest|poort|kouter|hof|park|zavel|str|stw|stwg|stg|ln|pln)\.?$"
)
GERMAN_ENDING = re.compile(r"(strasse|straße|platz|gasse|allee|weg|ring|str)\.?$")
SHORT_DUTCH = (
    (re.compile(r"st(?:ee)?n?w(?:e?g)?\.?$"), "steenweg"),
    (re.compile(r"str\.?$"), "straat"),
    (re.compile(r"pln\.?$"), "plein"),
    (re.compile(r"ln\.?$"), "laan"),
)
# "dr." as a word of its own at the end is a dreef; before a name it is a doctor.
SHORT_LAST_WORDS = {"dr": "dreef", "pl": "plein", "plts": "plaats", "mkt": "markt"}
TITLES = {
    "cdt": "Commandant", "gal": "Général", "gen": "Général", "mal": "Maréchal", "mgr": "Monseigneur",
    "nd": "Notre-Dame", "pres": "Président",
}  # fmt: skip
SAINT = re.compile(r"\b(St|Ste)(?:\. ?-?|-| )(?=[^\W\d_])", re.IGNORECASE)
HOLY = {"fr": "Saint", "nl": "Sint", "de": "Sankt"}
MONTHS = set(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "januari februari maart april mei juni juli augustus oktober december "
    "januar februar marz august dezember".split()
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = re.compile(rf"({_MONTH})(straat|laan|plein|lei|steenweg|strasse|platz)?$")
GERMAN_SPELLING = re.compile(r"[äöüß]|^(haupt|kirch|kloster|bahnhof|schul|neu|berg|markt)|sch|tz")


def plain(text: str) -> str:
    """Without accents, in lower case: "Chée" and "chee" are one word."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_french(name: str) -> bool:
    """Whether it begins as a French street does."""
    words = plain(name).split()
    return bool(words) and words[0].rstrip(".") in FRENCH_BEGINNINGS


def is_germanic(name: str) -> bool:
    """Whether it ends as a Dutch or German street does, and does not begin as a French one."""
    words = plain(name).split()
    return bool(words) and not is_french(name) and bool(_germanic_word(words[-1]))


def _germanic_word(word: str) -> re.Match[str] | None:
    return DUTCH_ENDING.search(word) or GERMAN_ENDING.search(word)


def is_street(name: str) -> bool:
    """Whether it looks like a street in any of the three languages."""
    return is_french(name) or is_germanic(name)


def pair(name: str) -> tuple[str, ...]:
    """The two names of a bilingual sign, or the one that there is."""
    halves = [half.strip() for half in re.split(r"\s+-\s+|\s*/\s*", name) if half.strip()]
    if len(halves) == 2 and _two_tongues(*halves):
        return tuple(halves)
    for dash in re.finditer(r"(?<=[^\W\d_])-(?=[^\W\d_])", name):
        french, dutch = name[: dash.start()], name[dash.end() :]
        saint = plain(french).split()[-1] in ("saint", "sainte", "st", "ste", "sint")
        if " " in french and not saint and " " not in dutch and _two_tongues(french, dutch):
            return french, dutch
    return (name,)


def _two_tongues(one: str, other: str) -> bool:
    return (is_french(one) and is_germanic(other)) or (is_germanic(one) and is_french(other))


def in_full(name: str, country: str) -> tuple[str, ...]:
    """The name without abbreviations, likeliest first: "Kerkstr." may be Kerkstraat or Kerkstraße."""
    if is_french(name):
        return (_french(name, country),)
    if not is_germanic(name) and not _ends_short(name):
        return (_saint(name, "fr" if country == "FR" else "nl"),)
    dutch, german = _dutch(name), re.sub(r"(S|s)tr\.?$", r"\1traße", _saint(name, "de"))
    if dutch == name or not re.search(r"str\.?$", name.casefold()):
        return (dutch,)
    return (german, dutch) if GERMAN_SPELLING.search(name.casefold()) else (dutch, german)


def _french(name: str, country: str) -> str:
    first, _, rest = name.partition(" ")
    key = plain(first).rstrip(".")
    if key == "ch":
        first = "Chemin" if country == "FR" else "Chaussée"
    words = [TITLES.get(plain(word).rstrip("."), word) if "." in word else word for word in rest.split()]
    return _saint(" ".join([FRENCH_TYPES.get(key, first), *words]), "fr")


def _dutch(name: str) -> str:
    name = _saint(name, "nl")
    before, space, last = name.rpartition(" ")
    if space and last.casefold().rstrip(".") in SHORT_LAST_WORDS:
        return f"{before} {SHORT_LAST_WORDS[last.casefold().rstrip('.')]}"
    for short, full in SHORT_DUTCH:
        found = short.search(last.casefold())
        if found:
            return f"{before}{space}{last[: found.start()]}{full}"
    return name


def _ends_short(name: str) -> bool:
    words = name.casefold().split()
    return len(words) > 1 and words[-1].rstrip(".") in SHORT_LAST_WORDS


def _saint(name: str, language: str) -> str:
    joint = " " if language == "de" else "-"

    def full(found: re.Match[str]) -> str:
        return ("Sainte" if found[1].casefold() == "ste" else HOLY[language]) + joint

    return SAINT.sub(full, name)
