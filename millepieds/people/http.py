"""What a request carries: who acts, the code waited for, and how lately it was proved who this is.

One code, whatever its aim. Nothing here looks for the person behind an address, so nothing can tell.
"""

import time
from datetime import datetime
from secrets import randbelow, token_hex
from typing import cast
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from allauth.core.ratelimit import respond_429
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import now, today
from millepieds.people.actions import prove_address
from millepieds.people.models import Person, Visit
from millepieds.people.queries import on_a_sheet, person_behind
from millepieds.people.rules import (
    ANSWERS,
    CODE_LASTS,
    CODE_TRIES,
    Aim,
    Answer,
    Code,
    answer_to,
)
from millepieds.people.rules.visits import device

FORM = ["GET", "HEAD", "POST"]  # what a page with a form answers to
MAILS: dict[Aim, str] = {
    Aim.ENTER: "account/email/login_code",
    Aim.KNOCK: "account/email/knock_code",
    Aim.COME: "account/email/come_code",
    Aim.ADD: "account/email/email_confirmation",
    Aim.AGAIN: "account/email/reauthentication_code",
    Aim.MERGE: "account/email/merge_code",
}
# Three codes a minute and twelve an hour to one address; a whole agora may share one connection.
RATES = {
    "send": "60/m/ip,300/h/ip,3/m/key,12/h/key",
    "try": f"{CODE_TRIES}/{CODE_LASTS.total_seconds():.0f}s/key",
}
SEEN_ON = "seen-on"  # in the session: the last day noted on its visit
OUTSIDE_LASTS = 60 * 60  # seconds; then the address of whoever did not come in is forgotten
WAITS = "suite"  # in the way on: what was sent waits for a proof
LONGEST_WAY = 200  # characters of a page's address


class HouseRequest(HttpRequest):
    """Any request: `actor` is whoever acts, an outsider when nobody has entered."""

    actor: Actor
    htmx: HtmxDetails


class PersonRequest(HouseRequest):
    """The request of someone who has entered."""

    user: Person


def send_code(request: HttpRequest, address: str, *, aim: Aim, going_to: str = "") -> bool:
    """Send a fresh code, which replaces the one before. False when too many were asked for."""
    if not _allowed(request, "send", address):
        return False
    code = Code(address, f"{randbelow(10**6):06}", now(), token_hex(8), going_to)
    request.session[_place(aim)] = {**vars(code), "sent_at": code.sent_at.isoformat()}
    if not request.user.is_authenticated:
        request.session.set_expiry(OUTSIDE_LASTS)
    get_adapter().send_mail(MAILS[aim], address, {"code": code})
    return True


def code_sent(request: HttpRequest, *, aim: Aim) -> Code | None:
    kept = request.session.get(_place(aim))
    return kept and Code(**{**kept, "sent_at": datetime.fromisoformat(kept["sent_at"])})


def try_code(request: HttpRequest, code: Code, typed: str, *, aim: Aim) -> Answer:
    """Weigh what was typed. Tries are counted out of the session: no two slip by together."""
    answer = answer_to(code, typed, tries_left=_allowed(request, "try", code.key), now=now())
    if answer is Answer.RIGHT:
        del request.session[_place(aim)]
    return answer


def is_right(request: HttpRequest, form: Form, code: Code, *, aim: Aim) -> bool:
    """Whether the form holds the code; if not, the form says why."""
    if not form.is_valid():
        return False
    answer = try_code(request, code, form.cleaned_data["digits"], aim=aim)
    if answer is Answer.RIGHT:
        return True
    form.add_error("digits", _(ANSWERS[answer]))
    return False


def another_code(
    request: HttpRequest, address: str, *, aim: Aim, going_to: str = ""
) -> HttpResponse:
    if not send_code(request, address, aim=aim, going_to=going_to):
        return respond_429(request)
    messages.success(request, _("A code has just left. If one came before, it no longer works."))
    return redirect(request.get_full_path())


def whoever_proved(address: str) -> Person | None:
    """Who this mailbox opens an account to: the person it is known for, or whose sheet it was on."""
    if person := person_behind(address):
        return person
    written = on_a_sheet(address)
    return prove_address(written, by=actors.person(written.user)) if written else None


def way_on(request: HttpRequest) -> str:
    """The page of this house where the person was going, if they were going somewhere."""
    try:
        way: str = get_next_redirect_url(request) or ""
    except ValueError:  # an address that no browser could follow
        return ""
    return way if way.startswith("/") and len(way) <= LONGEST_WAY else ""


def proved_lately(request: HttpRequest) -> bool:
    """By a key or an app for those who have one; for the others, by a code."""
    person = cast(Person, request.user)
    records = get_authentication_records(request, person)
    if is_mfa_enabled(person):
        records = [record for record in records if record["method"] == "mfa"]
    latest: float = max((record["at"] for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def note_visit(request: HttpRequest, person: Person, *, began_at: datetime) -> None:
    """What its owner will know this visit by: no address of the network, nothing of the pages read."""
    Visit.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "person": person, "began_at": began_at, "seen_on": today(),
            "device": device(request.META.get("HTTP_USER_AGENT", "")).value,
        },
    )  # fmt: skip
    request.session[SEEN_ON] = today().isoformat()


def see_visit(request: HttpRequest) -> None:
    """Once a day at most, and only when something was sent: reading a page writes nothing."""
    if request.session.get(SEEN_ON) != today().isoformat():
        Visit.objects.filter(session_id=request.session.session_key).update(seen_on=today())
        request.session[SEEN_ON] = today().isoformat()


def this_visit(request: HttpRequest) -> Visit | None:
    return Visit.objects.filter(session_id=request.session.session_key).first()


def ask_again(request: HttpRequest) -> None:
    """Stop whoever proved it long ago: they are asked who they are, then it goes on."""
    if not proved_lately(request):
        raise ReauthenticationRequired


def ask_who_this_is(request: HttpRequest) -> HttpResponse:
    """What was being sent waits, as it was typed: its words, and nothing of the network it came by.

    The way on bears a mark: only who comes back by it has this done, never who opens the page anew.
    """
    way = request.get_full_path()
    if request.method == "POST":
        way = f"{request.path}?{WAITS}={token_hex(4)}"
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        kept = {"way": way, "typed": typed.urlencode(), "at": now().isoformat()}
        request.session[STATE_SESSION_KEY] = {
            "callback": "millepieds.people.http.go_on",
            "state": kept,
        }
    proof = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    return redirect(f"{proof}?{urlencode({REDIRECT_FIELD_NAME: way})}")


def go_on(request: HttpRequest, kept: dict[str, str]) -> HttpResponse:
    """Once it is proved who this is, what waited is done; unless that was long ago, or something else."""
    way = way_on(request)
    if way != kept["way"]:
        return redirect(way or "mfa_index")
    if now() - datetime.fromisoformat(kept["at"]) > CODE_LASTS:
        messages.info(
            request, _("That was a while ago: nothing was done. Do it again if you still wish.")
        )
        return redirect("people:profile")
    path = urlsplit(way).path
    request.path = request.path_info = path
    request.GET, request.POST = QueryDict(), QueryDict(kept["typed"])
    view = resolve(path)
    answer: HttpResponse = view.func(request, *view.args, **view.kwargs)
    return answer


def _place(aim: Aim) -> str:
    return f"code-to-{aim}"


def _allowed(request: HttpRequest, what: str, key: str) -> bool:
    used = ratelimit.consume(request, app="people", action=what, config=RATES, key=key)
    return used is not None
