"""A fault proxy: an address that stays while what stands behind it is cut, silent, slow or away."""

import asyncio
import contextlib
import socket
import struct
from asyncio import StreamReader, StreamWriter
from enum import StrEnum
from random import Random

from chaos.backstage import Backstage
from covidsol.servers import LOCALHOST

CHUNK = 65_536
MIDWAY = 4_000  # bytes: about a letter; a line is cut somewhere before
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close sends a reset


class Mode(StrEnum):
    """What the proxy does to those who come."""

    PASS = "pass"  # noqa: S105 - no secret
    REFUSE = "refuse"  # nobody listens
    RESET = "reset"  # a reset somewhere in the middle
    BLACKHOLE = "blackhole"  # accepts, and never answers; lines that are open fall silent too
    LATENCY = "latency"


class Cut(Exception):
    """This line has had what it was allowed."""


class Proxy:
    """Listens on one port all its life; `target` is the port behind it, and may change."""

    def __init__(self, backstage: Backstage, port: int, rng: Random, target: int = 0) -> None:
        self.backstage, self.port, self.rng, self.target = backstage, port, rng, target
        self.mode = Mode.PASS
        self.latency = 0.5
        self.cuts = 0  # lines that were cut or silenced while they may have been in use
        self._lines: set[StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        backstage.do(self._listen())

    def turn(self, mode: Mode) -> None:
        """From now on, for lines that are open and for new ones."""
        self.backstage.do(self._turn(mode))

    def close(self) -> None:
        """Cut all lines, and listen no more."""
        self.backstage.do(self._turn(Mode.REFUSE))

    async def _turn(self, mode: Mode) -> None:
        was, self.mode = self.mode, mode
        if mode in (Mode.REFUSE, Mode.BLACKHOLE):
            self.cuts += len(self._lines)
        if mode is Mode.REFUSE or was is Mode.BLACKHOLE:
            for line in list(self._lines):
                _reset(line)
        if mode is Mode.REFUSE and self._listener:
            self._listener.close()
            self._listener = None
        elif self._listener is None and mode is not Mode.REFUSE:
            await self._listen()

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._meet, LOCALHOST, self.port)

    async def _meet(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._lines.add(writer)
        try:
            if self.mode is Mode.BLACKHOLE:
                while await reader.read(CHUNK):
                    pass
                return
            await self._join(reader, writer)
        except (OSError, Cut):
            _reset(writer)
        finally:
            self._lines.discard(writer)
            writer.close()

    async def _join(self, reader: StreamReader, writer: StreamWriter) -> None:
        behind_reader, behind = await asyncio.open_connection(LOCALHOST, self.target)
        pumps = [
            asyncio.create_task(self._pump(reader, behind)),
            asyncio.create_task(self._pump(behind_reader, writer)),
        ]
        try:
            done, _others = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            for each in pumps:
                each.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            behind.close()

    async def _pump(self, reader: StreamReader, writer: StreamWriter) -> None:
        allowed = self.rng.randrange(MIDWAY)
        while data := await reader.read(CHUNK):
            if self.mode is Mode.BLACKHOLE:
                continue
            if self.mode is Mode.LATENCY:
                await asyncio.sleep(self.latency)
            if self.mode is Mode.RESET:
                allowed -= len(data)
                if allowed < 0:
                    self.cuts += 1
                    raise Cut
            writer.write(data)
            await writer.drain()


def _reset(line: StreamWriter) -> None:
    """Hang up without a word: the other side gets ECONNRESET."""
    with contextlib.suppress(OSError):
        line.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    line.transport.abort()
