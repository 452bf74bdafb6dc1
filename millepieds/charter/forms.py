from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.charter.models import Article
from millepieds.charter.rules import Rule


class SignForm(forms.Form):
    """The charter, article by article: each has its own box."""

    def __init__(self, articles: Iterable[Article], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for article in articles:
            self.fields[article.key] = forms.BooleanField(
                label=f"{article.number}. {article.title}",
                error_messages={"required": _("Tick this article once you have read it.")},
            )

    @property
    def ticked(self) -> list[str]:
        return [key for key, ticked in self.cleaned_data.items() if ticked]


class RuleForm(forms.Form):
    """A new value, and the day from which it stands."""

    value = forms.IntegerField(label=_("New value"))
    effective_on = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, rule: Rule, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["value"].help_text = _("Between %(least)s and %(most)s.") % {
            "least": rule.least, "most": rule.most,
        }  # fmt: skip
