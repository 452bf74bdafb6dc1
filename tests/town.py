"""A small town with something private in every field, and the people who open its doors."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from millepieds.care.actions.hearing import reply
from millepieds.care.actions.procedure import appeal as appeal_sanction
from millepieds.care.actions.procedure import open_sanction
from millepieds.care.rules.terms import RECEIVE, Taken
from millepieds.care.tests.makers import (
    make_decided,
    make_entrusted,
    make_heard,
    make_invitation_opened,
    make_invited,
    make_opened,
    make_proposed,
    make_report,
)
from millepieds.charter.actions import FoundingProof, adopt_charter, change_rule
from millepieds.circles.actions.mandates import leave_handover, withdraw_mandate
from millepieds.circles.actions.offers import decline_offer, offer_to_take
from millepieds.circles.actions.structure import (
    CircleWords,
    RoleWords,
    change_circle,
    change_role,
    close_circle,
    close_role,
)
from millepieds.circles.models import Mandate, Reopening
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
from millepieds.circles.rules.structure import Kind
from millepieds.circles.rules.terms import MOST_MANDATES
from millepieds.circles.tests.makers import (
    agora,
    charter_text,
    make_circle,
    make_founder,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.clock import day_of, now, pretend, today
from millepieds.core.deeds import DEEDS, Audience
from millepieds.decisions.actions.asking import Invited, ask
from millepieds.decisions.actions.consenting import call_into_meeting, remark
from millepieds.decisions.actions.deciding import decide
from millepieds.decisions.actions.paper import type_in_voice
from millepieds.decisions.actions.proposing import Draft, present, propose
from millepieds.decisions.queries.consent import current_of
from millepieds.decisions.queries.mailed import voice_token
from millepieds.decisions.queries.making import token_of as token_of_advice
from millepieds.decisions.rules.rounds import RemarkKind, Stand
from millepieds.decisions.rules.terms import DECIDE, Openness, Why
from millepieds.decisions.tests.makers import (
    make_advice,
    make_answer,
    make_asked,
    make_question,
    verdict,
)
from millepieds.decisions.tests.rounds import (
    make_adopted,
    make_coordination,
    make_round,
    make_stance,
)
from millepieds.decisions.tests.rounds import make_proposal as make_draft
from millepieds.home.actions import merge
from millepieds.home.queries.news import stop_token
from millepieds.journal.actions import sign_checkpoint
from millepieds.journal.models import Entry
from millepieds.letters.actions import write
from millepieds.letters.models import Letter
from millepieds.meetings.actions.calendar import renew_calendar
from millepieds.meetings.actions.calling import Called as Call
from millepieds.meetings.actions.calling import call_meeting
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.guests import come_as_guest
from millepieds.meetings.actions.minuting import (
    Written,
    answer_minutes,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.actions.reporting import Account, answer_report, report_on
from millepieds.meetings.actions.room import bring_in, open_room, suggest
from millepieds.meetings.actions.tasks import Wished, give_task
from millepieds.meetings.models import Guest as MeetingGuest
from millepieds.meetings.queries.feeds import token_of as calendar_token
from millepieds.meetings.queries.guests import token_of as token_of_guest
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.needs import Need, Wanted
from millepieds.meetings.rules.terms import CALL
from millepieds.meetings.rules.terms import Kind as MeetingKind
from millepieds.meetings.rules.terms import Openness as Meet
from millepieds.members.actions import (
    appeal,
    change_answers,
    knock,
    leave,
    name_districts,
    refuse,
)
from millepieds.members.actions.inviting import invite
from millepieds.members.models import Invitation, Membership
from millepieds.members.queries import last_membership
from millepieds.members.queries.inviting import token_of
from millepieds.members.rules import ANSWER_APPEALS, WELCOME, Guest
from millepieds.people.actions import add_address, choose_profile, give_consent
from millepieds.people.models import Person, Visit
from millepieds.people.rules import (
    MEMBERSHIP,
    NAME_IN_TOWN,
    PHONE_CALLS,
    Channel,
    Gender,
    Rhythm,
    Way,
)
from millepieds.people.tests.makers import came_in_lately
from millepieds.tensions.actions.saying import Words
from millepieds.tensions.tests.makers import make_closed, make_read, make_tension, make_trust
from millepieds.website.actions import publish_post, tell_milestone, write_post
from millepieds.website.rules import PUBLISH, SPEAK, Precision
from millepieds.website.rules import Kind as PostKind

PASSER_BY = "passer-by"
PEOPLE = (PASSER_BY, "nour", "bruno", "amina", "leila", "odile", "ines", "samir")
SURNAMES = {
    "nour": "Ambrette", "bruno": "Basalte", "amina": "Cobalt", "leila": "Dolmen",
    "odile": "Granite", "ines": "Ecumette", "samir": "Fusain", "yannis": "Hublot",
    "zohra": "Ivoire", "maia": "Jaspe",
}  # fmt: skip


def secret(who: str, what: str) -> str:
    """A word that is nowhere else: where it is read, that field is read."""
    return f"serin-{who}-{what}"


def phone_of(who: str) -> str:
    return f"06 99 88 77 {list(SURNAMES).index(who):02}"


@dataclass
class Town:
    """Everything that a URL may name, by the word that the tables use for it."""

    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    visits: dict[str, str] = field(default_factory=dict)

    def path(self, door: str) -> str:
        """`circles:role memoire`: the name of a URL, then what it opens."""
        name, *things = door.split(" ")
        args = [getattr(self.things[thing], "pk", self.things[thing]) for thing in things]
        return reverse(name, args=args)

    def said(self, word: object) -> str:
        """What is typed for a thing of this town (@amina) or a day of its own (30 days on)."""
        if isinstance(word, timedelta):
            return (today() + word).isoformat()
        name = str(word).removeprefix("@")
        return str(self.things[name].pk if name != str(word) else word)

    def filled(self, words: Mapping[str, object]) -> dict[str, str]:
        """A form, with the key that makes it done once."""
        return {name: self.said(word) for name, word in words.items()} | {"once": str(uuid4())}

    def visit(self, who: str, **options: Any) -> Client:
        """A browser of this person's, in which they came in lately."""
        client = Client(headers={"accept-language": "fr"}, **options)
        if who != PASSER_BY:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.visits[who]
        return client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_town() -> Town:
    """Two months of a small movement, made by its own actions."""
    town = Town()
    for days_ago, happens in TALE:
        with pretend(now() - timedelta(days=days_ago)):
            happens(town, town.people)
    Letter.objects.update(text=secret("letter", "text"))
    for who in PEOPLE[1:]:
        town.visits[who] = _come_in(town.people[who])
        town.visits[f"{who}, later"] = _come_in(town.people[who], proofs=())
    lent = Visit.objects.filter(person=town.people["bruno"]).latest("pk")
    town.things["visit-of-bruno"] = lent
    town.things |= {f"membership-of-{who}": last_membership(p) for who, p in town.people.items()}
    sign_checkpoint()
    for audience in (Audience.TOWN, Audience.MEMBERS):
        deeds = [key for key, deed in DEEDS.items() if deed.audience is audience]
        line = Entry.objects.filter(deed__in=deeds).earliest("number")
        town.things[f"line-of-{audience}"] = line
    town.things["first-tile"] = "0/000.p/7"
    for who, person in town.people.items():
        address = EmailAddress.objects.get(user=person, primary=True)
        town.things |= {who: person, f"address-of-{who}": address}
    return town


