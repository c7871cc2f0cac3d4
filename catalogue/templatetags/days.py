"""The filter `date` of every template, which says days as people do."""

from typing import Any

from django import template
from django.template import defaultfilters

from catalogue.days import spoken

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """Django's own, with "1er" where French says so."""
    return spoken(defaultfilters.date(value, form))
