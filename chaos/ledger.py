"""The mail server at the end: slow to answer, full of moods, and it writes down each letter it accepts."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from chaos.backstage import Backstage
from covidsol.servers import LOCALHOST

NUMBER = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.IGNORECASE | re.MULTILINE)
SLOWNESS = (0.010, 0.030)  # seconds before and after a letter is accepted: the window for a crash
NOBODY = "nobody"  # how an address begins that does not exist
ORDERS = ("MAIL", "RCPT", "DATA")
FINE = "250 OK"


@dataclass(frozen=True)
class Accepted:
    """One letter that the server has taken on."""

    at: float
    uuid: str
    to: str


class Ledger:
    """Accepts letters, slowly; `mood` is the code that it answers with instead, or nothing."""

    def __init__(self, backstage: Backstage, port: int, rng: Random) -> None:
        self.backstage, self.port, self.rng = backstage, port, rng
        self.accepted: list[Accepted] = []
        self.listeners: list[Callable[[Accepted], None]] = []
        self.mood = ""
        self.under_way = 0
        self._server = backstage.do(self._listen())

    async def _listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: SMTP(self, hostname="ledger", enable_SMTPUTF8=True, loop=loop), LOCALHOST, self.port
        )

    def close(self) -> None:
        """Listen no more."""
        self.backstage.loop.call_soon_threadsafe(self._server.close)

    def copies(self) -> Counter[str]:
        """How often each letter was accepted."""
        return Counter(each.uuid for each in list(self.accepted))

    def readers(self) -> set[str]:
        """The addresses that have got something."""
        return {each.to for each in list(self.accepted)}

    def _moody(self, order: str) -> str:
        """The answer to an order in a bad mood: 421 anywhere, other codes at the recipient."""
        asked = self.rng.choice(ORDERS) if self.mood == "421" else "RCPT"
        return f"{self.mood} not now" if self.mood and asked == order else ""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name, as those below
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who writes?"""
        envelope.mail_from = address
        return self._moody("MAIL") or FINE

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """To whom?"""
        if address.startswith(NOBODY):
            return "550 5.1.1 nobody here"
        if mood := self._moody("RCPT"):
            return mood
        envelope.rcpt_tos.append(address)
        return FINE

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The letter. If its sender dies in the first pause it is not taken on, in the second it is."""
        self.under_way += 1
        try:
            await asyncio.sleep(self.rng.uniform(*SLOWNESS))
            if mood := self._moody("DATA"):
                return mood
            self._write_down(envelope)
            await asyncio.sleep(self.rng.uniform(*SLOWNESS))
            return FINE
        finally:
            self.under_way -= 1

    def _write_down(self, envelope: Any) -> None:
        found = NUMBER.search(envelope.content)
        entry = Accepted(time.time(), found.group(1).decode() if found else "", envelope.rcpt_tos[0])
        self.accepted.append(entry)
        for tell in self.listeners:
            tell(entry)