def _founded(town: Town, people: dict[str, Person]) -> None:
    people["odile"] = make_founder("Odile")
    # left open from a day when nobody could propose mandates: no action makes one on another day
    town.things["call"] = Reopening.objects.create(
        person=people["odile"], called_at=now(), needed=5
    )
    name_districts([("centre", "Centre")], by=actors.JOB)


def _they_came(town: Town, people: dict[str, Person]) -> None:
    odile = people["odile"]
    for who in ("leila", "amina", "bruno", "ines", "samir"):
        people[who] = make_member(who.capitalize(), welcomed_by=odile)
    powers = {"attribution": (ASSIGN, OPEN, WITHDRAW), "accueil": (WELCOME, ANSWER_APPEALS)}
    for key, who, days in [("attribution", "leila", 300), ("accueil", "amina", 200)]:
        role = make_role(key.capitalize(), by=odile, powers=powers[key], seats=2)
        town.things[key] = role
        town.things[f"mandate-of-{who}"] = make_mandate(role, people[who], by=odile, days=days)
    site = town.things["site"] = make_role("Site", by=odile, powers=(PUBLISH,), seats=2)
    town.things["mandate-of-ines"] = make_mandate(site, people["ines"], by=odile, days=300)
    consents = [("amina", NAME_IN_TOWN), ("ines", NAME_IN_TOWN), ("leila", PHONE_CALLS)]
    for who, purpose in consents:
        me = actors.person(people[who])
        give_consent(people[who], purpose, channel=Channel.WEB, by=me)


