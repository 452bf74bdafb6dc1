from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.core.authority import ground_to
from millepieds.core.clock import now, today
from millepieds.people.http import PersonRequest
from millepieds.website import actions, queries
from millepieds.website.forms import (
    LinksForm,
    MilestoneForm,
    NewPostForm,
    PostForm,
    PublishForm,
    VoiceForm,
)
from millepieds.website.models import Milestone, Post, Voice
from millepieds.website.rules import PUBLISH, SPEAK

FORM = ["GET", "HEAD", "POST"]


@require_GET
def desk(request: PersonRequest) -> HttpResponse:
    """Everything whoever publishes can change."""
    _may_publish(request)
    context = {
        "drafts": queries.drafts(now=now()), "published": queries.public_posts(now=now())[:50],
        "moments": queries.history(), "links": queries.links(),
    }  # fmt: skip
    return render(request, "website/desk.html", context)


@require_http_methods(FORM)
def write(request: PersonRequest) -> HttpResponse:
    _may_publish(request)
    form = NewPostForm(request.POST or None)
    if form.is_valid():
        draft = actions.write_post(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kept as a draft: the town does not see it yet."))
        return redirect("website:draft", draft.pk)
    return _page(request, form, _("Write for the site"), _("Keep as a draft"))


@require_http_methods(FORM)
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """A text as it will be read, and what can be done with it."""
    _may_publish(request)
    post = get_object_or_404(Post, pk=pk)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.publish_post(post, when=form.cleaned_data["when"], by=request.actor)
        messages.success(request, _("Published."))
        return redirect("website:desk")
    public = queries.public_posts(now=now()).filter(pk=pk).exists()
    context = {"post": post, "html": queries.in_html(post.text), "form": form, "public": public}
    return render(request, "website/draft.html", context)


@require_http_methods(FORM)
def change(request: PersonRequest, pk: int) -> HttpResponse:
    _may_publish(request)
    post = get_object_or_404(Post, pk=pk)
    form = PostForm(request.POST or None, initial={"title": post.title, "text": post.text})
    if form.is_valid():
        actions.change_post(post, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return redirect("website:draft", pk)
    return _page(request, form, _("Change a text"), _("Keep"))


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    _may_publish(request)
    actions.withdraw_post(get_object_or_404(Post, pk=pk), by=request.actor)
    messages.success(request, _("Withdrawn from the site."))
    return redirect("website:desk")


@require_http_methods(FORM)
def milestone(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """A moment of our history: told, or told again."""
    _may_publish(request)
    moment = get_object_or_404(Milestone, pk=pk) if pk else None
    initial = (
        {name: getattr(moment, name) for name in MilestoneForm.base_fields} if moment else None
    )
    form = MilestoneForm(request.POST or None, initial=initial)
    if form.is_valid():
        if moment:
            actions.tell_milestone_again(moment, by=request.actor, **form.cleaned_data)
        else:
            actions.tell_milestone(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("website:desk")
    return _page(request, form, _("A moment of our history"), _("Keep"))


@require_http_methods(FORM)
def links(request: PersonRequest) -> HttpResponse:
    _may_publish(request)
    said = "\n".join(f"{link.label} {link.url}" for link in queries.links())
    form = LinksForm(request.POST or None, initial={"links": said})
    if form.is_valid():
        actions.choose_links(form.cleaned_data["links"], by=request.actor)
        messages.success(request, _("Kept."))
        return redirect("website:desk")
    return _page(request, form, _("Where else to find us"), _("Keep"))


@require_http_methods(FORM)
def voice(request: PersonRequest) -> HttpResponse:
    """My own words and picture, while I speak for the movement."""
    ground_to(SPEAK, by=request.actor, on=today())
    mine = Voice.objects.filter(person=request.user).first()
    form = VoiceForm(
        request.POST or None, request.FILES or None, initial={"words": mine.words} if mine else None
    )
    if form.is_valid():
        actions.show_voice(request.user, **form.cleaned_data, by=request.actor)
        messages.success(
            request, _("Shown, for as long as you hold the role or until you take it back.")
        )
        return redirect("website:spokespersons")
    return render(request, "website/voice.html", {"form": form, "mine": mine})


@require_POST
def take_back(request: PersonRequest) -> HttpResponse:
    actions.take_voice_back(request.user, by=request.actor)
    messages.success(request, _("Taken back: your words and picture are gone."))
    return redirect("home:mine")


def _may_publish(request: PersonRequest) -> None:
    ground_to(PUBLISH, by=request.actor, on=today())


def _page(request: PersonRequest, form: object, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": reverse("website:desk")}
    return render(request, "core/form_page.html", context)
