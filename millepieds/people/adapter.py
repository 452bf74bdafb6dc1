"""What allauth asks of the house: no signing up here, mails and questions in our words."""

import hmac
from base64 import urlsafe_b64encode
from typing import cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.core.clock import today
from millepieds.people.http import ask_again
from millepieds.people.models import Person
from millepieds.people.queries import kinds_of_proof


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, object],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:  # fmt: skip
        """One file a mail: its first line is the subject, and the page is made from the text."""
        context = {**context, "movement": settings.MOVEMENT, "origin": settings.ORIGIN}
        whole = render_to_string(f"{template_prefix}.txt", context, self.request).strip()
        subject, _blank, text = whole.partition("\n")
        context |= {"subject": subject, "parts": text.strip().split("\n\n")}
        page = render_to_string("account/email/page.html", context)
        to = [email] if isinstance(email, str) else email
        mail = EmailMultiAlternatives(subject, text.strip() + "\n", to=to, headers=headers)
        mail.attach_alternative(page, "text/html")
        return mail

    def is_safe_url(self, url: str) -> bool:
        """A way on stays in this house; what is not even an address leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Enough to slow a machine down, not to know it again tomorrow."""
        place = truncate_ip(super().get_client_ip(request))
        return salted_hmac("people.place", f"{today()} {place}").hexdigest()[:16]

    def is_reauthentication_required(self, *, app: str, **rest: object) -> bool:
        """allauth asks nobody who has neither key nor app; here a code by mail proves it too."""
        ask_again(self.request)
        return False

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, str]]:
        """The first is the one proposed: the key, then the app, then a code by mail."""
        kinds = kinds_of_proof(cast(Person, user))
        methods = []
        if Authenticator.Type.WEBAUTHN in kinds:
            methods.append((gettext("Use my key"), "mfa_reauthenticate_webauthn"))
        if kinds:
            methods.append((gettext("Use my app or a recovery code"), "mfa_reauthenticate"))
        if not kinds:
            methods.append((gettext("Use a code sent by mail"), "account_reauthenticate"))
        return [{"id": name, "description": words, "url": reverse(name)} for words, name in methods]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the right answer. Try again."),
        "cannot_generate_recovery_codes": _("Add a key or an app first."),
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """Drawn in the page itself, with no style: nothing else is let in."""
        drawing = segno.make(url, error="m").svg_inline(
            border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
        )
        return mark_safe(drawing)  # noqa: S308 (segno draws squares; no text comes from the person)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("My key %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MOVEMENT["name"]}

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database gives no one-time code."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    return MultiFernet(_lock(key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def _lock(key: str | bytes) -> Fernet:
    """Not the key that signs, but one made from it."""
    return Fernet(
        urlsafe_b64encode(hmac.digest(force_bytes(key), b"people.one-time-codes", "sha256"))
    )