def _they_built(town: Town, people: dict[str, Person]) -> None:
    leila, bruno, samir = (people[who] for who in ("leila", "bruno", "samir"))
    by = actors.person(leila)
    town.things["parole"] = make_role("Parole", by=leila, powers=(SPEAK,))
    make_mandate(town.things["site"], people["amina"], by=leila)
    town.things["changed-mandate-of-amina"] = make_mandate(
        town.things["parole"], people["amina"], by=leila
    )
    pole = town.things["pole"] = make_circle("Vie interne", by=leila)
    for key in ("memoire", "tableau", "presse", "kermesse"):
        town.things[key] = make_role(key.capitalize(), circle=pole, by=leila)
    town.things["committee"] = make_circle("Fête", by=leila, parent=pole, kind=Kind.COMMITTEE)
    presse = make_mandate(town.things["presse"], bruno, by=leila)
    town.things["ended-mandate-of-bruno"] = presse
    leave_handover(presse, secret("bruno", "note"), by=actors.person(bruno))
    withdraw_mandate(presse, secret("bruno", "end-reason"), by=by)
    declined = offer_to_take(
        town.things["memoire"], secret("samir", "offer"), by=actors.person(samir), person=samir
    )
    decline_offer(declined, secret("samir", "offer-answer"), by=by)
    town.things["declined-offer-of-samir"] = declined


def _they_changed(town: Town, people: dict[str, Person]) -> None:
    odile, leila = actors.person(people["odile"]), actors.person(people["leila"])
    version = adopt_charter(charter_text(2), by=odile)
    for who in ("odile", "leila", "amina", "bruno", "ines"):
        sign_all(people[who], version)
    change_rule(MOST_MANDATES, 4, effective_on=day_of(now()), proof=FoundingProof(), by=odile)
    _they_told(town, actors.person(people["ines"]))
    pole = CircleWords(Kind.POLE, "Vie interne", "Prendre soin de la maison.", "Les clés.")
    change_circle(town.things["pole"], pole, agora(), by=leila)
    parole = RoleWords(
        "Parole", "Parler au nom de toutes.", "", ("Tenir parole", "Préparer"), (SPEAK,), 1, 365,
        Process.APPOINTED,
    )  # fmt: skip
    change_role(town.things["parole"], parole, by=leila)
    town.things["version-of-parole"] = town.things["parole"].versions.latest("pk")
    close_role(town.things["kermesse"], by=leila)
    close_circle(town.things["committee"], by=leila)


def _they_told(town: Town, ines: actors.Actor) -> None:
    town.things["moment"] = tell_milestone(
        day_of(now()), "Première agora", precision=Precision.DAY, by=ines
    )
    town.things["draft"] = write_post(PostKind.NEWS, "Bientôt", secret("site", "draft"), by=ines)
    town.things["news"] = write_post(PostKind.NEWS, "Une agora", "Venez **toutes**.", by=ines)
    publish_post(town.things["news"], by=ines)
    town.things["slug"] = town.things["news"].slug


