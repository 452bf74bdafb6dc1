from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.moving.rules.reading import Unreadable, table_of, text_of
from millepieds.moving.rules.sheets import COLUMNS, MOST_BYTES, SHEETS, Column, Sheet, Table


@dataclass(frozen=True)
class Sent:
    """A sheet as the page gives it back: its words, and what each of its columns was taken for."""

    sheet: Sheet
    text: str
    table: Table

    @property
    def columns(self) -> Sequence[tuple[str, str, str]]:
        """The name of each select, the title over it, what is chosen."""
        pairs = zip(self.table.titles, self.table.says, strict=True)
        return [(f"{self.sheet}-{at}", title, key) for at, (title, key) in enumerate(pairs)]

    @property
    def is_unsure(self) -> bool:
        """A column is not read, or one that is needed was not found."""
        needed = {one.key for one in self.choices if one.needed}
        return bool(self.table.ignored) or not needed <= set(self.table.says)

    @property
    def choices(self) -> Sequence[Column]:
        return COLUMNS[self.sheet]


@dataclass(frozen=True)
class Asked:
    """A sheet on the page: its file, its words, what was read. A file that was read comes back as words."""

    file: forms.BoundField
    pasted: forms.BoundField
    sent: Sent | None
    words: str


class SheetsForm(forms.Form):
    """Four sheets, each as a file or as words pasted from a spreadsheet; at least one."""

    use_required_attribute = False

    def __init__(self, *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # what a view sends
        self.sent: list[Sent] = []
        for sheet, label in SHEETS.items():
            self.fields[f"{sheet}_file"] = forms.FileField(
                label=gettext(label), required=False, allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
            )  # fmt: skip
            self.fields[f"{sheet}_text"] = forms.CharField(
                label=gettext(label), required=False, strip=False,
                widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
            )  # fmt: skip

    def clean(self) -> None:
        for sheet in Sheet:
            try:
                self._read(sheet)
            except Unreadable as why:
                self.add_error(f"{sheet}_file", gettext(why.because) % why.values)
        # what comes back with the page is sent again with it: one body, which Django bounds
        if sum(len(one.text.encode()) + one.text.count("\n") for one in self.sent) > MOST_BYTES:
            self.sent = []
            raise forms.ValidationError(
                _("Together, these sheets are too big: %(most)s kB at most. Send them one by one."),
                params={"most": MOST_BYTES // 1000},
            )
        if not self.sent and not self.errors:
            raise forms.ValidationError(_("Choose at least one file, or paste a sheet."))

    def _read(self, sheet: Sheet) -> None:
        file: UploadedFile[bytes] | None = self.cleaned_data.get(f"{sheet}_file")
        text: str = self.cleaned_data.get(f"{sheet}_text") or ""
        if file:
            text = text_of(file.read(MOST_BYTES + 1))
        elif not text.strip():
            return
        chosen = {} if file else self._chosen(sheet)
        self.sent.append(Sent(sheet, text, table_of(sheet, text, says=chosen)))

    def _chosen(self, sheet: Sheet) -> dict[int, str]:
        """What the person answered under each title."""
        stem = f"{sheet}-"
        return {
            int(rank): str(self.data[name])
            for name in self.data
            if name.startswith(stem)
            for rank in [name.removeprefix(stem)]
            if rank.isascii() and rank.isdigit() and len(rank) < 3
        }

    @property
    def asked(self) -> Sequence[Asked]:
        read = {one.sheet: one for one in self.sent}
        return [
            Asked(
                self[f"{sheet}_file"], pasted := self[f"{sheet}_text"], read.get(sheet),
                read[sheet].text if sheet in read else str(self.data.get(pasted.html_name, "")),
            )
            for sheet in Sheet
        ]  # fmt: skip

    @property
    def tables(self) -> list[Table]:
        return [one.table for one in self.sent]
