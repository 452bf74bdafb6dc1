"""Words sent too late, or by someone who may no more, go back to whoever typed them, in that answer only.

Nothing tells which form a refused request was for: a view may refuse before it has one. What the forms of
the house declare tells which names hold free words, which never do, and how they are called.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

Fields = Mapping[str, forms.Field]
FREE = (forms.Textarea, forms.TextInput)  # these widgets and no child of theirs
SECRET = (forms.HiddenInput, forms.PasswordInput)
FILLED_BY_THE_PHONE = {"autocomplete", "inputmode"}  # a code, an address, a name


@dataclass(frozen=True)
class GivenBack:
    label: str  # nothing, where several forms call it differently
    words: str


def words_typed(request: HttpRequest) -> list[GivenBack]:
    """The free words of a form that was sent: never a code, a key, a choice, a hidden field."""
    if request.method != "POST":
        return []
    declared = [fields for form in _forms(forms.BaseForm) if (fields := _fields(form))]
    secret = {name for fields in declared for name in fields if _is_secret(fields[name])}
    near = {prefix: _nearest(declared, names) for prefix, names in _apart(request.POST).items()}
    found = []
    for full, values in request.POST.lists():
        prefix, _dash, name = full.rpartition("-")
        called = [fields[name] for fields in near[prefix] if name in fields]
        if called and name not in secret and all(map(_is_free, called)):
            labels = {str(field.label or "") for field in called}
            label = labels.pop() if len(labels) == 1 else ""
            found += [GivenBack(label, words) for each in values if (words := each.strip())]
    return found


def _forms(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        if form.__module__.startswith("millepieds."):
            yield form
        yield from _forms(form)


def _fields(form: type[forms.BaseForm]) -> Fields:
    fields: Fields = getattr(form, "base_fields", {})
    return fields


def _apart(sent: Iterable[str]) -> dict[str, set[str]]:
    """The names that each form sent: on a page of several, all but one have a prefix."""
    names: dict[str, set[str]] = {}
    for full in sent:
        prefix, _dash, name = full.rpartition("-")
        names.setdefault(prefix, set()).add(name)
    return names


def _nearest(declared: list[Fields], sent: set[str]) -> list[Fields]:
    """The forms that are the most like what was sent: a button may have the name of a field elsewhere."""
    like = [(len(fields.keys() & sent), -len(fields.keys() - sent)) for fields in declared]
    most = max(like, default=(0, 0))
    return [fields for fields, much in zip(declared, like, strict=True) if much == most and much[0]]


def _is_free(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and type(field.widget) in FREE


def _is_secret(field: forms.Field) -> bool:
    """What is so in one form is given back from none."""
    widget = field.widget
    return isinstance(widget, SECRET) or bool(FILLED_BY_THE_PHONE & widget.attrs.keys())