def _they_asked(town: Town, people: dict[str, Person]) -> None:
    leila, amina, bruno = (people[who] for who in ("leila", "amina", "bruno"))
    lieux = town.things["lieux"] = make_role(
        "Lieux", circle=town.things["pole"], by=leila, powers=(DECIDE,), domain="Le local."
    )
    make_mandate(lieux, amina, by=leila, days=300)
    carries = town.things["carries"] = make_role("Conduite", by=leila, powers=(DECIDE,))
    make_mandate(carries, amina, by=leila, days=300)
    for key, openness in [("taken", Openness.TOWN), ("circle-decision", Openness.CIRCLE)]:
        question = make_question(lieux, by=amina, title="Le local", openness=openness)
        (asked,) = make_asked(question, bruno, by=amina)
        make_answer(make_advice(asked, secret("bruno", f"advice-{key}")), by=amina)
        town.things[key] = question


def _they_decided(town: Town, people: dict[str, Person]) -> None:
    amina = actors.person(people["amina"])
    town.things["year"] = decide(town.things["taken"], verdict(), by=amina).year
    words = replace(verdict(), text=secret("circle", "decision"))
    decide(town.things["circle-decision"], words, by=amina)


def _one_was_heard(town: Town, people: dict[str, Person]) -> None:
    amina, leila = people["amina"], people["leila"]
    tension = town.things["tension"] = make_tension(people["bruno"], words=_private("tension"))
    make_read(tension, amina)
    town.things["trust-of-leila"] = make_trust(tension, leila)
    closed = town.things["closed-tension"] = make_tension(people["bruno"], words=_private("over"))
    make_read(closed, leila)
    make_closed(closed, secret("bruno", "over-changed"))
    heard = town.things["heard"] = make_question(town.things["lieux"], by=amina, tension=tension)
    make_asked(heard, people["bruno"], by=people["amina"])


def _one_was_hurt(town: Town, people: dict[str, Person]) -> None:
    """Bruno reports Samir. Leïla and Odile receive it and decide, twice; Samir appeals one. Odile proposes more."""
    bruno, leila, odile, samir = (people[who] for who in ("bruno", "leila", "odile", "samir"))
    role = make_role("Soin", by=odile, powers=(RECEIVE,), seats=3)
    make_mandate(role, leila, by=odile, days=300)
    for person in (odile, people["amina"]):
        make_mandate(role, person, by=leila, days=300)
    report = town.things["report"] = make_report(
        bruno, named=[samir], words=secret("bruno", "report")
    )
    make_entrusted(report, leila, odile)
    town.things["kept-report"] = make_report(bruno, words=secret("bruno", "kept-report"))
    make_opened(report, leila)
    make_heard(report, samir, by=leila)
    first, second = (
        make_decided(report, samir, by=leila, reason=secret("samir", "reason")) for _ in range(2)
    )
    town.things |= {"sanction": first, "fresh-sanction": second}
    town.things["proposed-sanction"] = make_proposed(
        report, samir, by=odile, reason=secret("samir", "proposed")
    )
    appeal_sanction(first, secret("samir", "contested"), by=actors.person(samir))


def _private(what: str) -> Words:
    return Words(
        *(secret("bruno", f"{what}-{part}") for part in ("title", "sees", "does", "needs"))
    )


def _they_ask_today(town: Town, people: dict[str, Person]) -> None:
    leila, amina, bruno = (people[who] for who in ("leila", "amina", "bruno"))
    lieux = town.things["lieux"]
    _one_is_invited(town, leila, people["samir"])
    make_opened(town.things["report"], leila)  # it stays open a quarter of an hour
    open_sanction(town.things["sanction"], by=actors.person(people["amina"]))
    town.things["kept-tension"] = make_tension(bruno, words=_private("kept"))
    question = town.things["question"] = make_question(lieux, by=amina, title="Le samedi")
    asked, of_leila = make_asked(question, bruno, leila, by=amina)
    town.things |= {"asked-of-bruno": asked, "advice-of-leila": make_advice(of_leila)}
    (outside,) = ask(
        question, Invited(outside={"Le gardien": f"{secret('outside', 'address')}@exemple.test"}),
        why=Why.CONCERNED, by=actors.person(amina),
    )  # fmt: skip
    town.things["token"] = token_of_advice(outside)
    _they_propose_today(town, people)
    town.things["draft-question"] = make_question(
        lieux, by=amina, title=secret("amina", "draft-question")
    )


