"""Lists merged for a second round: who may, and with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civics.lists.conditions import Candidate
from civics.problems import WrongInput


@dataclass(frozen=True)
class FirstRound:
    """The valid votes of the first round, all lists together, and those of the merging lists."""

    valid: int
    votes: Mapping[str, int]


def may_stand(votes: int, valid: int) -> bool:
    """Whether a list may stand at the second round: 10 % of the valid votes (art. L264).

    >>> may_stand(5184, 51836), may_stand(5183, 51836)
    (True, False)
    """
    return 10 * votes >= valid


def may_merge(votes: int, valid: int) -> bool:
    """Whether a list's candidates may go to another list: 5 % of the valid votes (art. L264).

    >>> may_merge(2592, 51836), may_merge(2591, 51836)
    (True, False)
    """
    return 20 * votes >= valid


def check_merger(
    candidates: Sequence[Candidate], round_one: FirstRound, *, on: str = "list"
) -> None:
    """Raises WrongInput unless these people may stand together at the second round.

    Each comes from one of the merging lists, as their trait `on` says: nobody new may join. Each
    list had 5 % of the valid votes, and one of them 10 %. That all the people of a list who stand
    again stand on this one, and sign again, is for them to see to (art. L264, L265).

    >>> check_merger([], FirstRound(51836, {"Doulain": 4797, "Ollier": 3762}))
    Traceback (most recent call last):
    civics.problems.WrongInput: aucune de ces listes n’a 10 % des suffrages (art. L264).
    """
    valid, votes = round_one.valid, round_one.votes
    if sum(votes.values()) > valid:
        raise WrongInput("ces listes ont ensemble plus de voix qu’il n’y a de suffrages exprimés")
    if len(votes) < 2:
        raise WrongInput("une fusion réunit deux listes ou plus")
    for name, count in votes.items():
        if not may_merge(count, valid):
            raise WrongInput(
                f"« {name} » n’a pas 5 % des suffrages et ne peut pas fusionner (art. L264)",
                expected=f"{-(-valid // 20)} voix",
            )
    if not any(may_stand(count, valid) for count in votes.values()):
        raise WrongInput("aucune de ces listes n’a 10 % des suffrages (art. L264)")
    for one in candidates:
        if (name := one.traits.get(on, "")) not in votes:
            raise WrongInput(
                f"{one.id} vient de « {name} », qui ne fusionne pas", expected=", ".join(votes)
            )
