"""The simple alternation, to be done by hand with two piles of cards."""

from collections.abc import Sequence

from civics.lists.conditions import Candidate, check
from civics.problems import WrongInput


def weave(
    candidates: Sequence[Candidate], *, head: str | None = None, length: int | None = None
) -> tuple[str, ...]:
    """The head of the list, then each time the person judged best among those of the other sex.

    The head is the person judged best unless another is named. The list is as long as it can be, or
    stops at `length`: with W women and M men, 2 x the smaller number, and one more if they differ
    and the head is of the larger side. Raises WrongInput if the head is unknown or the length out
    of reach. Source: the method of the citizens' lists of 2020.

    >>> people = [Candidate("amina", "F", 1), Candidate("chloe", "F", 2), Candidate("bruno", "M", 3)]
    >>> weave(people), weave(people, head="bruno")
    (('amina', 'bruno', 'chloe'), ('bruno', 'amina'))
    """
    check(candidates)
    judged = sorted(candidates, key=lambda one: one.order)
    chosen = judged[:1] if head is None else [one for one in judged if one.id == head]
    if head is not None and not chosen:
        raise WrongInput(f"« {head} » n’est pas dans la liste des candidates et candidats")
    waiting = [one for one in judged if one not in chosen]
    while chosen and (length is None or len(chosen) < length):
        following = next((one for one in waiting if one.sex != chosen[-1].sex), None)
        if following is None:
            break
        waiting.remove(following)
        chosen.append(following)
    if length is not None and len(chosen) < length:
        raise WrongInput(f"l’alternance s’arrête à {len(chosen)} noms", expected=f"{length} noms")
    return tuple(one.id for one in chosen)
