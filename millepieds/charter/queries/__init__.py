import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.db.models import CharField, DateField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from millepieds.charter.models import Article, CharterVersion, Commitment, RuleValue, Signature
from millepieds.charter.rules import RULES, TIME_TO_SIGN_AGAIN, Rule, suspended_from
from millepieds.charter.rules.wording import CITED, Change, Text, difference, fingerprint
from millepieds.core.prepared import Given, prepared
from millepieds.core.reading import reading
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person

ON = Given("on", DateField())


@until_a_deed
def rules_on(on: date) -> dict[str, int]:
    """The value of every rule on that day."""
    values = {key: rule.default for key, rule in RULES.items()}
    for row in RuleValue.objects.filter(effective_on__lte=on):  # oldest first: the last one stands
        values[row.rule] = row.value
    return values


def rule(key: str, *, on: date) -> int:
    """The value of one rule on that day."""
    if reading():
        return rules_on(on)[key]
    last = _last_value()(rule=key, on=on)
    return last[0].value if last else RULES[key].default


@prepared
def _last_value() -> QuerySet[RuleValue]:
    rows = RuleValue.objects.filter(rule=Given("rule", CharField()), effective_on__lte=ON)
    return rows.order_by("-effective_on", "-pk")[:1]


def rule_before(key: str, day: date) -> int:
    """What a rule is worth on the eve of a day."""
    return rule(key, on=day - timedelta(days=1))


def rules_on_days_to_come(key: str, start: date) -> list[dict[str, int]]:
    """The values on that day and at each change already planned after it, until this rule's own next."""
    planned = RuleValue.objects.filter(effective_on__gt=start).order_by("effective_on", "pk")
    days = [start]
    for row in planned:
        if row.rule == key:
            break
        days.append(row.effective_on)
    return [rules_on(day) for day in days]


def opened_under(*keys: str, on: date) -> dict[str, dict[str, int | None]]:
    """What a process keeps of the rules it opened under: changing them later does not touch it.

    Each value comes with the line of the register that set it; none for the one it was born with.
    """
    rows = {row.rule: row for row in RuleValue.objects.filter(rule__in=keys, effective_on__lte=on)}
    return {
        key: {"value": rows[key].value, "entry": rows[key].entry_id}
        if key in rows
        else {"value": RULES[key].default, "entry": None}
        for key in keys
    }


@dataclass(frozen=True)
class Touched:
    """Something in force that a change of rule would touch, in words and where to read it."""

    what: str | Promise
    url: str = ""


Effect = Callable[[int, date], Sequence[Touched]]
EFFECTS: dict[str, Effect] = {}


def effect(*keys: str) -> Callable[[Effect], Effect]:
    """An area says which of its mandates and processes a change of these rules would touch."""

    def declare(of: Effect) -> Effect:
        EFFECTS.update(dict.fromkeys(keys, of))
        return of

    return declare


def touched_by(rule: Rule, value: int, *, on: date) -> Sequence[Touched]:
    """The dry run of a change: nothing is written."""
    return EFFECTS[rule.key](value, on) if rule.key in EFFECTS else ()


def time_to_sign_still_open(*, on: date) -> list[tuple[CharterVersion, date]]:
    """Versions that members may still sign without being suspended, and when that ends."""
    return [(version, ends) for version, ends in _asked(on=on) if ends > on and version.number > 1]


def versions() -> QuerySet[CharterVersion]:
    commitments = Prefetch("commitments", Commitment.objects.order_by("number"))
    articles = Article.objects.order_by("number").prefetch_related(commitments)
    return CharterVersion.objects.prefetch_related(Prefetch("articles", articles))


def version_in_force(*, on: date) -> CharterVersion | None:
    return CharterVersion.objects.filter(adopted_on__lte=on).order_by("-number").first()


def version_before(version: CharterVersion) -> CharterVersion | None:
    return versions().filter(number__lt=version.number).order_by("-number").first()


@until_a_deed
def article_numbers(*, on: date) -> dict[str, str]:
    """The number shown for each stable key, in the version in force: "care" → 3, "care.leave" → 3.4."""
    version = version_in_force(on=on)
    if version is None:
        return {}
    numbers: dict[str, str] = {}
    rows = Article.objects.filter(version=version).prefetch_related("commitments")
    for article in rows:
        numbers[article.key] = str(article.number)
        for commitment in article.commitments.all():
            numbers[f"{article.key}.{commitment.key}"] = f"{article.number}.{commitment.number}"
    return numbers


def has_signed(person: Person, version: CharterVersion) -> bool:
    return Signature.objects.filter(person=person, version=version).exists()


