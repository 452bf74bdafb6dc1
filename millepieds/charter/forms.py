from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.charter.queries import articles_cited, rules_on, rules_on_days_to_come
from millepieds.charter.rules import (
    Rule,
    broken_condition,
    earliest_change,
    refusal_outside_bounds,
    refusal_too_early,
)
from millepieds.charter.rules.wording import Text, difference, read, refusal_to_adopt, written
from millepieds.core.forms import invalid_if


class SignForm(forms.Form):
    """The charter, article by article: each has its own box."""

    def __init__(self, articles: Iterable[Text], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for number, article in enumerate(articles, start=1):
            self.fields[article["key"]] = forms.BooleanField(
                label=f"{number}. {article['title']}",
                error_messages={"required": _("Tick this article once you have read it.")},
            )

    @property
    def ticked(self) -> list[str]:
        return [key for key, ticked in self.cleaned_data.items() if ticked]


class RuleForm(forms.Form):
    """A new value, and the day from which it stands: refused here when another would do."""

    value = forms.IntegerField(label=_("New value"))
    effective_on = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, rule: Rule, data: object = None, *, on: date) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.rule, self.earliest = rule, earliest_change(rules_on(on), today=on)
        value, day = self.fields["value"], self.fields["effective_on"]
        value.help_text = _("Between %(least)s and %(most)s.") % {
            "least": rule.least, "most": rule.most,
        }  # fmt: skip
        value.widget.attrs |= {"min": rule.least, "max": rule.most}
        day.widget.attrs["min"] = self.earliest.isoformat()

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        invalid_if(refusal_outside_bounds(self.rule, value))
        return value

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        invalid_if(refusal_too_early(day, earliest=self.earliest))
        return day

    def clean(self) -> dict[str, Any]:
        """What must stay true between rules, on that day and at each change planned after it."""
        typed = super().clean() or {}
        if not self.errors:
            days = rules_on_days_to_come(self.rule.key, typed["effective_on"])
            invalid_if(broken_condition([{**day, self.rule.key: typed["value"]} for day in days]))
        return typed


class CharterForm(forms.Form):
    """The next version, written by hand; each line that cannot be read is named."""

    typed = forms.CharField(
        label=_("The whole text"), max_length=60_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 30}),
        help_text=_(
            "“# ” before the title, “## key : ” before each article, “- key : ” before each "
            "commitment. A key stays from one version to the next; numbers follow the order."
        ),
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, before: Text, data: object = None) -> None:
        super().__init__(data, initial={"typed": written(before)})  # type: ignore[arg-type]
        self.before = before

    def clean_typed(self) -> Text:
        text, mistakes = read(self.cleaned_data["typed"], number=self.before["number"] + 1)
        if mistakes:
            raise forms.ValidationError([
                _("Line %(line)s: %(why)s") % {"line": mistake.line, "why": gettext(mistake.says)}
                for mistake in mistakes
            ])  # fmt: skip
        last = self.before["number"]
        invalid_if(refusal_to_adopt(text, last=last, cited=articles_cited()))
        if not difference(self.before, text):
            raise forms.ValidationError(_("Nothing has changed yet."))
        return text
