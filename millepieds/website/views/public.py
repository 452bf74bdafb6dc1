from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from millepieds.circles.queries.organigram import Names, names_for
from millepieds.core.clock import now, today
from millepieds.core.tongues import in_every_language
from millepieds.website import queries

A_PAGE = 20


@in_every_language
@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {"doorstep": queries.doorstep(on=today(), now=now())}
    return render(request, "website/home.html", context)


@in_every_language
@login_not_required
@require_GET
def movement(request: HttpRequest) -> HttpResponse:
    context = {"text": queries.principles(get_language() or ""), "pages": queries.pages(now=now())}
    return render(request, "website/movement.html", context)


@in_every_language
@login_not_required
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    return render(request, "website/history.html", {"moments": queries.history()})


@in_every_language
@login_not_required
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.news(now=now()), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "website/news.html", {"page": page})


@in_every_language
@login_not_required
@require_GET
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """A published text. A draft does not exist for the town."""
    chosen = get_object_or_404(queries.public_posts(now=now()), slug=slug)
    return render(
        request, "website/post.html", {"post": chosen, "html": queries.in_html(chosen.text)}
    )


@in_every_language
@login_not_required
@require_GET
def spokespersons(request: HttpRequest) -> HttpResponse:
    return render(
        request, "website/spokespersons.html",
        {"speakers": queries.speakers(on=today(), names=_town()), "links": queries.links()},
    )  # fmt: skip


@login_not_required
@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.picture_of(pk, on=today(), names=_town())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg")


@in_every_language
@login_not_required
@require_GET
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "website/contact.html", {"links": queries.links()})


@in_every_language
@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What the house knows of people, straight from the registry that the code obeys."""
    return render(request, "website/privacy.html", {"registry": queries.what_we_know()})


@in_every_language
@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "website/accessibility.html")


@in_every_language
@login_not_required
@require_GET
def source(request: HttpRequest) -> HttpResponse:
    return render(request, "website/source.html", {"source_url": settings.SOURCE_URL})


@login_not_required
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages only: nothing that depends on anyone."""
    names = [
        "home",
        "movement",
        "history",
        "news",
        "spokespersons",
        "contact",
        "privacy",
        "accessibility",
    ]
    paths = [reverse(f"website:{name}") for name in names]
    paths += [reverse("circles:who_decides"), reverse("charter:charter"), reverse("members:join")]
    paths += [one.get_absolute_url() for one in queries.public_posts(now=now())[:5000]]
    context = {"paths": paths}
    return render(request, "website/sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The news, for feed readers."""
    posts = queries.news(now=now())[: queries.IN_THE_FEED]
    items = [(one, queries.in_html(one.text)) for one in posts]
    return render(
        request,
        "website/feed.xml",
        {"items": items, "now": now()},
        content_type="application/atom+xml",
    )


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "website/robots.txt", content_type="text/plain")


def _town() -> Names:
    """On the public site a member sees what the town sees."""
    return names_for(member=False, now=now())
