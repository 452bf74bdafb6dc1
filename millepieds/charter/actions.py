from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from millepieds.charter import deeds
from millepieds.charter.models import Article, CharterVersion, Commitment, RuleValue, Signature
from millepieds.charter.queries import (
    articles_cited,
    has_signed,
    rule_before,
    rules_on,
    rules_on_days_to_come,
    version_in_force,
)
from millepieds.charter.rules import (
    ADOPT_CHARTER,
    CHANGE_RULES,
    RULES,
    Procedure,
    Rule,
    refusal_to_change,
    refusal_to_sign,
)
from millepieds.charter.rules.wording import fingerprint, refusal_to_adopt
from millepieds.core.actors import Actor, ActorKind
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import day_of, the_moment
from millepieds.core.powers import Ground
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.people.models import Person


class Proof(Protocol):
    """That the procedure a rule names took place."""

    @property
    def procedure(self) -> Procedure: ...

    def settles(self, rule: Rule, *, by: Actor, on: date) -> Ground | None: ...


@dataclass(frozen=True)
class FoundingProof:
    """While a movement is being founded, a mandate that carries the power to change rules."""

    procedure: Procedure = Procedure.FOUNDING

    def settles(self, rule: Rule, *, by: Actor, on: date) -> Ground | None:
        return next(iter(grounds(by, CHANGE_RULES, on=on)), None)


@transaction.atomic
def change_rule(key: str, value: int, *, effective_on: date, proof: Proof, by: Actor) -> RuleValue:
    at = the_moment()
    on, rule = day_of(at), RULES[key]
    ground, values = proof.settles(rule, by=by, on=on), rules_on(on)
    refuse_if(
        refusal_to_change(
            rule, value, values, effective_on=effective_on, today=on, proven=ground is not None,
            procedure=proof.procedure, days=rules_on_days_to_come(key, effective_on),
        )
    )  # fmt: skip
    entry = record(
        deeds.RULE_CHANGED, None, by=by, at=at, ground=ground, rule=rule.key,
        before=rule_before(key, effective_on), after=value, effective_on=effective_on,
        procedure=proof.procedure,
    )  # fmt: skip
    return RuleValue.objects.create(rule=key, value=value, effective_on=effective_on, entry=entry)


@transaction.atomic
def adopt_charter(text: Mapping[str, Any], *, by: Actor) -> CharterVersion:
    """Publish a version of the text. It takes effect the same day and never changes after.

    The first one is laid by the founding itself, before anyone can hold a mandate.
    """
    at = the_moment()
    on = day_of(at)
    founding = by.kind == ActorKind.JOB and not CharterVersion.objects.exists()
    ground = None if founding else ground_to(ADOPT_CHARTER, by=by, on=on)
    refuse_if(refusal_to_adopt(text, last=CharterVersion.objects.count(), cited=articles_cited()))
    version = CharterVersion.objects.create(
        number=text["number"], title=text["title"], preamble=text["preamble"], adopted_on=on,
        fingerprint=fingerprint(text),
    )  # fmt: skip
    for number, article in enumerate(text["articles"], start=1):
        row = Article.objects.create(
            version=version, number=number, key=article["key"], title=article["title"],
            body=article["body"],
        )  # fmt: skip
        Commitment.objects.bulk_create(
            Commitment(article=row, number=rank, key=commitment["key"], text=commitment["text"])
            for rank, commitment in enumerate(article["commitments"], start=1)
        )
    record(deeds.CHARTER_ADOPTED, version, by=by, at=at, ground=ground, version=version.number)
    return version


@transaction.atomic
def sign_charter(
    person: Person, version: CharterVersion, ticked: Collection[str], *,
    coming_back: bool = False, by: Actor,
) -> Signature:  # fmt: skip
    """Each version once; whoever comes back commits to it again, under the signature they gave."""
    at = the_moment()
    current = version_in_force(on=day_of(at))
    articles = version.articles.values_list("key", flat=True)
    refuse_if(
        refusal_to_sign(
            ticked, articles, in_force=version == current,
            already=has_signed(person, version) and not coming_back,
        )
    )  # fmt: skip
    signature, _new = Signature.objects.get_or_create(
        person=person, version=version, defaults={"signed_at": at}
    )
    record(deeds.CHARTER_SIGNED, signature, by=by, at=at, about=person.pk, version=version.number)
    return signature
