"""A volunteer's own page and all that opens from it, as a visitor meets them, in every state."""

from datetime import timedelta

from django.utils import timezone

from matching import claims, mydata, telling
from matching.models import Match
from tests import cast
from tests.house.visitor import Visitor
from volunteers import mailbox, membership, whereabouts
from volunteers.models import Volunteer


def staying(visitor: Visitor) -> None:
    """A volunteer's own page, in every state, to the end."""
    now, match = timezone.now(), visitor.match()
    visitor.get("own page", visitor.path("volunteers:own", visitor.volunteer().token("own")))
    visitor.get("own page: on it", visitor.path("volunteers:own", match.volunteer.token("own")))
    paused = visitor.volunteer()
    membership.pause(paused, now + timedelta(days=7))
    visitor.get("own page: pause", visitor.path("volunteers:own", paused.token("own")))
    visitor.post("pause: empty", visitor.path("volunteers:pause", paused.token("own")), {})
    home = visitor.path("volunteers:address", paused.token("own"))
    visitor.get("moved", home)
    visitor.post("moved: empty", home, {})
    lost = visitor.volunteer(at=None, postcode="0001")
    whereabouts.place(lost, now)
    visitor.get("own page: nowhere", visitor.path("volunteers:own", lost.token("own")))
    unsubscribe = f"/u/{visitor.volunteer().token('unsubscribe')}/"
    visitor.get("unsubscribe", unsubscribe)
    visitor.post("unsubscribed", unsubscribe, {})
    wanting = visitor.volunteer()
    Volunteer.objects.filter(pk=wanting.pk).update(news_due_at=now)
    visitor.get("own page: news", visitor.path("volunteers:own", wanting.token("own")))
    no_news = f"/u/news/{wanting.token('no_news')}/"
    visitor.get("no news", no_news)
    visitor.post("no news: done", no_news, {})
    leave = visitor.path("volunteers:leave", paused.token("own"))
    visitor.get("leave", leave)
    visitor.post("left", leave, {})
    visitor.get("own page: spent", visitor.path("volunteers:own", paused.token("own")), 410)


def _own(visitor: Visitor, view: str, volunteer: Volunteer) -> str:
    return visitor.path(f"volunteers:{view}", volunteer.token("own"))


def changing(visitor: Visitor) -> None:
    """What somebody changes about himself, and the papers he takes along."""
    now, me = timezone.now(), visitor.volunteer()
    work, wishes = _own(visitor, "work", me), _own(visitor, "preferences", me)
    visitor.get("second place", work)
    visitor.post("second place: empty", work, {})
    whereabouts.also_at(me, "1000", by="volunteer", now=now)
    visitor.get("second place: there is one", work)
    visitor.get("own page: second place", _own(visitor, "own", me))
    visitor.get("preferences", wishes)
    visitor.post("preferences: empty", wishes, {})
    visitor.post("preferences: wrong", wishes, {"kinds": "x", "travel_km": "4"})
    reach = _own(visitor, "reach_me", me)
    visitor.get("phone and e-mail", reach)
    visitor.post("phone and e-mail: wrong", reach, {"email": "x", "phone": "1"})
    visitor.post("pause: wrong day", _own(visitor, "pause", me), {"length": "day", "day": "2020-01-01"})
    mailbox.ask(me, f"{me.pk}@example.net", now)
    visitor.get("phone and e-mail: letter sent", reach)
    link = visitor.path("volunteers:new_email", mailbox.token(me))
    visitor.get("new e-mail", link)
    mailbox.confirm(me, now)
    visitor.get("new e-mail: done", link)
    late = visitor.volunteer()
    mailbox.ask(late, f"{late.pk}@example.net", now - timedelta(days=4))
    visitor.get("new e-mail: too old", visitor.path("volunteers:new_email", mailbox.token(late)))
    visitor.get("my data", _own(visitor, "my_data", me))
    visitor.post("my data: letter sent", _own(visitor, "my_data", me), {})
    mydata.ask(me, now)
    visitor.get("certificate: none", _own(visitor, "certificate", me))


def _done(visitor: Visitor, volunteer: Volunteer | None = None) -> Match:
    asked = cast.invite(visitor.request(), [volunteer or visitor.volunteer()])[0]
    match = claims.claim(asked, timezone.now())
    claims.done(match, "volunteer", timezone.now())
    return match


def telling_how(visitor: Visitor) -> None:
    """A task that is done: how long it took, and what stands on paper."""
    now, first = timezone.now(), _done(visitor)
    page = visitor.path("matching:tell", first.token())
    visitor.post("tell: wrong", page, {"minutes": "7", "note": "x" * 600})
    visitor.get("certificate: hours not told", _own(visitor, "certificate", first.volunteer))
    telling.tell(first, 60, "", now)
    visitor.get("contact: told", visitor.path("matching:contact", first.token()))
    visitor.get("certificate", _own(visitor, "certificate", first.volunteer))
    _done(visitor, first.volunteer)
    visitor.get("certificate: some told", _own(visitor, "certificate", first.volunteer))
    visitor.get("own page: before", _own(visitor, "own", first.volunteer))
