"""The proof of a line, and how to check the register without believing anyone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from millepieds.circles.queries.organigram import names_for
from millepieds.core.clock import now, today
from millepieds.core.tongues import in_every_language
from millepieds.home.queries.register import lines, reader_of
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader
from millepieds.journal.queries import register as entries_for
from millepieds.journal.queries.keys import public_keys
from millepieds.journal.queries.tree import last_checkpoint, leaf_of, proof_of
from millepieds.people.http import HouseRequest
from millepieds.people.models import Person


@in_every_language
@login_not_required
@require_GET
def proof(request: HouseRequest, number: int) -> HttpResponse:
    """A line of the register, where it stands in the tree, and what to download."""
    reader = _reader(request)
    entry = _entry(reader, number)
    names = names_for(member=reader.is_member, now=now())
    context = {
        "line": lines([entry], names)[0], "member": reader.is_member, "proof": proof_of(entry),
        "said": leaf_of(entry).decode(), "checkpoint": last_checkpoint(), "keys": public_keys(),
    }  # fmt: skip
    return render(request, "home/proof.html", context)


@login_not_required
@require_GET
def proof_file(request: HouseRequest, number: int) -> HttpResponse:
    """The proof to take away: the line as it is hashed, its neighbours, the signed checkpoint."""
    found = proof_of(_entry(_reader(request), number))
    if not found:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="ligne-{number}.tlog-proof"'}
    return HttpResponse(str(found), content_type="text/plain; charset=utf-8", headers=headers)


@in_every_language
@login_not_required
@require_GET
def check(request: HouseRequest) -> HttpResponse:
    """« Vérifie toi-même »: what to keep, what to download, which command."""
    checkpoint = last_checkpoint()
    context = {
        "checkpoint": checkpoint, "keys": public_keys(),
        "root": checkpoint.note.split("\n")[2] if checkpoint else "",
        "address": settings.ORIGIN + reverse("journal:checkpoint").removesuffix("/checkpoint"),
    }  # fmt: skip
    return render(request, "home/check.html", context)


def _reader(request: HouseRequest) -> Reader:
    person = request.user if isinstance(request.user, Person) else None
    return reader_of(person, on=today())


def _entry(reader: Reader, number: int) -> Entry:
    """Within what this reader may read; the rest is not there."""
    return get_object_or_404(entries_for(reader), pk=number)