def signatures_of(person: Person) -> list[Signature]:
    return list(
        Signature.objects.filter(person=person).select_related("version").order_by("signed_at")
    )


@dataclass(frozen=True)
class SigningTime:
    """Which versions keep a membership alive on a day."""

    in_force: CharterVersion | None
    enough: Sequence[int]  # versions that are enough to be a member that day


@until_a_deed
def signing_time(*, on: date) -> SigningTime:
    """A new version asks again, and gives time: until then the one before is enough."""
    in_force, enough = None, []
    for version, ends in _asked(on=on):
        in_force = in_force or version
        enough.append(version.pk)
        if ends <= on:
            break
    return SigningTime(in_force, tuple(enough))


@until_a_deed
def _asked(*, on: date) -> list[tuple[CharterVersion, date]]:
    """The last version first: each one, and the first day on which those before it are not enough."""
    return [
        (version, suspended_from(version.adopted_on, version.time)) for version in _adopted()(on=on)
    ]


@prepared
def _adopted() -> QuerySet[CharterVersion]:
    """Each with the time it gives to sign it: the rule of the day on which it was adopted."""
    then = RuleValue.objects.filter(
        rule=TIME_TO_SIGN_AGAIN, effective_on__lte=OuterRef("adopted_on")
    ).order_by("-effective_on", "-pk")
    usual = RULES[TIME_TO_SIGN_AGAIN].default
    return (
        CharterVersion.objects.filter(adopted_on__lte=ON)
        .annotate(time=Coalesce(Subquery(then.values("value")[:1]), usual))
        .order_by("-number")
    )


def last_day_to_sign(adopted_on: date) -> date:
    """For whoever signed the version just before the one adopted that day."""
    ends = suspended_from(adopted_on, rule(TIME_TO_SIGN_AGAIN, on=adopted_on))
    return ends - timedelta(days=1)


@dataclass(frozen=True)
class OwnTime:
    """What the charter asks of one person on a day, and what comes if they do not sign."""

    on: date
    to_sign: CharterVersion | None = None  # the version in force, when they have not signed it
    suspended_from: date | None = None  # nothing to suspend for whoever never signed any

    @property
    def last_day(self) -> date | None:
        return self.suspended_from and self.suspended_from - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.suspended_from is not None and self.suspended_from <= self.on


def signing_time_of(person: Person, *, on: date) -> OwnTime:
    return signing_times_of([person.pk], on=on)[person.pk]


def signing_times_of(person_ids: Collection[int], *, on: date) -> dict[int, OwnTime]:
    """Each person's own date depends on the last version that they signed."""
    asked = _asked(on=on)
    signed = dict.fromkeys(person_ids, 0)
    rows = Signature.objects.filter(person__in=person_ids, signed_at__date__lte=on)
    signed.update(rows.order_by("version__number").values_list("person_id", "version__number"))
    return {pk: _own_time(asked, number, on=on) for pk, number in signed.items()}


def _own_time(asked: Sequence[tuple[CharterVersion, date]], signed: int, *, on: date) -> OwnTime:
    since = [(version, ends) for version, ends in asked if version.number > signed]
    if not since:
        return OwnTime(on)
    return OwnTime(on, since[0][0], min(ends for _, ends in since) if signed else None)


def text_of(version: CharterVersion) -> Text:
    """A version as the text it was adopted from."""
    articles = [
        {
            "key": article.key, "title": article.title, "body": article.body,
            "commitments": [{"key": c.key, "text": c.text} for c in article.commitments.all()],
        }
        for article in version.articles.all()
    ]  # fmt: skip
    return {
        "number": version.number, "title": version.title, "preamble": version.preamble,
        "articles": articles,
    }  # fmt: skip


TEXTS = Path(__file__).parents[1] / "texts"


def text_in(version: CharterVersion, language: str) -> Text | None:
    """The same text in another language: only of the very words that it translates."""
    return _translation(version.number, version.fingerprint, language)


@cache
def _translation(number: int, of: str, language: str) -> Text | None:
    signed, told = (TEXTS / f"charter-{number}{end}.json" for end in ("", f".{language}"))
    if not told.exists() or fingerprint(json.loads(signed.read_text("utf-8"))) != of:
        return None
    text: Text = json.loads(told.read_text("utf-8"))
    return text


def text_in_force(*, on: date) -> Text | None:
    version = versions().filter(adopted_on__lte=on).first()
    return text_of(version) if version else None


def changes_between(before: CharterVersion, after: CharterVersion) -> list[Change]:
    return difference(text_of(before), text_of(after))


def articles_cited() -> set[str]:
    """The keys that refusals and rules rest on: no charter may lose one."""
    return {*CITED, *(rule.article for rule in RULES.values())}
