"""Why each is where they are: which conditions forbid to give a place back to someone judged better."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from civics.lists.conditions import ON_A_LIST, Candidate, Condition, Parity


@dataclass(frozen=True)
class Place:
    """Where someone stands, and why.

    `grade_rank` is the place in the judgment among all candidates, those judged alike being parted
    as `Candidate.order` says; `rank` is the one on the list, None off it. `passed_by` counts, for
    each condition, the people judged less good who stand before; `passes`, the people judged better
    who stand after.
    """

    id: str
    grade_rank: int
    rank: int | None
    passed_by: tuple[tuple[str, int], ...]
    passes: tuple[tuple[str, int], ...]

    @property
    def moved_by(self) -> tuple[str, ...]:
        """The conditions that moved this person from the place of the judgment, main one first."""
        if self.rank is not None and self.rank < self.grade_rank:
            return tuple(name for name, _ in self.passes)
        if self.rank is None or self.rank > self.grade_rank:
            return tuple(name for name, _ in self.passed_by)
        return ()


def places(
    ids: Sequence[str],
    candidates: Sequence[Candidate],
    conditions: Sequence[Condition],
    parity: Parity = ON_A_LIST,
) -> tuple[Place, ...]:
    """Each candidate's place: the list first, then the others in the order of the judgment.

    Whenever someone stands before a person judged better, exchanging the two is tried: the
    conditions it would break are the reason. On a list made by `order` there is always at least
    one, or else the exchange would have made a better list. No solver is needed to check it.

    >>> people = [Candidate("amina", "F", 1), Candidate("chloe", "F", 2), Candidate("bruno", "M", 3)]
    >>> for one in places(["amina", "bruno", "chloe"], people, ()):
    ...     print(one.rank, one.id, one.moved_by)
    1 amina ()
    2 bruno ('alternance stricte femme, homme (art. L264)',)
    3 chloe ('alternance stricte femme, homme (art. L264)',)
    """
    judged = sorted(candidates, key=lambda one: one.order)
    rank_of = {one: place for place, one in enumerate(ids)}
    counts = [each.count(ids) for each in conditions]
    sexes = [{one.id: one.sex for one in candidates}[one] for one in ids]
    passed_by: dict[str, Counter[str]] = {one.id: Counter() for one in candidates}
    passes: dict[str, Counter[str]] = {one.id: Counter() for one in candidates}
    for place, better in enumerate(judged):
        for worse in judged[place + 1 :]:
            if rank_of.get(worse.id, len(ids)) < rank_of.get(better.id, len(ids)):
                for name in _broken_by_exchange(
                    better, worse, rank_of, sexes, counts, conditions, parity
                ):
                    passed_by[better.id][name] += 1
                    passes[worse.id][name] += 1
    grade_rank = {one.id: place for place, one in enumerate(judged, start=1)}
    others = [one.id for one in judged if one.id not in rank_of]
    return tuple(
        Place(
            one,
            grade_rank[one],
            rank_of[one] + 1 if one in rank_of else None,
            _main_first(passed_by[one], parity),
            _main_first(passes[one], parity),
        )
        for one in (*ids, *others)
    )


def _main_first(reasons: Counter[str], parity: Parity) -> tuple[tuple[str, int], ...]:
    """The reasons met most often first; of two met as often, parity is the last."""
    return tuple(sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0] == parity.name)))


def _broken_by_exchange(
    better: Candidate,
    worse: Candidate,
    rank_of: dict[str, int],
    sexes: list[str],
    counts: list[int],
    conditions: Sequence[Condition],
    parity: Parity,
) -> list[str]:
    """What the list would no longer keep to if these two exchanged their places."""
    here, there = rank_of[worse.id], rank_of.get(better.id)
    found = []
    for each, count in zip(conditions, counts, strict=True):
        gained = (better.id in each.who) - (worse.id in each.who)
        covered = each.covers(here + 1) - (there is not None and each.covers(there + 1))
        if gained and not each.allows(count + gained * covered):
            found.append(each.name)
    if better.sex != worse.sex:
        swapped = sexes.copy()
        swapped[here] = better.sex
        if there is not None:
            swapped[there] = worse.sex
        if not parity.holds(swapped):
            found.append(parity.name)
    return found
