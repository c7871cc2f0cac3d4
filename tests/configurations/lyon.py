"""The second service in real processes: a web server, and the clock with the post, on its own database."""

import http.cookiejar
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import run
from typing import Any

from covidsol.servers import LOCALHOST, end, free_port, is_free, launch, wait_until
from tests.run import BASE_DIR, SAFE, known_names

CONFIGURATION = BASE_DIR / "tests" / "configurations" / "lyon.toml"
PATIENCE = 60.0  # seconds; a guard against hanging, no measure
MANAGE = [sys.executable, "-W", "ignore", "manage.py"]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LINK = re.compile(r'(?:href|action)="([^"#]+)"')


@dataclass
class House:
    """Where the service is, and what it has written to people."""

    port: int
    folder: Path
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://{LOCALHOST}:{self.port}"

    def letters(self) -> str:
        """All letters so far, one after the other."""
        return "\n".join(path.read_text() for path in sorted((self.folder / "letters").glob("*")))

    def letter_link(self, part: str) -> str:
        """The clock strikes; the path behind the newest letter's link with this word in it."""
        run([*MANAGE, "deliver"], cwd=BASE_DIR, env=self.environment, check=True, capture_output=True)
        link = re.compile(rf"{re.escape(self.url)}(/[^\s\"<>]*{part}[^\s\"<>]*)")
        return str(link.findall(unfolded(self.letters()))[-1])


def unfolded(letters: str) -> str:
    """A letter's text as it was before it was made fit for the wire."""
    return letters.replace("=\n", "").replace("=3D", "=")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Each step is shown by itself."""

    def redirect_request(self, *_args: Any, **_words: Any) -> None:
        return None


@dataclass
class Browser:
    """Somebody who follows links, fills in forms and keeps cookies."""

    house: House
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def open(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """Status, text, and where it leads on."""
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        opener = urllib.request.build_opener(_Stay, cookies)
        body = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else None
        try:
            with opener.open(self.house.url + path, body, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode(), ""
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(), answer.headers.get("Location", "")

    def send(self, path: str, to: str = "", **answers: Any) -> str:
        """Fill in the form of this page and send it, perhaps to another; the address to which it leads."""
        _status, page, _location = self.open(path)
        status, said, location = self.open(to or path, dict(HIDDEN.findall(page)) | answers)
        assert status == 302, (path, status, said)
        return urllib.parse.urlsplit(location).path

    def everything(self, start: str) -> dict[str, str]:
        """Every page that can be reached by links from here, by its path."""
        seen: dict[str, str] = {}
        waiting = [start]
        while waiting:
            path = waiting.pop()
            status, page, location = self.open(path)
            seen[path] = page
            assert status in (200, 302), (path, status)
            links = [*LINK.findall(page), *([location] if location else [])]
            waiting += [
                link
                for link in dict.fromkeys(links)
                if link.startswith("/") and link not in {*seen, *waiting}
            ]
        return seen


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in known_names()}
    return kept | SAFE | {
        "SERVICE_FILE": str(CONFIGURATION),
        "DATA_DIR": str(folder),
        "BASE_URL": url,
        "EMAIL_URL": f"filemail:///{folder}/letters",
        "REDIS_URL": f"redis://{LOCALHOST}:{free_port()}/0",  # where nobody is: the clock does it all
    }  # fmt: skip


@contextmanager
def lyon(folder: Path) -> Iterator[House]:
    """Bring it up, and end it."""
    port = free_port()
    house = House(port, folder, _environment(folder, f"http://{LOCALHOST}:{port}"))
    run([*MANAGE, "migrate", "--verbosity=0"], cwd=BASE_DIR, env=house.environment, check=True)
    bind = f"--bind={LOCALHOST}:{port}"
    web = [sys.executable, "-m", "gunicorn", "covidsol.wsgi", "--no-control-socket", "--threads=4", bind]
    server = launch("web", web, folder / "web.log", cwd=BASE_DIR, environment=house.environment)
    try:
        wait_until(lambda: not is_free(port), server, PATIENCE)
        yield house
    finally:
        end([server], patience=10)
