"""Words sent too late, or by someone who may no more, go back to whoever typed them, in that answer only.

Nothing tells which form a refused request was for: a view may refuse before it has one. What the forms of
the house declare tells which names hold free words, which never do, and how they are called.
"""

from collections.abc import Iterator, Mapping
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
    sent = {_bare(name) for name in request.POST}
    found = []
    for name, values in request.POST.lists():
        near = [] if _bare(name) in secret else _nearest(declared, _bare(name), sent)
        if near and all(map(_is_free, near)):
            labels = {str(field.label or "") for field in near}
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


def _bare(name: str) -> str:
    """Without the prefix of a form among several."""
    return name.rpartition("-")[2]


def _nearest(declared: list[Fields], name: str, sent: set[str]) -> list[forms.Field]:
    """This field, in the forms that hold it and are the most like what was sent."""
    like = [
        ((len(fields.keys() & sent), -len(fields.keys() - sent)), fields[name])
        for fields in declared
        if name in fields
    ]
    most = max((how_much for how_much, _field in like), default=None)
    return [field for how_much, field in like if how_much == most]


def _is_free(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and type(field.widget) in FREE


def _is_secret(field: forms.Field) -> bool:
    """What is so in one form is given back from none."""
    widget = field.widget
    return isinstance(widget, SECRET) or bool(FILLED_BY_THE_PHONE & widget.attrs.keys())
