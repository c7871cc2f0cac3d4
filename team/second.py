"""The second factor: a code from a phone (TOTP, RFC 6238), or one of eight codes kept on paper."""

import base64
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import user_has_device
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from privacy.crypto import blind_indexes
from team.models import Member

PHONE, PAPER = "phone", "paper"
DEMO = "demo"  # the device of a development house: its one code is printed, and works again and again
RECOVERY_CODES, RECOVERY_DIGITS, CODE_DIGITS = 8, 10, 6
KEY_BYTES = 20  # RFC 4226: 160 bits


def is_verified(user: Any) -> bool:
    """Whether this session has passed the second factor; in production a demo's device is none."""
    device = getattr(user, "otp_device", None)
    return device is not None and not (settings.PRODUCTION and device.name == DEMO)


def devices(user: User, hold: bool = False) -> list[Device]:
    """What this person may show: phone and paper, and in a development house the demo's device.

    Held, in a transaction, nobody else can use the same code at the same moment.
    """
    found: list[Device] = []
    for model in (TOTPDevice, StaticDevice):
        rows = model.objects.devices_for_user(user, confirmed=True)
        found += rows.select_for_update() if hold else rows
    return [each for each in found if not (settings.PRODUCTION and each.name == DEMO)]


def has_one(user: User) -> bool:
    """Whether there is one. In production a demo's counts here too, so that nobody can set up another."""
    return bool(user_has_device(user))


def digits(typed: str) -> str:
    """The code without the spaces that people type, or that print puts between."""
    return re.sub(r"[^0-9]", "", typed)


def _paper_marks(user: User, code: str) -> list[str]:
    """How a code on paper is stored: 16 hex digits of its keyed fingerprint, never itself."""
    return [mark[:16] for mark in blind_indexes(f"recovery:{user.pk}:{code}")]


def verify(user: User, typed: str) -> Device | None:
    """The device that this code proves; None for a wrong one, one used before, or one too soon after."""
    code = digits(typed)
    with transaction.atomic():
        for device in devices(user, hold=True):
            if isinstance(device, TOTPDevice):
                right = len(code) == device.digits and device.verify_token(code)
            elif device.name == DEMO:
                right = device.token_set.filter(token=code).exists()
            else:
                right = len(code) == RECOVERY_DIGITS and _on_paper(device, user, code)
            if right:
                return device
    return None


def _on_paper(device: StaticDevice, user: User, code: str) -> bool:
    mark = device.token_set.filter(token__in=_paper_marks(user, code)).first()
    return bool(device.verify_token(mark.token if mark else "-"))


@dataclass(frozen=True)
class Key:
    """The secret that a phone and we share, while it is being set up; stored only once it is confirmed."""

    member: Member

    @property
    def raw(self) -> bytes:
        """20 bytes that follow from the account's row and the secret key; others from the next epoch on."""
        value = f"{self.member.uuid.hex}:{self.member.epoch}"
        return salted_hmac("covidsol.second-factor", value, algorithm="sha256").digest()[:KEY_BYTES]

    @property
    def groups(self) -> str:
        """To be typed: base32 in groups of four."""
        text = base64.b32encode(self.raw).decode()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    @property
    def picture(self) -> str:
        """The QR code for an authenticator, as the address of an image (SVG in a data: URL)."""
        name = quote(f"{settings.SERVICE_NAME}:{self.member.user.get_username()}")
        words = {"secret": self.groups.replace(" ", ""), "issuer": str(settings.SERVICE_NAME)}
        code = segno.make(f"otpauth://totp/{name}?{urlencode(words, quote_via=quote)}", error="m")
        return code.svg_data_uri(scale=4, dark="#231c13", light="#fff", border=3)


def set_up(member: Member, typed: str) -> Device | None:
    """Keep the phone that shows this code; None if the code is wrong, or if there is a second factor."""
    code, key = digits(typed), Key(member).raw
    clock = TOTP(key)
    clock.time = time.time()
    if len(code) != CODE_DIGITS or not clock.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        if has_one(member.user):
            return None
        facts = {"key": key.hex(), "last_t": clock.t(), "drift": clock.drift}
        return TOTPDevice.objects.create(user=member.user, name=PHONE, **facts)


def new_codes(user: User) -> list[str]:
    """Eight fresh codes for paper, told only now; those from before are worth nothing any more."""
    codes = [
        f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _each in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        device, _made = StaticDevice.objects.get_or_create(user=user, name=PAPER)
        device.token_set.all().delete()
        for code in codes:
            device.token_set.create(token=_paper_marks(user, code)[0])
    return [f"{code[:5]} {code[5:]}" for code in codes]
