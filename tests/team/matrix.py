"""Who may open which page of the team: tried on every address, printed in docs/privacy.md."""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from team import roles

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
BEGIN, END = "<!-- roles: made by `make roles` -->\n", "<!-- roles end -->\n"
ROLES = {
    "O": "operator", "L": "listener coordinator", "C": "coordinator", "A": "administrator", "P": "press",
}  # fmt: skip
STRANGER, HALFWAY = "-", "1"  # not logged in; an administrator's password without her second factor
TEAM = "".join(ROLES)
EVERYBODY = STRANGER + HALFWAY + TEAM


@dataclass(frozen=True)
class Pages:
    """Some pages, by the names of their addresses, and the letters of who may open them."""

    words: str
    names: tuple[str, ...]
    who: str


def lists(app: str, *models: str) -> tuple[str, ...]:
    """List, page and history of models in the office."""
    return tuple(f"admin:{app}_{model}_{page}" for model in models for page in ("change*", "history"))


NOBODY = ("admin:*_add", "admin:*_delete", "admin:autocomplete", "admin:view_on_site")
TABLE = (
    Pages("the log-in page (who is in is led on)", ("team:login",), STRANGER),
    Pages("log out, language, forgotten password, link from a letter",
          ("team:logout", "admin:logout", "team:language", "team:forgotten", "team:welcome"), EVERYBODY),
    Pages("the code of the second step", ("team:code",), HALFWAY + TEAM),
    Pages("setting up a phone (only who has none)", ("team:set_up",), ""),
    Pages("own account: password, codes for paper", ("team:home", "team:password", "team:recovery"), TEAM),
    Pages("the desk for calls, finding a request, who rings",
          ("callcentre:desk", "callcentre:around", "callcentre:find", "callcentre:told", "callcentre:ringing",
           "callcentre:open_call"), "OCA"),
    Pages("one request at the desk: how it stands; for the caller: cancel, how it went, report, list",
          ("callcentre:request", "callcentre:cancel_for_caller", "callcentre:report_for_caller",
           "callcentre:act_for_caller", "callcentre:change_for_caller", "callcentre:request_to_desk"), "OCA"),
    Pages("whom to ring: the queue, one task, ringing volunteers for a request",
          ("callcentre:queue", "callcentre:task", "callcentre:take", "callcentre:put_back",
           "callcentre:to_desk", "callcentre:ring"), "OCA"),
    Pages("shifts, practice, the own calendar's link, no more calls",
          ("callcentre:shifts", "callcentre:training", "callcentre:new_calendar_link", "callcentre:leave"),
          "OCA"),
    Pages("who takes calls: approve, not now, phone and e-mail, has stopped; putting others on shifts",
          ("callcentre:people", "callcentre:approve", "callcentre:refuse", "callcentre:reveal_operator",
           "callcentre:end_operator", "callcentre:put_on_shift"), "CA"),
    Pages("figures of the phone; where volunteers are missing",
          ("callcentre:figures", "callcentre:coverage"), "CA"),
    Pages("lists of volunteers in and out, letters to many", ("exchange:*",), "CA"),
    Pages("the office's first page", ("admin:index", "admin:login", "admin:pass*", "admin:jsi18n"), "LCA"),
    Pages("the office: requests", lists("requests_app", "helprequest"), "CA"),
    Pages("the office: who could help, and ringing them; a better address, list, number",
          ("admin:requests_app_helprequest_volunteers", "admin:requests_app_helprequest_address",
           "admin:requests_app_helprequest_details", "admin:volunteers_volunteer_address"), "CA"),
    Pages("the office: finding a person; uncovering one, written down; the acts on a request or a volunteer",
          ("admin:requests_app_helprequest_find", "admin:*_show", "admin:*_act"), "CA"),
    Pages("the office: what must be rung about", lists("callcentre", "calltask"), "CA"),
    Pages("the office: volunteers", lists("volunteers", "volunteer"), "LCA"),
    Pages("the office: what was reported", lists("matching", "report"), "CA"),
    Pages("the office: invitations, matches, posters, letters, books",
          (*lists("matching", "invitation", "match"), *lists("paper", "code", "scans", "arrival"),
           *lists("letters", "letter", "deliveryevent", "suppression"),
           *lists("privacy", "event", "consent"), *lists("geo", "knownaddress")), "CA"),
    Pages("the office: deleting what a map service answered, and a ban of letters",
          ("admin:geo_knownaddress_delete", "admin:letters_suppression_delete"), "CA"),
    Pages("the office: accounts of the team", (*lists("team", "account"), "admin:team_account_add"), "A"),
    Pages("the office: the list of one room", ("admin:app_list",), "LCA"),
    Pages("the office: adding or deleting anything else", NOBODY, ""),
    Pages("letters to look at, in a development house only", ("dev_letter*",), EVERYBODY),
)  # fmt: skip


def pages(name: str) -> Pages | None:
    """The line of the table for this address: the first that names it."""
    return next((each for each in TABLE if any(fnmatch(name, pattern) for pattern in each.names)), None)


def printed() -> str:
    """Both tables as Markdown: who may open which page, and which rights each role has."""
    heads = ["page", "anybody", "password only", *ROLES.values()]
    rows = [[each.words, *("yes" if who in each.who else "–" for who in EVERYBODY)] for each in TABLE]
    rights = [[role.code, ", ".join(sorted(role.rights))] for role in roles.ROLES]
    return f"{_table(heads, rows)}\n{_table(['role', 'rights'], rights)}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def written() -> str:
    """What stands in the document now."""
    found = re.search(f"{re.escape(BEGIN)}(.*){re.escape(END)}", DOCUMENT.read_text(), re.DOTALL)
    return found[1] if found else ""


def write() -> None:
    """Put both tables into the document."""
    text = DOCUMENT.read_text()
    DOCUMENT.write_text(text.replace(BEGIN + written() + END, BEGIN + printed() + END))
