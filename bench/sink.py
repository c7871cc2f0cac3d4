"""A mail server that takes all and keeps nothing, fast: `python -m bench.sink PORT PAUSE [CERTIFICATE]`.

It takes PAUSE seconds over each letter: a real server writes it to disk before
it says yes, for some milliseconds. With a certificate it speaks TLS from the
first byte (port 465), as every provider wants it.
"""

import asyncio
import ssl
import sys
from asyncio import Transport
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from covidsol.servers import LOCALHOST

END = b"\r\n.\r\n"
ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n", b"EHLO": b"250 sink\r\n"}


class Sink(asyncio.Protocol):
    """One line; it reads orders, then a letter up to its final dot, then orders again."""

    def __init__(self, pause: float) -> None:
        self.pause = pause

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, Transport)  # noqa: S101 - of a TCP server
        self.transport, self.heard, self.in_letter = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while self._understood():
            pass

    def _understood(self) -> bool:
        """Whether there was one whole order or letter in what was heard; it is answered."""
        thing, end, rest = self.heard.partition(END if self.in_letter else b"\r\n")
        if not end:
            return False
        self.heard = rest
        order = b"" if self.in_letter else thing[:4].upper()
        answer = ANSWERS.get(order, b"250 OK\r\n")
        if self.in_letter and self.pause:
            asyncio.get_running_loop().call_later(self.pause, self.transport.write, answer)
        else:
            self.transport.write(answer)
        self.in_letter = order == b"DATA"
        if order == b"QUIT":
            self.transport.close()
        return True


def certificate(file: Path) -> None:
    """A key of 2048 bits and its certificate for this machine, signed by itself, good for a day."""
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOCALHOST)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().issuer_name(name).subject_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOCALHOST))]), False)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


async def serve(port: int, pause: float, file: str = "") -> None:
    """Until somebody ends the process."""
    context = None
    if file:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
    server = await asyncio.get_running_loop().create_server(lambda: Sink(pause), LOCALHOST, port, ssl=context)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:]))
