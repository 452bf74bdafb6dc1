"""What every answer of the house goes through."""

from collections.abc import Callable
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.module_loading import import_string

from millepieds.core.clock import now, take_write_lock
from millepieds.core.models import Done
from millepieds.core.reading import one_page
from millepieds.core.refusals import Refused
from millepieds.core.tongues import asked_by, speaks_every_language

Answer = Callable[[HttpRequest], HttpResponse]
REFUSES_FROM = 400


class CloseTheBlinds:
    """Nothing of a page stays in a shared phone's memory; no sensor is ever asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class AskOnce:
    """Whoever reads a page asks each question once; a deed asks again each time."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with one_page():
            return self.get_response(request)


class SpeakTheirLanguage(LocaleMiddleware):
    """The visitor's language on the pages that speak it, the house's own on the others.

    The link's, else the one chosen before, else the browser's. Choosing writes a cookie that holds a
    language and nothing else: no row, no session.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = asked_by(request) or translation.get_language_from_request(request)
        _speak(request, language)

    def process_view(self, request: HttpRequest, view: object, *_rest: object) -> None:
        """Inside, where half the pages speak French only, a browser’s taste is not a choice."""
        chosen = asked_by(request) or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not speaks_every_language(view) or (request.user.is_authenticated and not chosen):
            _speak(request, settings.LANGUAGE_CODE)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if chosen := asked_by(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, chosen, max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax",
            )  # fmt: skip
        return super().process_response(request, response)


def _speak(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language


class DoOnce:
    """A form carries a key. Sent twice (double click, back button, lost answer), it is done once.

    The key and what was typed are written, as one number, in the same transaction as the deed, under the
    write lock. Whoever comes without a session is not led to where the first answer led: the session that
    it opened may have been lost with it, and they would arrive with empty hands.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        if key is None:
            return self.get_response(request)
        with transaction.atomic():
            take_write_lock()
            done = Done.objects.filter(key=key).first()
            if done and settings.SESSION_COOKIE_NAME in request.COOKIES:
                return HttpResponseRedirect(done.went_to)
            response = self.get_response(request)
            if response.status_code >= REFUSES_FROM:
                transaction.set_rollback(True)
            elif "Location" in response:
                Done.objects.update_or_create(
                    key=key, defaults={"went_to": response["Location"], "at": now()}
                )
        return response


def _key_of(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    typed = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    said = [pair for pair in typed if pair[0] != "csrfmiddlewaretoken"]
    brought = [
        (name, [(file.name, file.size) for file in request.FILES.getlist(name)])
        for name in sorted(request.FILES)
    ]
    return uuid5(key, repr((said, brought)))


class SayWhyRefused:
    """Turn any refusal into one page: why, which article, who may, what to do instead."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        _speak(request, settings.LANGUAGE_CODE)  # why, and who may, are said in no other yet
        page: Callable[..., HttpResponse] = import_string(settings.REFUSAL_PAGE)
        return page(request, exception.refusal)
