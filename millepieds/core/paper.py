"""Sheets to print: words of ours in a typst template of an area, made into a PDF that reads aloud.

A template lies among the templates of its area (`members/paper/join.typ`). What it prints comes to it as
JSON and is never read as code; it finds no font but those of the typst package, Arabic excepted, and the
same words on the same day give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from millepieds.core.tongues import ASKED

HOUSE = Path(__file__).parent.parent
FONTS = typst.Fonts(include_system_fonts=False)
# The package draws Arabic with letters of one width only. Where the machine has DejaVu Sans (Debian:
# fonts-dejavu-core), Arabic is drawn with it: the only sheets that differ from one machine to another.
FONTS_OF_THE_MACHINE = typst.Fonts(include_system_fonts=True)


def sheet(template: str, words: Mapping[str, object], *, leads_to: str, on: date) -> bytes:
    """A sheet, with the address of the page it stands for, in letters and as a square to scan."""
    language = get_language() or settings.LANGUAGE_CODE
    asks = "" if language == settings.LANGUAGE_CODE else f"?{ASKED}={language}"
    address = f"{settings.ORIGIN}{leads_to}{asks}"
    around = {
        "language": language.partition("-")[0],
        "direction": "rtl" if get_language_bidi() else "ltr",
        "movement": settings.MOVEMENT["name"],
        "address": address.partition("://")[2],
        "square": _square(address),
        "square_says": _("A square to scan: it opens %(address)s") % {"address": address},
        "date": _("Date:"), "signature": _("Signature:"),
        "typed_by": _("Typed in by:"), "typed_on": _("on:"),
    }  # fmt: skip
    fonts = FONTS_OF_THE_MACHINE if get_language_bidi() else FONTS
    return _press(template, json.dumps({**around, **words}, ensure_ascii=False), on, fonts)


def pdf_to_take(pdf: bytes, name: str) -> HttpResponse:
    """Taken away rather than shown: what opens a PDF in a browser needs more than our policy lets in."""
    language = get_language() or settings.LANGUAGE_CODE
    named = name if language == settings.LANGUAGE_CODE else f"{name}-{language}"
    headers = {"Content-Disposition": f'attachment; filename="{named}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@lru_cache(maxsize=32)
def _press(template: str, words: str, on: date, fonts: typst.Fonts) -> bytes:
    area = template.partition("/")[0]
    return typst.compile(
        HOUSE / area / "templates" / template,
        root=HOUSE, font_paths=fonts, ignore_system_fonts=True, format="pdf",
        sys_inputs={"words": words}, pdf_standards="ua-1",  # it reads aloud
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )  # fmt: skip


def _square(address: str) -> str:
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=0, dark="#000", svgclass=None, lineclass=None)
