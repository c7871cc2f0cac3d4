"""The accounts of the team in the office: inviting, roles, a lost phone, leaving."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from office.confirming import asks_first
from team import accounts, roles
from team.access import actor, person
from team.forms import InviteForm
from team.models import Account

CHOICES: list[tuple[str, Any]] = [(role.code, role.label) for role in roles.ROLES]


class RolesForm(forms.ModelForm):
    """What somebody may do: her roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Account
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = [role.code for role in roles.of(self.instance)]


class RoleFilter(admin.SimpleListFilter):
    """By role, in the reader's words."""

    title = _("roles")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return CHOICES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Account]) -> QuerySet[Account]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):
    """Who is in the team, with which roles."""

    form = RolesForm
    fields = ("username", "name", "roles", "language", "has_second_factor", "last_login", "invited", "left")
    readonly_fields = ("username", "name", "language", "has_second_factor", "last_login", "invited", "left")
    list_display = ("username", "name", "role_names", "has_second_factor", "last_login", "is_active")
    list_filter = ("is_active", RoleFilter)
    list_select_related = ("member",)
    ordering = ("username",)  # no search: a name in it would stand in the page's address
    list_per_page = 200
    actions = ("reset_second_factor", "write_again", "close")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        found = super().get_queryset(request)
        return found.prefetch_related("groups", "totpdevice_set", "staticdevice_set")

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Invite somebody: the account is there at once, and a letter brings the link."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            accounts.invite(**form.cleaned_data, by=actor(request), now=timezone.now())
            nudge(deliver_soon)
            messages.success(request, _("Invited: a letter is on its way."))
            return redirect("admin:team_account_changelist")
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        return render(request, "admin/team/invite.html", context)

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        """The roles are set by the same function as everywhere; nobody takes her own last key away."""
        accounts.set_roles(obj, form.cleaned_data["roles"], actor(request), timezone.now())

    def get_form(
        self, request: HttpRequest, obj: Account | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Nobody takes the role of administrator from herself: the last one could."""
        form: type[forms.ModelForm] = super().get_form(request, obj, change, **kwargs)

        def clean_roles(self: Any) -> list[str]:
            chosen: list[str] = self.cleaned_data["roles"]
            if obj and obj.pk == request.user.pk and "administrator" not in chosen:
                raise ValidationError(gettext("Another administrator must take this role from you."))
            return chosen

        return type(form.__name__, (form,), {"clean_roles": clean_roles})

    @admin.display(description=_("name"), ordering="first_name")
    def name(self, user: Account) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def role_names(self, user: Account) -> str:
        has = {group.name for group in user.groups.all()}
        return ", ".join(str(role.label) for role in roles.ROLES if role.code in has)

    @admin.display(description=_("second step"), boolean=True)
    def has_second_factor(self, user: Account) -> bool:
        found: Any = user  # its devices are another library's
        return bool(found.totpdevice_set.all() or found.staticdevice_set.all())

    @admin.display(description=_("language"))
    def language(self, user: Account) -> str:
        return user.member.language

    @admin.display(description=_("invited"))
    def invited(self, user: Account) -> str:
        at = user.member.invited_at
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M} {user.member.invited_by}" if at else ""

    @admin.display(description=_("left"))
    def left(self, user: Account) -> str:
        at = user.member.left_at
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

    @admin.action(description=_("Reset the second step: the phone is lost"), permissions=["change"])
    @asks_first(_("Each of them sets a phone up anew at the next log-in, and gets a letter that says so."))
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[Account]) -> None:
        for user in queryset:
            accounts.reset_second_factor(user, actor(request), timezone.now())
        nudge(deliver_soon)
        messages.success(request, _("Done. Each of them gets a letter."))

    @admin.action(description=_("Write the invitation again"), permissions=["change"])
    @asks_first(_("Who has no password yet gets another letter, once a day."))
    def write_again(self, request: HttpRequest, queryset: QuerySet[Account]) -> None:
        for user in queryset.filter(is_active=True):
            accounts.invite_again(user, timezone.now())
        nudge(deliver_soon)
        messages.success(request, _("Who has no password yet gets another letter, once a day."))

    @admin.action(description=_("Close the account: she leaves"), permissions=["change"])
    @asks_first(_("They are logged out at once and cannot come back by themselves. Your own account stays."))
    def close(self, request: HttpRequest, queryset: QuerySet[Account]) -> None:
        for user in queryset.exclude(pk=person(request).pk):
            accounts.close(user, actor(request), timezone.now())
        messages.success(request, _("Closed. Your own account is left as it is."))