def _one_is_invited(town: Town, leila: Person, samir: Person) -> None:
    """To be heard again: he has opened it, and answers in writing."""
    invitation = town.things["hearing"] = make_invited(
        town.things["report"], samir, by=leila, words=secret("samir", "invited"),
        place=secret("samir", "hearing-place"),
    )  # fmt: skip
    make_invitation_opened(invitation, samir)
    reply(invitation.pk, Taken.IN_WRITING, secret("samir", "reply"), by=actors.person(samir))


def _they_gather(town: Town, people: dict[str, Person]) -> None:
    """A circle of three that consents: Amina proposes, Bruno and Leïla answer."""
    three = [people[who] for who in ("amina", "bruno", "leila")]
    town.things["coordination"] = make_coordination(*three, by=people["odile"])
    for key in ("closed-round", "adopted-round"):
        town.things[key] = make_round(town.things["coordination"], by=people["amina"])
    _they_will_meet(town, people)


def _they_will_meet(town: Town, people: dict[str, Person]) -> None:
    """Bruno calls an agora, a meeting of the circle, and an action to which Amina comes."""
    circle, bruno = town.things["coordination"], people["bruno"]
    role = make_role("Convocation", circle=circle, by=people["odile"], powers=(CALL,))
    make_mandate(role, bruno, by=people["odile"], days=300)
    starts, town_too = now() + timedelta(days=30), Meet.TOWN
    for key, kind, openness, purpose, place in [
        ("agora", MeetingKind.AGORA, town_too, "Se dire l’essentiel.", "Place de l’Essai"),
        ("circle-meeting", MeetingKind.CIRCLE, Meet.CIRCLE, secret("circle", "meeting"), ""),
        ("action", MeetingKind.ACTION, Meet.MEMBERS, "Tracter.", secret("action", "place")),
    ]:
        words = Call(
            kind,
            f"Rendez-vous {key}",
            starts,
            starts + timedelta(hours=2),
            openness,
            purpose,
            place,
        )
        town.things[key] = call_meeting(circle, words, by=actors.person(bruno))
    sign_up(town.things["action"], _needs("amina"), by=actors.person(people["amina"]))
    town.things["town-meeting"] = town.things["agora"]
    address = f"{secret('zelie', 'address')}@exemple.test"
    come_as_guest(
        town.things["agora"], secret("zelie", "name"), address, _needs("zelie"), by=actors.OUTSIDER
    )
    town.things["guest-token"] = token_of_guest(MeetingGuest.objects.get())
    amina = actors.person(people["amina"])
    private = Wish(secret("circle", "point"), Aim.HEAR, 20)
    add_point(town.things["circle-meeting"], private, by=actors.person(bruno))
    town.things["point"] = add_point(town.things["agora"], Wish("Le four", Aim.HEAR, 20), by=amina)
    town.things["turn"] = take_duty(town.things["agora"], Duty.SCRIBE, by=amina)
    soon = now() + timedelta(hours=1)
    for key, openness in [("held", Meet.TOWN), ("held-circle", Meet.CIRCLE)]:
        words = Call(
            MeetingKind.CIRCLE, f"Rendez-vous {key}", soon, soon + timedelta(hours=2), openness
        )
        town.things[key] = call_meeting(circle, words, by=actors.person(bruno))


def _they_wrote_minutes(town: Town, people: dict[str, Person]) -> None:
    """Of an open meeting, approved; of the circle's own, to which Amina asks for a change."""
    bruno, amina = people["bruno"], people["amina"]
    for key, task, text, answer, change in [
        ("held", "open-task", "On ouvre samedi.", Answer.APPROVES, ""),
        (
            "held-circle",
            "own-task",
            secret("circle", "minutes"),
            Answer.CHANGE,
            secret("amina", "change"),
        ),
    ]:
        hand, meeting = actors.person(bruno), town.things[key]
        treated = secret("circle", f"{task}-tension")
        written = Written(text, tasks=secret("circle", task), tensions=treated)
        save_minutes(meeting, written, by=hand)
        given = Wished(amina, secret("amina", f"given-{task}"), today() + timedelta(9))
        town.things[f"given-{key}"] = give_task(meeting, given, by=hand)
        name_present(meeting, [bruno, amina], [people["leila"]], by=hand)
        minutes = propose_minutes(meeting, by=hand)
        answer_minutes(minutes, answer, change, by=actors.person(amina))


