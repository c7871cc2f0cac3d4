"""One voice in all languages: a thing has one name, nobody is called "tu", a question stays a question."""

import re

import pytest
from django.conf import settings

from tests.house.scenes import walk
from tests.house.test_languages import LANGUAGES, catalogue

pytestmark = pytest.mark.once
# What each thing is called; German says "jemand" or "wer hilft", so as to mean women and men alike.
NAMES: dict[str, dict[str, str]] = {
    "fr": {
        "volunteer": "bénévole", "code word": "mots", "receipt": "ticket de caisse", "PIN": "code secret",
        "bank card": "carte de banque", "request": "demande", "postcode": "codes? posta", "pause": "pause",
        "neighbour": "voisin", "letter": "e-mail", "phone number": "téléphone", "bag": "sac",
    },
    "nl": {
        "volunteer": "vrijwillig", "code word": "codewoord", "receipt": "kasticket", "PIN": "pincode",
        "bank card": "bankkaart", "request": "aanvra", "postcode": "postcode", "pause": "pauze",
        "neighbour": "buu?r", "letter": "e-mail|mailbox", "phone number": "telefoon", "bag": "tas",
    },
    "de": {
        "code word": "codewort", "receipt": "kassenzettel", "PIN": "geheimzahl", "bank card": "bankkarte",
        "postcode": "postleitzahl", "pause": "pause", "letter": "e-mail", "phone number": "telefonnummer",
    },
}  # fmt: skip
# Letters of the alphabet, and those of the postman.
OTHER_LETTERS = ("Write a name with letters", "This is too long.", "Notes for", "Note for", "Print notes for")
# What a browser sends, not what somebody asks for.
OTHER_REQUESTS = ("We did not understand this request",)
# Familiar forms, and words of an office.
NEVER = {
    "fr": r"tu|ton|tes|toi|volontaires?|courriels?|veuillez|invalides?|afin|bénéficiaires?|solliciter|svp",
    "nl": r"je|jij|jou|jouw|jullie|gelieve|ongeldige?|dient|teneinde|betreffende|inzake|tevens",
    "de": r"du|dein\w*|dich|dir|ungültig\w*|bezüglich|hinsichtlich|zwecks",
    "en": r"invalid|submit|beneficiar\w+|please note|kindly|regarding",
}
ADDRESS = re.compile(r"[a-z-]+/\S*")
# A title that is a question in one language only.
MAY_ASK = {("fr", "What happens now"), ("nl", "Send me no letters for")}


def texts(language: str) -> list[tuple[str, str]]:
    """Each original with its translation, without addresses and placeholders."""
    found = [(entry.msgid, entry.msgstr) for entry in catalogue(language) if not entry.obsolete]
    plain = [(re.sub(r"%\(\w+\)s", "x", msgid), text) for msgid, text in found if text]
    return [(msgid, text) for msgid, text in plain if not ADDRESS.fullmatch(msgid)]


def misnamed(language: str, original: str, text: str) -> list[str]:
    """Things that go by another name in this text."""
    if original.startswith(OTHER_LETTERS + OTHER_REQUESTS):
        return []
    return [
        f"{thing} is {name}: {text}"
        for thing, name in NAMES[language].items()
        if re.search(rf"\b{thing}s?\b", original) and not re.search(name, text, re.IGNORECASE)
    ]


def ending(text: str) -> str:
    """How a text ends: as a sentence, as a question, before something, or as a label."""
    last = re.sub(r"(?:</\w+>|\s)+$", "", text)[-1:]
    return {".": "sentence", "!": "sentence", "…": "sentence", "?": "question", ":": ":", ",": ","}.get(
        last, ""
    )


def differs(language: str, original: str, text: str) -> bool:
    """Whether a translation ends otherwise; German greets with "!" where others have a comma."""
    pair = ending(original), ending(text)
    return pair[0] != pair[1] and pair != (",", "sentence") and (language, original) not in MAY_ASK


@pytest.mark.parametrize("language", sorted(NAMES))
def test_the_same_thing_has_one_name(language: str) -> None:
    wrong = [each for original, text in texts(language) for each in misnamed(language, original, text)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_called_tu_and_no_office_speaks(language: str) -> None:
    never = re.compile(rf"\b(?:{NEVER[language]})\b", re.IGNORECASE)

    assert [text for _original, text in texts(language) if never.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_stays_a_sentence_and_a_question_a_question(language: str) -> None:
    wrong = [
        f"{original} | {text}" for original, text in texts(language) if differs(language, original, text)
    ]

    assert not wrong, "\n".join(wrong)


def test_english_says_what_the_source_says() -> None:
    own = [entry.msgid for entry in catalogue("en") if not entry.msgid_plural and entry.msgid != entry.msgstr]

    assert own == []


SAYS_AN_ACT = re.compile(
    r"(?:(?:Oui|Non), )?(?:je\b|j’|m’|ne |[\wÀ-ÿ’-]*?(?:er|ir|re|ez)(?:-\w+)?\b)", re.IGNORECASE
)
ANSWERS = {
    "C’est fait", "Pas cette fois", "Plus d’e-mails",
    "Oui, tout s’est bien passé", "Non, personne n’est venu", "Me déconnecter",
}  # fmt: skip


@pytest.mark.django_db
def test_a_button_says_what_it_does() -> None:
    pages = "".join(page.html for page in walk("fr"))
    labels = {
        " ".join(each.split()) for each in re.findall(r"<button[^>]*>([^<]+)</button>", pages)
    } - ANSWERS - set(dict(settings.LANGUAGES).values())

    assert len(labels) > 15
    assert [each for each in labels if not SAYS_AN_ACT.match(each)] == []


def test_planted_slips_are_found() -> None:
    assert misnamed("fr", "A volunteer rings.", "Un volontaire téléphone.")
    assert not misnamed("fr", "A volunteer rings.", "Un bénévole téléphone.")
    assert re.search(rf"\b(?:{NEVER['nl']})\b", "Vul je naam in.")
    assert differs("fr", "Can you help?", "Aidez-nous.")
    assert not differs("de", "Hello,", "Guten Tag!")
    assert SAYS_AN_ACT.match("Envoyez-moi un lien")
    assert not SAYS_AN_ACT.match("Validation")
