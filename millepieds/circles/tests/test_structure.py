"""What the organigram was on any day, and who may build it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from millepieds.circles.actions.mandates import commit_again, resign
from millepieds.circles.actions.structure import (
    CircleWords,
    RoleWords,
    change_circle,
    change_role,
    close_circle,
    close_role,
    open_circle,
    open_role,
)
from millepieds.circles.models import Circle, CircleVersion, Role, RoleVersion
from millepieds.circles.queries.authority import grounds
from millepieds.circles.queries.organigram import Names, names_for, organigram, power_answer
from millepieds.circles.queries.structure import (
    circle_on,
    open_role_on,
    role_on,
    structure,
    versions_of,
)
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, FOUND, OPEN, WITHDRAW
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import (
    accept,
    make_circle,
    make_mandate,
    make_member,
    make_proposal,
    make_role,
)
from millepieds.circles.tests.makers import (
    agora as the_agora,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.rules.terms import DECIDE
from millepieds.home.actions import erase
from millepieds.home.queries.desk import desk_of
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.meetings.rules.terms import CALL
from millepieds.members.rules import WELCOME
from millepieds.people.actions import give_consent, withdraw_consent
from millepieds.people.models import Person
from millepieds.people.rules import NAME_IN_TOWN, Channel
from millepieds.website.rules import PUBLISH
from tests.counting import same_queries_for_one_or_many

DAY = timedelta(days=1)
POLE = CircleWords(Kind.POLE, "Vie interne", "Prendre soin.")


def words(name: str = "Mémoire", **other: object) -> RoleWords:
    said = RoleWords(name, "Se souvenir.", "", ("Tenir parole",), (), 1, 365, Process.APPOINTED)
    return RoleWords(**{**vars(said), **other})


def test_a_circle_is_opened_changed_and_closed_and_its_past_stays(odile: Person, agora) -> None:
    by, start, at = actors.person(odile), today(), now()
    circle = open_circle(agora, POLE, by=by)
    with pretend(at + 10 * DAY):
        change_circle(circle, CircleWords(Kind.POLE, "Soin", "Autrement."), agora, by=by)
    with pretend(at + 20 * DAY):
        close_circle(circle, by=by)
    names = [
        then.name if (then := circle_on(circle, start + days * DAY)) else None
        for days in (-1, 0, 9, 10, 19, 20)
    ]
    assert names == [None, "Vie interne", "Vie interne", "Soin", "Soin", None]
    assert [row.name for row in versions_of(circle.pk)] == ["Soin", "Vie interne"]
    deeds = Entry.objects.filter(particulars__circle_id=circle.pk).order_by("number")
    assert [entry.deed for entry in deeds] == [
        "circles.circle_opened", "circles.circle_changed", "circles.circle_closed",
    ]  # fmt: skip
    assert all(entry.particulars.mandate_id for entry in deeds)


def test_changed_twice_the_same_day_a_circle_has_one_version(odile: Person, agora) -> None:
    by = actors.person(odile)
    circle = open_circle(agora, POLE, by=by)
    change_circle(circle, CircleWords(Kind.POLE, "Soin", "Autrement."), agora, by=by)
    assert CircleVersion.objects.filter(circle=circle).count() == 1


def test_a_role_is_what_its_version_says_on_that_day(odile: Person, agora: Circle) -> None:
    by, start, at = actors.person(odile), today(), now()
    role = open_role(agora, words(seats=2), by=by)
    with pretend(at + 10 * DAY):
        change_role(role, words("Archives", seats=1), by=by)
    with pretend(at + 20 * DAY):
        close_role(role, by=by)
    then = [role_on(role, start + days * DAY) for days in (-1, 0, 10, 20)]
    assert [one and (one.name, one.seats) for one in then] == [
        None, ("Mémoire", 2), ("Archives", 1), None,
    ]  # fmt: skip
    assert role.pk in structure(start).roles
    assert role.pk not in structure(start + 20 * DAY).roles


def test_a_power_taken_off_a_role_goes_at_once_and_one_added_waits(odile, bruno: Person) -> None:
    role = make_role(by=odile, powers=(PUBLISH, ASSIGN))
    make_mandate(role, bruno, by=odile)
    with pretend(now() + 3 * DAY):
        change_role(role, words(powers=(WELCOME, ASSIGN)), by=actors.person(odile))
        assert [bool(grounds(bruno.pk, power, circle_id=role.circle_id, on=today()))
                for power in (PUBLISH, ASSIGN, WELCOME)] == [False, True, False]  # fmt: skip
        assert grounds(bruno.pk, PUBLISH, on=today() - DAY)
        chart = organigram(today(), names_for(member=True, now=now()))
        shown = {
            power: [holder.name for card in power_answer(power, chart).cards for holder in card.holders]
            for power in (ASSIGN, WELCOME)
        }  # fmt: skip
        assert shown == {ASSIGN: ["Bruno"], WELCOME: ["Odile"]}


def test_a_holder_is_told_and_commits_again_to_a_role_that_changed(
    as_, odile, bruno, amina
) -> None:
    role = make_role(by=odile, seats=2)
    mandate = make_mandate(role, bruno, by=odile)
    ending, path = mandate.ends_on, f"/mandats/{mandate.pk}/engagement/"
    refused = as_(bruno).get(path)
    assert refused.status_code == 403  # nothing changed: nothing to say again
    change_role(
        role, words(accountabilities=("Tenir parole", "Archiver"), powers=(PUBLISH,), seats=2),
        by=actors.person(odile),
    )  # fmt: skip
    letter = Letter.objects.get(person=bruno, key__startswith="role-changed:")
    assert path in letter.text
    assert [todo.url for todo in desk_of(bruno, now=now(), on=today()).todos] == [path]
    assert as_(amina).get(path).status_code == 404
    page = as_(bruno).get(path)
    read = page.context["form"]["read"].value()
    assert as_(bruno).post(path, {"line-0": "on", "read": read}).status_code == 200
    assert not grounds(bruno.pk, PUBLISH, on=today())
    assert "Le relire et s’engager" in as_(bruno).get(mandate.get_absolute_url()).content.decode()
    sent = {"line-0": "on", "line-1": "on", "read": read}
    assert as_(bruno).post(path, sent).status_code == 302
    assert grounds(bruno.pk, PUBLISH, on=today())
    mandate.refresh_from_db()
    assert "Archiver" in mandate.commitment
    assert (mandate.ends_on, mandate.committed_to_id) == (ending, read)
    assert not desk_of(bruno, now=now(), on=today()).todos
    entry = Entry.objects.filter(deed="circles.mandate_recommitted").get()
    assert (entry.particulars.actor, entry.particulars.about) == (bruno, bruno)


def test_who_is_refused_to_commit_again(odile, leila, bruno, amina: Person) -> None:
    role = make_role(by=odile, seats=2)
    mandate = make_mandate(role, bruno, by=odile)
    version = open_role_on(role, today()).version_id
    change_role(role, words(accountabilities=("Autrement",), seats=2), by=actors.person(odile))
    fresh = open_role_on(role, today()).version_id
    for by, ticked, read, why in [
        (amina, {0}, fresh, "Only its holder"),
        (bruno, {0}, version, "has changed"),
        (bruno, (), fresh, "each of its responsibilities"),
    ]:
        with pytest.raises(Refused, match=why):
            commit_again(mandate, ticked, read=read, by=actors.person(by))
    commit_again(mandate, {0}, read=fresh, by=actors.person(bruno))
    with pytest.raises(Refused, match="already committed"):
        commit_again(mandate, {0}, read=fresh, by=actors.person(bruno))
    resign(mandate, by=actors.person(bruno))
    with pytest.raises(Refused, match="not in force"):
        commit_again(mandate, {0}, read=fresh, by=actors.person(bruno))


def test_what_changes_neither_responsibilities_nor_powers_asks_nothing(odile, bruno) -> None:
    role = make_role(by=odile)
    make_mandate(role, bruno, by=odile)
    change_role(role, words("Mémoires", seats=3, term_days=90), by=actors.person(odile))
    assert not Letter.objects.filter(key__startswith="role-changed:").exists()
    assert not desk_of(bruno, now=now(), on=today()).todos


def test_nobody_widens_the_role_that_is_theirs_to_come(odile, leila, bruno: Person) -> None:
    """Holding OPEN, Bruno does not add a power to the role that he is asked to hold, or will hold."""
    make_mandate(make_role("Bâtir", by=odile, powers=(OPEN,)), bruno, by=odile)
    role = make_role(by=odile)
    mandate = make_proposal(role, bruno, by=leila, starts_on=today() + 10 * DAY)
    for _ in range(2):
        with pytest.raises(Refused, match="Nobody adds a power"):
            change_role(role, words(powers=(PUBLISH,)), by=actors.person(bruno))
        if not mandate.is_accepted:
            mandate = accept(mandate)


@pytest.mark.parametrize(
    "deed",
    ["open_circle", "change_circle", "close_circle", "open_role", "change_role", "close_role"],
)
def test_nobody_builds_without_a_mandate(odile, bruno: Person, agora: Circle, deed: str) -> None:
    pole, role, by = make_circle(by=odile), make_role(by=odile), actors.person(bruno)
    do: dict[str, Callable[[], object]] = {
        "open_circle": lambda: open_circle(pole, POLE, by=by),
        "change_circle": lambda: change_circle(pole, POLE, agora, by=by),
        "close_circle": lambda: close_circle(pole, by=by),
        "open_role": lambda: open_role(pole, words(), by=by),
        "change_role": lambda: change_role(role, words(), by=by),
        "close_role": lambda: close_role(role, by=by),
    }
    rows = Entry.objects.count(), CircleVersion.objects.count(), RoleVersion.objects.count()
    with pytest.raises(Refused) as no:
        do[deed]()
    assert (no.value.refusal.article, no.value.refusal.power) == ("self-management.mandates", OPEN)
    assert rows == (
        Entry.objects.count(), CircleVersion.objects.count(), RoleVersion.objects.count()
    )  # fmt: skip


def test_whoever_builds_in_a_pole_builds_inside_it_only(odile, bruno: Person, agora) -> None:
    pole, other = make_circle(by=odile), make_circle("Campagne", by=odile)
    make_mandate(make_role("Appui", by=odile, circle=pole, powers=(OPEN,)), bruno, by=odile)
    by = actors.person(bruno)
    inner = open_circle(pole, CircleWords(Kind.COMMITTEE, "Fêtes", "Danser."), by=by)
    assert open_role(inner, words(), by=by)
    for elsewhere in (agora, other):
        with pytest.raises(Refused, match=r"self-management\.mandates"):
            open_circle(elsewhere, POLE, by=by)


def test_a_circle_stays_inside_another(odile: Person, agora: Circle) -> None:
    by = actors.person(odile)
    pole = make_circle(by=odile)
    inner = make_circle("Fêtes", by=odile, parent=pole)
    gone = make_circle("Ancien", by=odile)
    close_circle(gone, by=by)
    for circle, parent in [(pole, pole), (pole, inner), (agora, pole), (pole, None), (pole, gone)]:
        with pytest.raises(Refused, match=r"self-management\.perimeter"):
            change_circle(circle, POLE, parent, by=by)
    change_circle(inner, POLE, agora, by=by)
    assert structure(today()).parents[inner.pk] == agora.pk


def test_a_circle_is_moved_by_whoever_builds_on_both_sides(
    as_, odile, bruno: Person, agora
) -> None:
    """Bruno builds in Vie interne, and so in Fêtes; he neither takes it out nor brings one in."""
    pole, other = make_circle(by=odile), make_circle("Campagne", by=odile)
    inner = make_circle("Fêtes", by=odile, parent=pole)
    deep = make_circle("Bal", by=odile, parent=inner)
    make_mandate(make_role("Appui", by=odile, circle=pole, powers=(OPEN,)), bruno, by=odile)
    by = actors.person(bruno)
    for circle, parent, over in [
        (inner, agora, agora),
        (inner, other, other),
        (pole, other, agora),
    ]:
        with pytest.raises(Refused) as no:
            change_circle(circle, POLE, parent, by=by)
        assert no.value.refusal.power == OPEN
        assert no.value.refusal.circle_id in {over.pk, other.pk}
    change_circle(deep, POLE, pole, by=by)
    change_circle(pole, POLE, agora, by=by)  # its own words change, and it stays where it is
    change_circle(inner, POLE, other, by=actors.person(odile))

    def offered(path: str) -> set[int]:
        form = as_(bruno).get(path).context["form"]
        return set(form.fields["parent"].queryset.values_list("pk", flat=True))

    assert offered(f"/cercles/{deep.pk}/changer/") == {pole.pk}
    assert offered(f"/cercles/{pole.pk}/changer/") == {agora.pk}


def test_a_circle_that_is_closed_is_not_built_upon(as_, odile: Person) -> None:
    gone, by = make_circle("Ancien", by=odile), actors.person(odile)
    close_circle(gone, by=by)
    deeds: list[Callable[[], object]] = [
        lambda: open_circle(gone, POLE, by=by),
        lambda: change_circle(gone, POLE, the_agora(), by=by),
        lambda: close_circle(gone, by=by),
        lambda: open_role(gone, words(), by=by),
    ]
    for deed in deeds:
        with pytest.raises(Refused, match="circle is not open today"):
            deed()
    for what in ("ouvrir", "changer", "fermer", "roles/ouvrir"):
        assert as_(odile).get(f"/cercles/{gone.pk}/{what}/").status_code == 403


def test_the_agora_is_not_closed_nor_a_circle_that_holds_others(odile: Person, agora) -> None:
    pole = make_circle(by=odile)
    inner = make_circle("Fêtes", by=odile, parent=pole)
    by = actors.person(odile)
    for circle in (agora, pole):
        with pytest.raises(Refused, match=r"self-management\.perimeter"):
            close_circle(circle, by=by)
    close_circle(inner, by=by)
    close_circle(pole, by=by)
    assert list(structure(today()).circles) == [agora.pk]


def test_a_role_closed_is_not_closed_again_later(odile: Person) -> None:
    """It would seem to have been open in between."""
    role, by = make_role(by=odile), actors.person(odile)
    close_role(role, by=by)
    closed_on = Role.objects.get(pk=role.pk).closed_on
    with pretend(now() + 5 * DAY):
        again: list[Callable[[], object]] = [
            lambda: close_role(role, by=by),
            lambda: change_role(role, words(), by=by),
        ]
        for deed in again:
            with pytest.raises(Refused, match="not open today"):
                deed()
    assert Role.objects.get(pk=role.pk).closed_on == closed_on


def test_a_role_keeps_the_seats_that_people_have_taken(odile, leila, bruno, amina) -> None:
    """Those accepted for later count too."""
    role, by = make_role("Mémoire", by=odile, seats=3), actors.person(odile)
    mine = make_mandate(role, bruno, by=odile)
    hers = accept(make_proposal(role, amina, by=leila, starts_on=today() + 30 * DAY))
    assert (mine.seat, hers.seat) == (1, 2)
    resign(mine, by=actors.person(bruno))
    with pytest.raises(Refused, match=r"self-management\.seats"):
        change_role(role, words(seats=1), by=by)
    change_role(role, words(seats=2), by=by)
    resign(hers, by=actors.person(amina))
    change_role(role, words(seats=1), by=by)


@pytest.mark.parametrize("powers", [("rule.the.world",), (FOUND,)])
def test_a_role_gives_no_power_that_is_not_to_give(odile, agora: Circle, powers) -> None:
    role = make_role(by=odile)
    for deed in (
        lambda: open_role(agora, words("Autre", powers=powers), by=actors.person(odile)),
        lambda: change_role(role, words(powers=powers), by=actors.person(odile)),
    ):
        with pytest.raises(Refused, match=r"self-management\.mandates"):
            deed()


def test_from_inside_a_pole_nobody_gives_a_power_over_the_whole_movement(
    as_, odile: Person, bruno: Person, agora: Circle
) -> None:
    """Bruno opens roles in one pole. He opens one that hands out its mandates, not one that welcomes."""
    pole = make_circle(by=odile)
    make_mandate(make_role("Appui", by=odile, circle=pole, powers=(OPEN,)), bruno, by=odile)
    by = actors.person(bruno)
    role = open_role(pole, words("Relais", powers=(ASSIGN,)), by=by)
    for deed in (
        lambda: open_role(pole, words(powers=(WELCOME,)), by=by),
        lambda: change_role(role, words("Relais", powers=(ASSIGN, PUBLISH)), by=by),
    ):
        with pytest.raises(Refused) as no:
            deed()
        refusal = no.value.refusal
        assert (refusal.article, refusal.power, refusal.circle_id) == (
            "self-management.perimeter", OPEN, agora.pk,
        )  # fmt: skip
    form = as_(bruno).get(f"/cercles/{pole.pk}/roles/ouvrir/").context["form"]
    offered = {key for key, _words in form.fields["powers"].choices}
    assert offered == {ASSIGN, OPEN, WITHDRAW, DECIDE, CALL}


def test_a_power_over_the_movement_already_on_a_role_stays_when_it_is_changed(
    as_, odile: Person, bruno: Person
) -> None:
    pole = make_circle(by=odile)
    site = make_role("Site", by=odile, circle=pole, powers=(PUBLISH,))
    make_mandate(make_role("Appui", by=odile, circle=pole, powers=(OPEN,)), bruno, by=odile)
    form = as_(bruno).get(f"/roles/{site.pk}/changer/").context["form"]
    offered = {key for key, _words in form.fields["powers"].choices}
    assert offered == {ASSIGN, OPEN, WITHDRAW, PUBLISH, DECIDE, CALL}
    change_role(site, words("Le site", powers=(PUBLISH,)), by=actors.person(bruno))
    then = open_role_on(site, today())
    assert (then.name, list(then.powers)) == ("Le site", [PUBLISH])


def test_the_founding_role_is_not_changed_into_something_that_lasts(odile: Person, leila) -> None:
    founding = Role.objects.get(key="founding")
    for by in (odile, leila):
        with pytest.raises(Refused, match=r"self-management\.renewal"):
            change_role(founding, words(term_days=730), by=actors.person(by))


def test_the_template_of_a_referent_opens_without_any_power(as_, odile: Person) -> None:
    pole = make_circle(by=odile)
    path = f"/cercles/{pole.pk}/roles/ouvrir/?modele=referent"
    client = as_(odile)
    form = client.get(path).context["form"]
    assert form["powers"].value() in (None, [])
    assert form["accountabilities"].value()
    sent = {name: form[name].value() or "" for name in form.fields if name != "powers"}
    assert client.post(path, {**sent, "assigned_by": "election"}).status_code == 302
    [role] = structure(today()).roles_of(pole.pk)
    assert (role.name, list(role.powers)) == ("Référent·e", [])


def test_two_circles_of_the_same_name_have_their_own_key(odile: Person) -> None:
    keys = [make_circle("Éoliennes", by=odile).key for _ in range(3)]
    assert keys == ["eoliennes", "eoliennes-2", "eoliennes-3"]


def names_of(on: date, names: Names, role: Role) -> list[str]:
    chart = organigram(on, names)
    return [holder.name for holder in chart.role_card(chart.plan.roles[role.pk]).holders]


def test_the_past_is_shown_with_names_under_today_s_consent(odile, bruno: Person) -> None:
    role, start, at = make_role(by=odile), today(), now()
    make_mandate(role, bruno, by=odile, days=30)
    me = actors.person(bruno)
    with pretend(at + 100 * DAY):
        town = names_for(member=False, now=now())
        assert names_of(start, town, role) == [""]
        assert names_of(start, names_for(member=True, now=now()), role) == ["Bruno"]
        give_consent(bruno, NAME_IN_TOWN, channel=Channel.WEB, by=me)
        assert names_of(start, names_for(member=False, now=now()), role) == ["Bruno"]
        assert names_of(start + 30 * DAY, town, role) == []
        withdraw_consent(bruno, NAME_IN_TOWN, channel=Channel.WEB, by=me)
        assert names_of(start, names_for(member=False, now=now()), role) == [""]


def test_someone_erased_is_nobody_s_name_on_any_day(as_, odile, bruno: Person, amina) -> None:
    role, start = make_role(by=odile), today()
    make_mandate(role, bruno, by=odile, days=60)
    with pretend(now() + 40 * DAY):
        erase(bruno, by=actors.person(bruno))
        assert names_of(start, names_for(member=True, now=now()), role) == [""]
        for path in ("/qui-decide/", f"/roles/{role.pk}/"):
            page = as_(amina).get(f"{path}?on={start.isoformat()}")
            assert page.status_code == 200
            assert "Bruno" not in page.content.decode()


def test_before_the_first_day_there_is_nothing_to_see(as_, odile: Person) -> None:
    assert structure(today() - DAY).root is None
    page = as_(None).get("/qui-decide/?on=1848-02-24")
    assert page.status_code == 200
    assert page.context["picture"] is None


@pytest.mark.parametrize("path", ["/qui-decide/", "/roles-libres/", "/repartition/"])
def test_pages_of_the_organigram_cost_the_same_for_one_or_many(as_, odile, path: str) -> None:
    names = iter("ABCDEFG")

    def one_more() -> None:
        name = next(names)
        pole = make_circle(f"Cercle {name}", by=odile)
        person = make_member(f"Membre{name}", welcomed_by=odile)
        make_mandate(make_role(f"Rôle {name}", by=odile, circle=pole), person, by=odile)
        make_role(f"Libre {name}", by=odile, circle=pole)

    client = as_(odile)
    same_queries_for_one_or_many(make=one_more, call=lambda: client.get(path))