def _they_meet(town: Town, people: dict[str, Person]) -> None:
    """A room is open since half an hour. Someone of the town is in it, Amina offered a sentence."""
    bruno, began = actors.person(people["bruno"]), now() - timedelta(minutes=30)
    words = Call(
        MeetingKind.CIRCLE, "Rendez-vous ouvert", began, began + timedelta(hours=2), Meet.CIRCLE
    )  # fmt: skip
    meeting = town.things["room"] = call_meeting(town.things["coordination"], words, by=bruno)
    sitting = open_room(meeting, by=bruno)
    bring_in(sitting, secret("room", "guest"), by=bruno)
    suggest(sitting, secret("amina", "offered"), by=actors.person(people["amina"]))
    links = renew_calendar(by=actors.person(people["amina"]))
    town.things["calendar"] = calendar_token(links)
    _they_report(town, people)


def _needs(who: str) -> Wanted:
    return Wanted(2, secret(who, "ages"), (Need.WHEELCHAIR.value,), secret(who, "needs"))


def _they_report(town: Town, people: dict[str, Person]) -> None:
    """Amina to the circle, that Leïla answers; Bruno to all members."""
    for who, key, said, openness in [
        ("amina", "circle-report", secret("amina", "account"), Meet.CIRCLE),
        ("bruno", "report-of-bruno", "J’ai convoqué.", Meet.MEMBERS),
    ]:
        rows = Mandate.objects.filter(person=people[who], role__circle=town.things["coordination"])
        mandate = town.things[f"reported-by-{who}"] = rows.earliest("pk")
        account = Account(said, openness=openness)
        town.things[key] = report_on(mandate, account, by=actors.person(people[who]))
    answer_report(
        town.things["circle-report"], secret("leila", "answer"), by=actors.person(people["leila"])
    )


def _they_consented(town: Town, people: dict[str, Person]) -> None:
    for key in ("closed-round", "adopted-round"):
        make_stance(town.things[key], people["bruno"], Stand.CONCERN, secret("bruno", f"why-{key}"))
        make_stance(town.things[key], people["leila"])


def _one_round_opens(town: Town, people: dict[str, Person]) -> None:
    amina, bruno = actors.person(people["amina"]), actors.person(people["bruno"])
    for key, openness in [("round", Openness.MEMBERS), ("called-round", Openness.CIRCLE)]:
        text = secret("circle", "proposal") if openness is Openness.CIRCLE else "Une pause."
        words = Draft("Une pause", "Un été.", text, openness)
        row = town.things[key] = propose(town.things["coordination"], words, by=amina)
        present(row, by=amina)
        town.things[f"question-of-{key}"] = remark(
            row, RemarkKind.QUESTION, secret("bruno", f"remark-{key}"), by=bruno
        )
    call_into_meeting(town.things["called-round"], by=bruno)


def _they_adopted(town: Town, people: dict[str, Person]) -> None:
    make_adopted(town.things["adopted-round"], by=people["leila"])


def _they_propose_today(town: Town, people: dict[str, Person]) -> None:
    amina = people["amina"]
    town.things["draft-proposal"] = make_draft(
        town.things["coordination"], by=amina, title=secret("amina", "draft-proposal")
    )
    words = current_of(town.things["round"])
    town.things["voice-token"] = voice_token(words, people["bruno"])
    town.things["objection"] = make_stance(
        town.things["round"], people["bruno"], Stand.OBJECTION, secret("bruno", "objection")
    )
    town.things["typed-voice"] = type_in_voice(
        town.things["round"], people["leila"], Stand.CONCERN, secret("leila", "typed-voice"),
        sheet=1, by=actors.person(people["bruno"]),
    )  # fmt: skip


