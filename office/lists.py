"""What the lists of the office have in common: a count that never reads a whole table, and filters."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from callcentre.models import RINGS_BACK, CallTask
from office import queues, searching

COUNTED = 5000


class QuickPaginator(Paginator):
    """Counts to five thousand and no farther: whoever looks for more narrows the list."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, COUNTED at most."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:COUNTED].count())


class BigList(admin.ModelAdmin):
    """A list that stays quick and small at any number of rows."""

    paginator = QuickPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 100
    show_facets = admin.ShowFacets.ALLOW
    posts_search = True  # see templates/admin/search_form.html

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, once what is searched for may stand in its address."""
        return searching.led_on(request) or super().changelist_view(request, extra_context)


class OneChoice(admin.SimpleListFilter):
    """A filter that a queue of the first page links to: on or off."""

    choice: tuple[str, Any]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [self.choice]

    def rows(self, now: datetime) -> QuerySet[Any]:
        """The rows that are in the queue at this moment."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only those in the queue; the order stays the list's own."""
        if self.value() != self.choice[0]:
            return queryset
        return queryset.filter(pk__in=self.rows(timezone.now()).order_by().values("pk"))


class SilentFilter(OneChoice):
    """Claims without a report."""

    title, parameter_name, choice = _("silent"), "silent", ("yes", _("asked how it went, no answer"))

    def rows(self, now: datetime) -> QuerySet[Any]:
        return queues.silent(now)


class TroubleFilter(OneChoice):
    """Letters that did not arrive."""

    title, parameter_name, choice = _("trouble"), "trouble", ("week", _("given up or sent back, this week"))

    def rows(self, now: datetime) -> QuerySet[Any]:
        return queues.in_trouble(now)


class CallBackFilter(OneChoice):
    """Who waits for a call of ours."""

    title, parameter_name, choice = _("call back"), "ring", ("back", _("call-backs due"))

    def rows(self, now: datetime) -> QuerySet[Any]:
        return CallTask.objects.due(now).filter(reason__in=RINGS_BACK)
