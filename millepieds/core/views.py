from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Each part of the look, once. Only at a desk."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "core/style.html")