def _they_left(town: Town, people: dict[str, Person]) -> None:
    for who, person in people.items():
        _say_everything(who, person)
    leave(people["ines"], by=actors.person(people["ines"]))


def _they_knocked(town: Town, people: dict[str, Person]) -> None:
    for who in ("yannis", "zohra", "maia", "nour"):
        person = people[who] = make_person(who.capitalize())
        give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=actors.person(person))
        knock(
            person, district=None, languages=secret(who, "languages"),
            wishes=secret(who, "wishes"), needs=["childcare"], by=actors.person(person),
        )  # fmt: skip
        _say_everything(who, person)
    nour = people["nour"]
    give_consent(nour, PHONE_CALLS, channel=Channel.WEB, by=actors.person(nour))
    add_address(nour, f"{secret('nour', 'second-address')}@exemple.test", by=actors.person(nour))
    request = Membership.objects.get(person=people["yannis"])
    refuse(request, secret("yannis", "refusal"), by=actors.person(people["odile"]))
    appeal(request, secret("yannis", "appeal"), by=actors.person(people["yannis"]))


def _they_meet_today(town: Town, people: dict[str, Person]) -> None:
    bruno = people["bruno"]
    guest = Guest(secret("guest", "name"), f"{secret('guest', 'address')}@exemple.test")
    invite([guest], by=actors.person(people["amina"]))
    town.things["stop"] = stop_token(bruno)
    town.things["invitation"] = token_of(Invitation.objects.get())
    town.things["offer-of-bruno"] = offer_to_take(
        town.things["memoire"], secret("bruno", "offer"), by=actors.person(bruno), person=bruno
    )
    town.things["proposal-to-bruno"] = make_proposal(
        town.things["tableau"], bruno, by=people["leila"]
    )
    town.things["version-of-tableau"] = town.things["tableau"].versions.get()
    write(people["zohra"], "members/letters/welcomed")
    town.things["letter"] = Letter.objects.latest("pk")
    town.things |= {
        "agora": agora(), "closed-circle": town.things["committee"],
        "closed-role": town.things["kermesse"], "power": ASSIGN, "rule": MOST_MANDATES, "one": 1,
    }  # fmt: skip
    _keys_and_codes(town, people["leila"])
    other = town.things["other-account-of-bruno"] = people.pop("maia")
    merge(other, into=bruno, by=actors.person(bruno))


TALE = [
    (60, _founded), (59, _they_came), (50, _they_built), (40, _they_changed), (30, _they_asked),
    (20, _they_decided), (10, _they_left), (8, _they_gather), (5, _they_knocked),
    (5, _they_consented), (4, _they_wrote_minutes), (4, _one_was_heard), (4, _one_round_opens), (3, _one_was_hurt),
    (2, _they_adopted),
    (0, _they_meet_today), (0, _they_meet), (0, _they_ask_today),
]  # fmt: skip


def _say_everything(who: str, person: Person) -> None:
    me = actors.person(person)
    choose_profile(
        person, name=f"{person.name} {SURNAMES[who]}", pronoun=secret(who, "pronoun"),
        gender=Gender.WOMAN, language="oc", phone=phone_of(who),
        reach=Way.PAPER if who == "zohra" else Way.MAIL,
        rhythm=Rhythm.WEEKLY, by=me,
    )  # fmt: skip
    if membership := last_membership(person):
        change_answers(
            membership, district=None, languages=secret(who, "languages"),
            wishes=secret(who, "wishes"), needs=["childcare"], by=me,
        )  # fmt: skip


def _keys_and_codes(town: Town, person: Person) -> None:
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    town.things["key"] = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN,
        data={"name": secret("leila", "key"), "credential": {}},
    )  # fmt: skip


def _come_in(person: Person, *, proofs: Sequence[str] = ("code", "mfa")) -> str:
    """Twice, so that there is a visit before this one; the second just now, with what proves it."""
    client = Client()
    with pretend(now() - timedelta(days=6)):
        client.force_login(person)
    came_in_lately(client, person, proofs=proofs)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
