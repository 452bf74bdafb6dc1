from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.charter import queries
from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.charter.forms import RuleForm
from millepieds.charter.queries.stories import rule_stories
from millepieds.charter.rules import ADOPT_CHARTER, RULES, STANDS_IN, refusal_without_procedure
from millepieds.charter.sheets import sheet_to_sign
from millepieds.core.authority import grounds
from millepieds.core.clock import today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.people.http import HouseRequest, PersonRequest


@in_every_language
@login_not_required
@require_GET
def charter(request: HouseRequest) -> HttpResponse:
    """The version in force."""
    current = queries.version_in_force(on=today())
    if current is None:
        return render(request, "charter/charter.html", {"version": None})
    return version(request, current.number)


@in_every_language
@login_not_required
@require_GET
def version(request: HouseRequest, number: int) -> HttpResponse:
    chosen = get_object_or_404(queries.versions(), number=number)
    before = queries.version_before(chosen)
    told = queries.text_in(chosen, get_language() or "")
    context = {
        "text": told or queries.text_of(chosen), "told": told, "version": chosen,
        "in_force": queries.version_in_force(on=today()),
        "versions": queries.versions(),
        "changes": queries.changes_between(before, chosen) if before else [],
        "may_adopt": bool(grounds(request.actor, ADOPT_CHARTER, on=today())),
    }  # fmt: skip
    return render(request, "charter/charter.html", context)


@in_every_language
@login_not_required
@require_GET
def charter_sheet(request: HttpRequest) -> HttpResponse:
    """The version in force, to sign with a pen."""
    current = queries.version_in_force(on=today())
    if current is None:
        raise Http404
    return pdf_to_take(sheet_to_sign(current, on=today()), "charte")


@in_every_language
@login_not_required
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    context = {"stories": rule_stories(on=today()), "stands_in": STANDS_IN}
    return render(request, "charter/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: PersonRequest, key: str) -> HttpResponse:
    """One rule, its story; for whoever may change it, a dry run and the change."""
    if key not in RULES:
        raise Http404
    chosen, proof, on = RULES[key], FoundingProof(), today()
    ground = proof.settles(chosen, by=request.actor, on=on)
    no = refusal_without_procedure(chosen, proof.procedure, proven=ground is not None)
    if request.method == "POST":
        refuse_if(no)
    form = RuleForm(chosen, request.POST or None, on=on)
    dry_run = None
    if form.is_valid():
        if "change" in request.POST:
            change_rule(key, **form.cleaned_data, proof=proof, by=request.actor)
            messages.success(request, _("The rule is changed, and the register says so."))
            return redirect("charter:rules")
        dry_run = queries.touched_by(
            chosen, form.cleaned_data["value"], on=form.cleaned_data["effective_on"]
        )
    [story] = [one for one in rule_stories(on=on) if one.rule.key == key]
    context = {"story": story, "form": form, "may_change": no is None, "dry_run": dry_run}
    return render(request, "charter/rule.html", context)
