import json
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.circles.queries.authority import holds_around
from millepieds.circles.queries.organigram import names_for, who_may_today
from millepieds.core.clock import now, today
from millepieds.core.forms import because
from millepieds.core.given_back import words_typed
from millepieds.core.powers import POWERS
from millepieds.core.refusals import WHO_MAY, Refusal, refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.home.actions import erase
from millepieds.home.forms import EraseForm, RegisterForm
from millepieds.home.queries.data import Picture, data_about, not_copied
from millepieds.home.queries.desk import desk_of
from millepieds.home.queries.mirror import mirror, mirror_of
from millepieds.home.queries.register import (
    circle_names,
    lines,
    name_in,
    people_in,
    reader_of,
    wanted,
)
from millepieds.home.rules.mirror import refusal_to_look
from millepieds.journal.queries import sealed_by_month
from millepieds.journal.queries.leafing import lines_of
from millepieds.members.queries import is_member
from millepieds.people.http import HouseRequest, PersonRequest, ask_again
from millepieds.people.models import Person

LINES = 20


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """« Ce qui m'attend »: nothing else above the fold."""
    desk = desk_of(request.user, now=now(), on=today())
    return render(request, "home/mine.html", {"desk": desk, "on": today()})


@require_GET
def everything(request: PersonRequest) -> HttpResponse:
    return render(request, "home/everything.html")


@require_GET
def group_mirror(request: PersonRequest) -> HttpResponse:
    """How the group lives: for its members, to talk about in a meeting."""
    on = today()
    refuse_if(None if is_member(request.user.pk, on=on) else refusal_to_look())
    return render(request, "home/mirror.html", {"mirror": mirror(on=on)})


@require_GET
def circle_mirror(request: PersonRequest, pk: int) -> HttpResponse:
    """The same of one circle, for those who hold a mandate in it or around it; else it is not there."""
    on = today()
    found = mirror_of(pk, on=on) if holds_around(request.user.pk, pk, on=on) else None
    if found is None:
        raise Http404
    return render(request, "home/circle_mirror.html", {"mirror": found})


@in_every_language
@login_not_required
@require_GET
def register(request: HouseRequest) -> HttpResponse:
    """The register, within what this reader may read."""
    reader = reader_of(_person(request), on=today())
    form = RegisterForm(request.GET, circles=circle_names(), reader=reader)
    found = []
    if form.is_valid():
        found = lines_of(reader, wanted(form.cleaned_data), most=LINES + 1)
    names = names_for(member=reader.is_member, now=now(), among=people_in(found))
    shown = lines(found[:LINES], names)
    context = {
        "form": form, "lines": shown, "about": name_in(shown, form.cleaned_data.get("person")),
        "sealed": sealed_by_month(),
        "older": found[LINES - 1].number if len(found) > LINES else None, "member": reader.is_member,
    }  # fmt: skip
    return render(request, "home/register.html", context)


@require_GET
def my_data(request: PersonRequest) -> HttpResponse:
    return render(request, "home/my_data.html", {"holdings": data_about(request.user)})


class WithPictures(DjangoJSONEncoder):
    def default(self, o: object) -> object:
        return o.as_url if isinstance(o, Picture) else super().default(o)


@require_GET
def my_data_file(request: PersonRequest) -> HttpResponse:
    """The same, to take away, for a machine to read."""
    ask_again(request)
    tables = {held.declared.model: held.rows for held in data_about(request.user)}
    text = json.dumps(tables, cls=WithPictures, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="mes-donnees.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_GET
def my_data_to_read(request: PersonRequest) -> HttpResponse:
    """The same, to take away and read: one page that needs nothing but itself."""
    ask_again(request)
    context = {
        "holdings": data_about(request.user), "not_copied": not_copied(), "on": today(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }  # fmt: skip
    page = render(request, "home/my_data_to_read.html", context)
    page["Content-Disposition"] = 'attachment; filename="mes-donnees.html"'
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def forget_me(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        erase(request.user, by=request.actor)
        logout(request)
        messages.success(request, _("You are forgotten here. Take care."))
        return redirect("website:home")
    context = {
        "form": form, "title": _("Forget me"), "button": _("Forget me"),
        "lead": _(
            "Your name, addresses and answers are erased, your mandates end. "
            "What you did stays, without you."
        ),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def refused(request: HouseRequest, refusal: Refusal) -> HttpResponse:
    """Why, which article, who may, what to do instead; and their own words, to whoever sent them."""
    on, person = today(), _person(request)
    member = person is not None and is_member(person.pk, on=on)
    who = (
        who_may_today(
            refusal.power, circle_id=refusal.circle_id, on=on,
            names=names_for(member=member, now=now()),
        )
        if refusal.power
        else []
    )  # fmt: skip
    context = {
        "refusal": refusal, "because": because(refusal), "who_may": who,
        "instead": _(refusal.instead) if refusal.instead else "", "power": POWERS.get(refusal.power),
        "who": _(WHO_MAY[refusal.who]) if refusal.who else "", "back": _page_before(request),
        "typed": words_typed(request),
    }  # fmt: skip
    return render(request, "home/refused.html", context, status=403)


def _page_before(request: HouseRequest) -> str:
    """Where they came from, if it is a page of this house and not the one that refuses."""
    before = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return ""
    is_here = request.method == "GET" and urlsplit(before).path == request.path
    return "" if is_here else before


def _person(request: HouseRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None
