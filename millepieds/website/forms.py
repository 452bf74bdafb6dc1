from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.website.pictures import small_portrait
from millepieds.website.rules import POST_KINDS, PRECISIONS, Kind, Precision

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PostForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=140, error_messages={"required": _("Give it a title.")}
    )
    text = forms.CharField(
        label=_("Text"), max_length=40000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Plain text. **bold**, _italic_, # title, - list, [words](https://address)."),
        error_messages={"required": _("Write something.")},
    )  # fmt: skip


class NewPostForm(PostForm):
    field_order = ["kind", "title", "text"]
    kind = forms.TypedChoiceField(label=_("What it is"), coerce=Kind, choices=one_of(POST_KINDS))


class PublishForm(forms.Form):
    when = forms.DateTimeField(
        label=_("From when"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )  # fmt: skip


class MilestoneForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DAY)
    precision = forms.TypedChoiceField(
        label=_("How exactly it is known"), coerce=Precision, choices=one_of(PRECISIONS)
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    text = forms.CharField(
        label=_("A sentence"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LinksForm(forms.Form):
    links = forms.CharField(
        label=_("Links, one a line: words, then the address"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For example: Mastodon https://example.org/@movement"),
    )  # fmt: skip

    def clean_links(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        return [_link(number, line) for number, line in enumerate(lines, start=1)]


def _link(number: int, line: str) -> tuple[str, str]:
    label, _space, url = line.rpartition(" ")
    try:
        if not url.startswith("mailto:"):
            URLValidator(schemes=["https", "http"])(url)
        if not label:
            raise forms.ValidationError("")
    except forms.ValidationError as error:
        raise forms.ValidationError(
            gettext(
                "Line %(number)s: write words, a space, then an address that starts with https://."
            )
            % {"number": number}
        ) from error
    return label.strip(), url


class VoiceForm(forms.Form):
    words = forms.CharField(
        label=_("My words to the town"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence.")},
    )  # fmt: skip
    picture = forms.FileField(
        label=_("A picture, if I want"), required=False,
        help_text=_("JPEG, PNG or WebP, 8 MB at most. Where it was taken is erased from it."),
    )  # fmt: skip

    def clean_picture(self) -> bytes | None:
        sent: UploadedFile[Any] | None = self.cleaned_data["picture"]
        return small_portrait(sent) if sent else None
