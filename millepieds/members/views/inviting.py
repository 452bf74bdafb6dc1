from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from millepieds.core.tongues import in_every_language
from millepieds.members.actions.inviting import decline_invitation
from millepieds.members.queries.inviting import invitation_behind
from millepieds.people.http import HouseRequest


@in_every_language
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HouseRequest, token: str) -> HttpResponse:
    """Where a letter of invitation leads: to the door, or to « no, thank you ». It names nobody."""
    invited = invitation_behind(token)
    if invited is None:
        raise Http404
    if request.method == "POST":
        decline_invitation(invited, by=request.actor)
        return redirect("members:invitation", token)
    return render(request, "members/invitation.html", {"declined": invited.declined_at})
