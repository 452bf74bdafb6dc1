from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise

from millepieds.charter.models import Article, CharterVersion, Commitment, RuleValue, Signature
from millepieds.charter.rules import RULES, TIME_TO_SIGN_AGAIN, Rule, last_day_to_sign
from millepieds.people.models import Person


def rules_on(on: date) -> dict[str, int]:
    """The value of every rule on that day."""
    values = {key: rule.default for key, rule in RULES.items()}
    for row in RuleValue.objects.filter(effective_on__lte=on):  # oldest first: the last one stands
        values[row.rule] = row.value
    return values


def rule(key: str, *, on: date) -> int:
    """The value of one rule on that day."""
    rows = RuleValue.objects.filter(rule=key, effective_on__lte=on)
    last = rows.order_by("-effective_on", "-pk").first()
    return last.value if last else RULES[key].default


def rules_on_days_to_come(key: str, start: date) -> list[dict[str, int]]:
    """The values on that day and at each change already planned after it, until this rule's own next."""
    planned = RuleValue.objects.filter(effective_on__gt=start).order_by("effective_on", "pk")
    days = [start]
    for row in planned:
        if row.rule == key:
            break
        days.append(row.effective_on)
    return [rules_on(day) for day in days]


def opened_under(*keys: str, on: date) -> dict[str, int]:
    """What a process keeps of the rules it opened under: changing them later does not touch it."""
    values = rules_on(on)
    return {key: values[key] for key in keys}


@dataclass(frozen=True)
class RuleStory:
    """A rule, what it is worth today, and what it was before."""

    rule: Rule
    value: int
    since: date | None
    coming: RuleValue | None
    before: Sequence[RuleValue]


def rule_stories(*, on: date) -> list[RuleStory]:
    rows: dict[str, list[RuleValue]] = {key: [] for key in RULES}
    for row in RuleValue.objects.select_related("entry"):
        if row.rule in rows:
            rows[row.rule].append(row)
    return [_story(RULES[key], values, on=on) for key, values in rows.items()]


def _story(rule: Rule, values: list[RuleValue], *, on: date) -> RuleStory:
    past = [row for row in values if row.effective_on <= on]
    coming = next((row for row in values if row.effective_on > on), None)
    if not past:
        return RuleStory(rule, rule.default, None, coming, ())
    return RuleStory(rule, past[-1].value, past[-1].effective_on, coming, past[-2::-1])


@dataclass(frozen=True)
class Touched:
    """Something in force that a change of rule would touch, in words and where to read it."""

    what: str | Promise
    url: str


Effect = Callable[[Rule, int, date], Sequence[Touched]]
EFFECTS: list[Effect] = []


def effect(of: Effect) -> Effect:
    """An area says which of its mandates and processes a change would touch."""
    EFFECTS.append(of)
    return of


def touched_by(rule: Rule, value: int, *, on: date) -> list[Touched]:
    """The dry run of a change: nothing is written."""
    return [thing for of in EFFECTS for thing in of(rule, value, on)]


def versions() -> QuerySet[CharterVersion]:
    commitments = Prefetch("commitments", Commitment.objects.order_by("number"))
    articles = Article.objects.order_by("number").prefetch_related(commitments)
    return CharterVersion.objects.prefetch_related(Prefetch("articles", articles))


def version_in_force(*, on: date) -> CharterVersion | None:
    return CharterVersion.objects.filter(adopted_on__lte=on).order_by("-number").first()


def version_before(version: CharterVersion) -> CharterVersion | None:
    return versions().filter(number__lt=version.number).order_by("-number").first()


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
    """Which versions keep a membership alive on a day, and until when the earlier ones do."""

    in_force: CharterVersion | None
    enough: Sequence[int]  # versions that are enough to be a member that day
    until: date | None = None  # the first day on which one of the earlier ones no longer is


def signing_time(*, on: date) -> SigningTime:
    """A new version asks again, and gives time: until then the one before is enough."""
    past = list(CharterVersion.objects.filter(adopted_on__lte=on).order_by("-number"))
    if not past:
        return SigningTime(None, ())
    enough: list[int] = []
    deadlines: list[date] = []
    for version in past:
        enough.append(version.pk)
        time = rule(TIME_TO_SIGN_AGAIN, on=version.adopted_on)
        ends = last_day_to_sign(version.adopted_on, time)
        if ends <= on:
            break
        deadlines.append(ends)
    asked = deadlines[: len(enough) - 1]  # the oldest one replaces none
    return SigningTime(past[0], enough, min(asked, default=None))


@dataclass(frozen=True)
class Passage:
    """A piece of text that stayed, left, or came."""

    kind: str  # "same", "gone" or "new"
    text: str


def difference(before: CharterVersion, after: CharterVersion) -> list[Passage]:
    """What changed between two versions, sentence by sentence."""
    old, new = _sentences(before), _sentences(after)
    passages: list[Passage] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            passages += [Passage("same", text) for text in old[i:j]]
            continue
        passages += [Passage("gone", text) for text in old[i:j]]
        passages += [Passage("new", text) for text in new[k:m]]
    return passages


def _sentences(version: CharterVersion) -> list[str]:
    lines = [version.preamble]
    for article in version.articles.all():
        lines += [article.title, article.body, *(c.text for c in article.commitments.all())]
    return lines
