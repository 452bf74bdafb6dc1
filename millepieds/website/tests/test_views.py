from xml.etree import ElementTree

import pytest
from django.test import Client

from millepieds.core import actors
from millepieds.people.models import Person
from millepieds.website.actions import show_voice
from millepieds.website.models import Link, Post
from millepieds.website.queries import in_html
from millepieds.website.tests.makers import make_draft, make_news, make_publisher, make_speaker
from tests.counting import same_queries_for_one_or_many

PUBLIC = [
    "/", "/le-mouvement/", "/histoire/", "/actualites/", "/actualites/flux.xml", "/porte-parole/",
    "/contact/", "/vie-privee/", "/accessibilite/", "/code-source/", "/sitemap.xml", "/robots.txt",
]  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def publisher(odile: Person, bruno: Person) -> Person:
    make_publisher(bruno, by=odile)
    return bruno


@pytest.mark.parametrize("path", PUBLIC)
def test_the_town_reads_every_public_page_without_any_name(
    publisher: Person, amina: Person, as_, path: str
) -> None:
    make_news(by=publisher)
    page = as_(None).get(path)
    assert page.status_code == 200
    for person in (publisher, amina):
        assert person.name not in page.content.decode()


def test_a_draft_does_not_exist_for_the_town(publisher: Person, as_) -> None:
    post = make_draft("CANARI brouillon", by=publisher)
    town = as_(None)
    assert town.get(post.get_absolute_url()).status_code == 404
    for path in PUBLIC:
        assert "CANARI" not in town.get(path).content.decode()


def test_the_feed_is_read_by_a_parser_that_is_not_ours(publisher: Person, as_) -> None:
    make_news("Agora & co", by=publisher, text="**Venez** nombreux & nombreuses")
    feed = ElementTree.fromstring(as_(None).get("/actualites/flux.xml").content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Agora & co"
    assert "<strong>Venez</strong>" in (entry.findtext(f"{ATOM}content") or "")


def test_the_sitemap_lists_public_pages_and_nobody(publisher: Person, as_) -> None:
    post = make_news(by=publisher)
    sitemap = as_(None).get("/sitemap.xml").content.decode()
    ElementTree.fromstring(sitemap)
    assert post.get_absolute_url() in sitemap
    assert "/personnes/" not in sitemap


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", 'href="javascript'),
        ("![x](https://ailleurs.test/p.png)", "<img"),
        ('<a href="https://x" onclick="y">z</a>', "<a"),
        ("<style>body{}</style>", "<style"),
    ],
)
def test_what_someone_writes_never_acts(text: str, never: str) -> None:
    assert never not in in_html(text)


def test_a_text_keeps_its_titles_below_that_of_the_page() -> None:
    assert in_html("# Haut") == "<h2>Haut</h2>\n"


def test_the_desk_is_for_whoever_publishes(amina: Person, publisher: Person, as_) -> None:
    for path in ("/publier/", "/publier/ecrire/", "/publier/liens/", "/publier/histoire/"):
        assert as_(amina).get(path).status_code == 403
        assert as_(publisher).get(path).status_code == 200


def test_from_the_draft_to_the_town_and_back(publisher: Person, as_) -> None:
    desk: Client = as_(publisher)
    desk.post("/publier/ecrire/", {"kind": "news", "title": "Samedi", "text": "On y va."})
    post = Post.objects.get()
    desk.post(f"/publier/{post.pk}/changer/", {"title": "Samedi", "text": "On y va *tous*."})
    desk.post(f"/publier/{post.pk}/", {"when": ""})
    assert "<em>tous</em>" in desk.get("/textes/samedi/").content.decode()
    desk.post(f"/publier/{post.pk}/retirer/")
    assert desk.get("/textes/samedi/").status_code == 404


def test_a_wrong_link_says_its_line_and_loses_nothing(publisher: Person, as_) -> None:
    said = "Mastodon https://a.test\nsans adresse"
    page = as_(publisher).post("/publier/liens/", {"links": said})
    assert "2" in page.context["form"].errors["links"][0]
    assert "sans adresse" in page.content.decode()
    as_(publisher).post("/publier/liens/", {"links": "Mastodon https://a.test"})
    assert Link.objects.get().label == "Mastodon"


def test_a_portrait_is_seen_while_its_owner_speaks_and_agrees(
    odile: Person, bruno: Person, as_
) -> None:
    mandate = make_speaker(bruno, by=odile)
    show_voice(bruno, "Bonjour", b"\xff\xd8portrait", by=actors.person(bruno))
    path = f"/porte-parole/{mandate.pk}/portrait.jpg"
    assert as_(None).get(path).content == b"\xff\xd8portrait"
    as_(bruno).post("/publier/ma-parole/reprendre/")
    assert as_(None).get(path).status_code == 404


def test_news_cost_the_same_for_one_or_many(publisher: Person, as_) -> None:
    same_queries_for_one_or_many(
        make=lambda: make_news(by=publisher), call=lambda: as_(None).get("/actualites/")
    )
