"""What witnesses and other programs fetch: nothing here tells who did what (c2sp.org/tlog-tiles)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from millepieds.journal.queries.keys import public_keys
from millepieds.journal.queries.tree import hashes_in, last_checkpoint
from millepieds.journal.rules import tile_at

TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_GET
def checkpoint(request: HttpRequest) -> HttpResponse:
    """How long the journal is and its root, signed."""
    last = last_checkpoint()
    if not last:
        raise Http404
    return HttpResponse(last.note, content_type=TEXT)


@login_not_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public key of today, then those of before. Get it by another way too."""
    if not (found := public_keys()):
        raise Http404
    return HttpResponse("".join(f"{key}\n" for key in found), content_type=TEXT)


@login_not_required
@require_GET
def tile(request: HttpRequest, where: str) -> HttpResponse:
    """Hashes of the tree, 32 bytes each."""
    asked = tile_at(where)
    if not asked or (found := hashes_in(asked)) is None:
        raise Http404
    return HttpResponse(found, content_type="application/octet-stream")
