"""Invented people for a development house: names, places and numbers that belong to nobody.

The places are real pairs of postcode and municipality from the offline table;
names are ordinary first and family names of each language, combined by chance.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from catalogue import kinds
from geo.postcodes import Postcode, all_postcodes
from requests_app.intake import Ask
from volunteers.membership import SignUp
from volunteers.models import TRAVEL_KM

FIRST = {
    "fr": "Amélie Bernard Chantal Denis Élise Fabrice Ginette Hugues Inès Jules Karim Lucie Marcel".split(),
    "nl": "Anneleen Bram Carine Dirk Els Femke Geert Hilde Ilse Joris Katrien Luc Mieke Pieter".split(),
    "de": "Anja Bernd Claudia Dieter Erika Frank Gisela Heinz Ingrid Jürgen Karin Manfred Ursula".split(),
}
LAST = {
    "fr": "Lambert Dubois Lefèvre Simon Renard Collignon Gérard Noël Piron Marchal Fontaine Delvaux".split(),
    "nl": "Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters Smets Aerts Hermans Dewulf".split(),
    "de": "Schmitz Müller Heinen Jost Keller Pauels Lentz Kohnen Radermacher Zimmermann Thelen".split(),
}
STREETS = {
    "fr": ["Rue de l’Église", "Rue Haute", "Avenue des Tilleuls", "Place Communale"],
    "nl": ["Kerkstraat", "Dorpsstraat", "Lindelaan", "Stationsstraat"],
    "de": ["Kirchstraße", "Hauptstraße", "Lindenweg", "Bahnhofstraße"],
}
LISTS = {
    "fr": ["2 litres de lait\n6 œufs\n1 pain gris\nbananes", "soupe, beurre, café moulu", ""],
    "nl": ["2 liter melk\n6 eieren\n1 bruin brood\nbananen", "soep, boter, gemalen koffie", ""],
    "de": ["2 Liter Milch\n6 Eier\n1 Graubrot\nBananen", "Suppe, Butter, gemahlener Kaffee", ""],
}
STREETS_IN_FRANCE = ["Rue de la République", "Rue Pasteur", "Avenue Jean-Jaurès", "Place de la Mairie"]
# Where most people live, the towns come more often than a map of villages would let them.
TOWNS = {
    "BE": "1000 1030 1050 1070 1080 1180 1190 2000 2018 3000 4000 4020 4700 5000 6000 7000 8000 9000".split(),
    "FR": "69001 69003 69007 69008 69100 75011 75018 13001 13005 31000 33000 44000 59000 67000 35000".split(),
}
# In France numbers that are kept back for films and books, 06 39 98; in Belgium none are.
PHONES = {"BE": "+3247000{:04d}", "FR": "+3363998{:04d}"}


class Cast:
    """Invents people, always the same ones for the same seed."""

    def __init__(self, seed: int = 20200313, country: str = "BE") -> None:
        self.chance = random.Random(seed)  # noqa: S311 - invented people need no secret dice
        places = {place.code: place for place in all_postcodes(country)}
        self.country = country
        self.written = [code for code, _name in settings.LANGUAGES]
        self.towns = [places[code] for code in TOWNS[country]]
        self.villages = list(places.values())
        self.offers = [offer.code for offer in kinds.OFFERS]
        self.number = 0

    def _place(self) -> Postcode:
        return self.chance.choice(self.towns if self.chance.random() < 0.7 else self.villages)

    def _person(self, language: str) -> tuple[str, str, str]:
        """Name, phone and street of somebody who speaks this language."""
        self.number += 1
        named = language if language in FIRST else "fr"
        name = f"{self.chance.choice(FIRST[named])} {self.chance.choice(LAST[named])}"
        street, house = self.chance.choice(self._streets(named)), self.chance.randint(1, 140)
        in_order = f"{house} {street}" if self.country == "FR" else f"{street} {house}"
        return name, PHONES[self.country].format(self.number), in_order

    def _streets(self, language: str) -> list[str]:
        return STREETS_IN_FRANCE if self.country == "FR" else STREETS[language]

    def _read_in(self, place: Postcode) -> list[str]:
        """The languages of a place that the service writes; its first one where it writes none of them."""
        there = [code for code in place.municipalities[0].languages if code in self.written]
        return there or self.written[:1]

    def volunteers(self, count: int) -> Iterator[SignUp]:
        """People who sign up."""
        for _number in range(count):
            place = self._place()
            own = self._read_in(place)
            language = self.chance.choice(own)
            name, phone, street = self._person(language)
            spoken = sorted({language, *own, *self.chance.sample(["fr", "nl", "en", "ar", "tr"], 1)})
            offers = self.chance.sample(self.offers, self.chance.randint(1, len(self.offers)))
            yield SignUp(
                name=name,
                email=f"volunteer{self.number}@example.org",
                phone=phone,
                street=street if self.chance.random() < 0.5 else "",
                postcode=place.code,
                language=language,
                languages=spoken,
                kinds=kinds.mask(offers),
                travel_km=self.chance.choice(TRAVEL_KM[1:]),
            )

    def ask(self, now: datetime) -> Ask:
        """Somebody in a town who asks for help."""
        place = self.chance.choice(self.towns)
        language = self.chance.choice(self._read_in(place))
        name, phone, street = self._person(language)
        wanted = now.date() + timedelta(days=self.chance.randint(1, 4))
        return Ask(
            form_key=UUID(int=self.chance.getrandbits(128), version=4),
            kind=self.chance.choice([kinds.KINDS[0].code] * 5 + [kind.code for kind in kinds.KINDS]),
            name=name,
            phone=phone,
            email=f"requester{self.number}@example.org" if self.chance.random() < 0.3 else "",
            postcode=place.code,
            street=street,
            language=language,
            languages=[language],
            notes=self.chance.choice(LISTS.get(language, [""])) if kinds.KINDS is kinds.FIRST_KINDS else "",
            wanted_on=wanted if self.chance.random() < 0.3 else None,
            weekly=self.chance.random() < 0.2,
        )
