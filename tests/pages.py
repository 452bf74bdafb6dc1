"""How a page is read, and what every answer of the house promises."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import polib
from django.urls import URLPattern, URLResolver, get_resolver

from tests.layers import ROOT


def doors() -> dict[str, URLPattern]:
    """Every name of the house, with its pattern."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for each in patterns:
            if isinstance(each, URLResolver):
                inside = f"{each.namespace}:" if each.namespace else prefix
                yield from walk(each.url_patterns, inside)
            else:
                yield f"{prefix}{each.name}", each

    return dict(walk(get_resolver().url_patterns, ""))


RESOURCES = {"link", "script", "img", "source", "image", "use", "iframe", "video", "audio", "embed"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "source"}
SPOKEN = {"aria-label", "placeholder", "title", "alt"}


class Page(HTMLParser):
    """What the promises about pages need to know of one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = ""
        self.h1 = 0
        self.title = ""
        self.texts: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.forms: list[dict[str, str]] = []  # fields by name, of the forms that post
        self.faults: list[str] = []
        self._silent = self._posting = self._naming = False
        self._aside: list[str] = []  # what is open of a part that says it is in another language
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [given[name] for name in SPOKEN & given.keys()]
        self.faults += [f"{name}= on <{tag}>" for name in given if name.startswith("on")]
        self.faults += [f"style= on <{tag}>"] * ("style" in given)
        where = given.get("src") or given.get("href") or given.get("xlink:href") or ""
        if tag in RESOURCES and urlsplit(where).netloc:
            self.faults.append(f"<{tag}> comes from elsewhere: {where}")
        if tag == "style" or (tag == "script" and not {"src", "type"} & given.keys()):
            self.faults.append(f"inline <{tag}>")
        if tag == "script" and given.get("type", "module") not in ("module", "application/json"):
            self.faults.append(f"a script of type {given['type']}")
        other = tag != "html" and given.get("lang", self.lang) != self.lang
        # what a program reads is in no language
        if (other or self._aside or tag == "code") and tag not in VOID:
            self._aside.append(tag)
        self._silent = self._silent or tag in ("script", "style")
        self._naming = self._naming or (tag == "title" and not self.title)
        self.lang = given.get("lang", "") if tag == "html" else self.lang
        self.h1 += tag == "h1"
        self.links += [where] * (tag == "a")
        self.ids |= {given["id"]} if given.get("id") else set()
        if tag == "form":
            self._posting = given.get("method", "").lower() == "post"
            self.forms += [{}] * self._posting
            self.links += [given["action"]] if given.get("action") else []
        if self._posting and self.forms and given.get("name"):
            self.forms[-1] = self.forms[-1] | {given["name"]: given.get("value", "")}

    def handle_endtag(self, tag: str) -> None:
        if tag in self._aside:
            del self._aside[len(self._aside) - 1 - self._aside[::-1].index(tag) :]
        self._silent = self._silent and tag not in ("script", "style")
        self._posting = self._posting and tag != "form"
        self._naming = self._naming and tag != "title"

    def handle_data(self, data: str) -> None:
        self.title += data if self._naming else ""
        if not self._silent and not self._aside and data.strip():
            self.texts.append(" ".join(data.split()))


def as_typed(text: str) -> str:
    """With plain spaces, as a test types French: `typeset` of scripts/words.py sets the others."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def words_of(language: str) -> frozenset[str]:
    """All that this language can say. English is what the code says."""
    words = polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))
    said = {text for entry in words for text in (entry.msgstr, *entry.msgstr_plural.values())}
    if language == "en":
        french = polib.pofile(str(ROOT / "locale/fr/LC_MESSAGES/django.po"))
        said |= {text for entry in french for text in (entry.msgid, entry.msgid_plural)}
    return frozenset(" ".join(text.split()) for text in said if text)


@cache
def foreign(language: str) -> frozenset[str]:
    """The words of other languages that no page in this one may show."""
    return (words_of("en") | words_of("fr")) - words_of(language)


def faults(response: Any, language: str = "fr") -> list[str]:
    """What this answer breaks of the promises that every answer keeps, errors included."""
    found = list(_faults_of_headers(response.headers))
    if not response.headers.get("Content-Type", "").startswith("text/html") or not response.content:
        return found
    page = Page(response.content.decode())
    found += page.faults
    found += [f"not in {language}: {text}" for text in page.texts if text in foreign(language)]
    found += ["lang is not said"] * (page.lang != language)
    found += [f"{page.h1} h1"] * (page.h1 != 1)
    for form in page.forms:
        missing = {"csrfmiddlewaretoken", "once"} - form.keys()
        found += [f"a form ({', '.join(form)}) has no {name}" for name in missing]
    return found


WANTED = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()", "Cache-Control": "no-store",
}  # fmt: skip


def _faults_of_headers(headers: Any) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe-" in policy or "frame-ancestors" not in policy:
        yield f"Content-Security-Policy: {policy}"
    for name, value in WANTED.items():
        if value not in headers.get(name, ""):
            yield f"{name}: {headers.get(name)}"


def save(response: Any, name: str) -> None:
    """Keep the page for the judges: build/pages."""
    kept = ROOT / "build" / "pages"
    if response.status_code in (200, 400, 403, 404, 429) and "html" in response.headers.get(
        "Content-Type", ""
    ):
        kept.mkdir(parents=True, exist_ok=True)
        name = name.replace(":", ".").replace(" ", "-")
        (kept / f"{name}.html").write_bytes(response.content)
