from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.core.authority import ground_to
from millepieds.core.clock import now, today
from millepieds.members import actions, queries
from millepieds.members.actions import paper
from millepieds.members.forms import AppealAnswerForm, DistrictsForm, RefusalForm, SheetForm
from millepieds.members.models import Membership
from millepieds.members.rules import ANSWER_APPEALS, WELCOME
from millepieds.people.http import FORM, PersonRequest
from millepieds.people.queries import first_address, numbers_to_call


@require_GET
def welcome_queue(request: PersonRequest) -> HttpResponse:
    """Who is at the door, and since when."""
    answers = queries.may_answer_appeals(request.actor, on=today())
    welcomes = queries.may_welcome(request.actor, on=today())
    if not answers:
        ground_to(WELCOME, by=request.actor, on=today())
    door = queries.at_the_door(now=now(), page=request.GET.get("page"))
    context = {
        "door": door, "answers_appeals": answers, "welcomes": welcomes, "page": door.page,
    }  # fmt: skip
    return render(request, "members/welcome_queue.html", context)


@require_http_methods(FORM)
def districts(request: PersonRequest) -> HttpResponse:
    """The parts of the town that « Rejoindre » lists."""
    ground_to(WELCOME, by=request.actor, on=today())
    form = DistrictsForm(queries.districts(), request.POST or None)
    if form.is_valid():
        actions.name_districts(form.names, by=request.actor)
        messages.success(request, _("Kept."))
        return redirect("members:districts")
    context = {
        "form": form, "title": _("Parts of the town"), "button": _("Keep"),
        "lead": _("The list of the page “Join”, from which people say where they live."),
        "back": reverse("members:welcome_queue"),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_GET
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """One person at the door, for whoever welcomes: where they are written to, and no more."""
    membership = _at_the_door(request, pk)
    person = membership.person
    context = {
        "membership": membership, "person": person, "address": first_address(person),
        "phone": numbers_to_call([person], now=now()).get(person.pk),
        "status": membership.status(now=now()), "needs": queries.needs_in_words(membership),
        "last_day": queries.last_day_told(membership),
        "late": queries.is_behind(membership, on=today()),
        "may_take_over": queries.may_take_over(membership, request.actor, on=today()),
    }  # fmt: skip
    return render(request, "members/sheet.html", context)


@require_http_methods(FORM)
def type_in(request: PersonRequest) -> HttpResponse:
    """« Saisir une feuille »: what someone wrote on paper or said out loud is worth a form."""
    ground_to(WELCOME, by=request.actor, on=today())
    form = SheetForm(request.POST or None, initial={"said_on": today()})
    if form.is_valid():
        paper.type_in(form.sheet, by=request.actor)
        messages.success(
            request, _("Typed in: this person is at the door. Keep or give back the sheet.")
        )
        return redirect("members:welcome_queue")
    return render(request, "members/type_in.html", {"form": form})


@require_POST
def promise(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _at_the_door(request, pk)
    actions.promise_contact(membership, by=request.actor)
    messages.success(request, _("Noted: the others know that you take care of it."))
    return redirect(membership)


@require_POST
def take_over(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _at_the_door(request, pk)
    actions.take_over_contact(membership, by=request.actor)
    messages.success(request, _("Noted: the others know that you take care of it."))
    return redirect(membership)


@require_POST
def contacted(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _at_the_door(request, pk)
    actions.say_contacted(membership, by=request.actor)
    messages.success(request, _("Noted: this person has been written to."))
    return redirect(membership)


@require_POST
def welcome(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _at_the_door(request, pk)
    actions.welcome(membership, by=request.actor)
    messages.success(request, _("Welcomed. The charter is now open to them."))
    return redirect("members:welcome_queue")


@require_http_methods(FORM)
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    membership = _at_the_door(request, pk)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        actions.refuse(membership, form.cleaned_data["reason"], by=request.actor)
        messages.success(
            request, _("Noted. The reason waits on their page, and a letter tells them so.")
        )
        return redirect("members:welcome_queue")
    context = {
        "form": form, "title": _("Refuse, kindly"), "button": _("Send the refusal"),
        "back": membership.get_absolute_url(),
        "lead": _("A refusal is rare. It is read by the person, and can be appealed."),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def answer_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    ground_to(ANSWER_APPEALS, by=request.actor, on=today())
    appeals = Membership.objects.filter(appealed_at__isnull=False, left_at=None)
    membership = get_object_or_404(appeals.select_related("person"), pk=pk)
    form = AppealAnswerForm(request.POST or None)
    if form.is_valid():
        actions.answer_appeal(membership, **form.cleaned_data, by=request.actor)
        messages.success(
            request, _("Noted. Your answer waits on their page, and a letter tells them so.")
        )
        return redirect("members:welcome_queue")
    return render(request, "members/appeal_answer.html", {"form": form, "membership": membership})


def _at_the_door(request: PersonRequest, pk: int) -> Membership:
    """Only whoever welcomes may know that someone knocked: the refusal comes before the row."""
    ground_to(WELCOME, by=request.actor, on=today())
    rows = Membership.objects.select_related(
        "person", "district", "promised_by", "taken_over_from", "contacted_by", "welcomed_by"
    )
    # once the charter is signed, the door closed or the person gone, nobody reads their sheet
    return get_object_or_404(rows, pk=pk, signed_at=None, refused_at=None, left_at=None)
