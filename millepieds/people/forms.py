import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import (
    complete_authentication,
    extract_user_from_response,
    parse_authentication_response,
)
from django import forms
from django.core import signing
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.core.deeds import HouseKey
from millepieds.people.models import Person
from millepieds.people.queries import whoever_stays
from millepieds.people.rules import GENDERS, PURPOSES, RHYTHMS, TONGUES, WAYS, Gender, Rhythm, Way

A_PHONE = RegexValidator(
    re.compile(r"^\+?[\d .()/-]{6,29}$"), _("A phone number has digits, spaces and perhaps a +.")
)


def short_code() -> forms.TextInput:
    """The phone shows its figures and offers the code it has just received."""
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": 20,
            "dir": "ltr",
        }
    )


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )  # fmt: skip

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        return address.lower()


class CodeForm(forms.Form):
    digits = forms.CharField(label=_("Six-digit code"), max_length=20, widget=short_code())


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("What people call you"), max_length=80,
        help_text=_("A first name is enough. It is what other members see."),
        widget=forms.TextInput({"autocomplete": "nickname"}),
    )  # fmt: skip
    pronoun = forms.CharField(
        label=_("Pronoun, if you wish"), max_length=30, required=False,
        help_text=_("She, he, they… or nothing at all."),
    )  # fmt: skip
    gender = forms.TypedChoiceField(
        label=_("For the balance of the group, I am"), coerce=Gender, choices=one_of(GENDERS),
        help_text=_("Only to see how the whole group shares roles: never beside your name."),
        widget=forms.RadioSelect,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("The language I speak most easily"), choices=list(TONGUES.items()),
        help_text=_("The pages are in French for now. Whoever writes or calls you will know."),
    )  # fmt: skip
    reach = forms.TypedChoiceField(
        label=_("How to reach me"), coerce=Way, choices=one_of(WAYS), widget=forms.RadioSelect,
        help_text=_(
            "By phone or on paper: someone who welcomes reads what the house writes to you, and brings "
            "it. Codes, and what touches the safety of your account, always come by mail."
        ),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, validators=[A_PHONE],
        help_text=_("Who may call you is your choice, on the page “My agreements”."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    rhythm = forms.TypedChoiceField(
        label=_("How often the news of the movement come to me by mail"), coerce=Rhythm,
        choices=one_of(RHYTHMS),
        help_text=_(
            "What was decided, what I can still say, where we meet. Never empty, never at night, one "
            "a day at most. What concerns me directly comes at once, whatever I choose here."
        ),
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, person: Person, has_address: bool
    ) -> None:
        said = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(data, initial=said)
        self.has_address = has_address

    def clean(self) -> None:
        super().clean()
        reach = self.cleaned_data.get("reach")
        phone_is_right = "phone" not in self.errors
        if reach == Way.PHONE and phone_is_right and not self.cleaned_data["phone"]:
            self.add_error("phone", _("Write your number, so that someone can call you."))
        if reach == Way.MAIL and not self.has_address:
            self.add_error("reach", _("Add a mail address first, on the page “My addresses”."))


class ConsentForm(forms.Form):
    """One purpose, one click: yes, or no longer."""

    purpose = forms.TypedChoiceField(
        coerce=HouseKey,
        choices=[
            (key, purpose.words.title)
            for key, purpose in PURPOSES.items()
            if not purpose.taken_back_on
        ],
    )
    agrees = forms.TypedChoiceField(
        coerce=lambda word: word == "yes", choices=[("yes", "yes"), ("no", "no")]
    )


class AppForm(forms.Form):
    """A one-time code, and the secret it was made from, sealed for this person and an hour."""

    code = forms.CharField(label=_("The six digits your app shows"), widget=short_code())

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: Person) -> None:
        super().__init__(data)
        self.salt = f"people.app.{person.pk}"
        self.secret = self._unsealed() or generate_totp_secret()

    @property
    def sealed(self) -> str:
        return signing.dumps(self.secret, salt=self.salt)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                _("These are not the digits we expected. Try those shown now.")
            )
        return code

    def _unsealed(self) -> str:
        try:
            secret: str = signing.loads(self.data.get("sealed", ""), salt=self.salt, max_age=3600)
        except signing.BadSignature:
            return ""
        return secret


class SecondProofForm(AuthenticateForm):
    code = forms.CharField(label=_("Code of my app, or a recovery code"), widget=short_code())


class ProofAgainForm(ReauthenticateForm):
    code = forms.CharField(label=_("Code of my app, or a recovery code"), widget=short_code())


@contextmanager
def unreadable_is_wrong() -> Iterator[None]:
    """Anyone may post anything as the answer of a key: what makes no sense is a wrong answer."""
    try:
        yield
    except forms.ValidationError:
        raise
    except Exception as trouble:
        raise get_adapter().validation_error("incorrect_code") from trouble


class EnterByKeyForm(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        """A key remembers the account it was made in, though that one is merged by now."""
        with unreadable_is_wrong():
            shown = self.cleaned_data["credential"]
            parse_authentication_response(shown)
            person = whoever_stays(cast(Person, extract_user_from_response(shown)))
            return complete_authentication(person, shown)


class SecondKeyForm(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with unreadable_is_wrong():
            return super().clean_credential()


class KeyAgainForm(ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with unreadable_is_wrong():
            return super().clean_credential()


class NewKeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("A name to know this key by"), max_length=60, required=False,
        help_text=_("My phone, the computer at home…"),
    )  # fmt: skip
    passwordless = None  # type: ignore[assignment]  # no choice to make: every key is a passkey

    def clean(self) -> dict[str, Any]:
        with unreadable_is_wrong():
            return super().clean()


class KeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("A name to know this key by"), max_length=60)
