"""The end of a draw: its seed, everyone in drawn order, who has a seat."""

from dataclasses import dataclass
from typing import Any

from civics.draws.chance import order_from_seed
from civics.draws.quotas import seat_by_quotas
from civics.draws.record import hashes
from civics.draws.stages import check_move
from civics.draws.transcript import Stage, Transcript


@dataclass(frozen=True)
class Draw:
    """What a complete transcript gives, and nothing else can.

    `order` has everyone; `drawn` those with a seat and `reserves` the others, both in drawn order.
    `unopened` are the authors whose phrase is missing.
    """

    seed: str
    hashes: dict[Stage, str]
    order: tuple[str, ...]
    drawn: tuple[str, ...]
    reserves: tuple[str, ...]
    unopened: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """The same as one JSON object, also the shape of `published` in a transcript's file."""
        return {
            "drawn": list(self.drawn),
            "reserves": list(self.reserves),
            "order": list(self.order),
            "seed": self.seed,
            "hashes": {stage.value: digest for stage, digest in self.hashes.items()},
            "unopened": list(self.unopened),
        }


def draw(transcript: Transcript) -> Draw:
    """The draw of a complete transcript: the same text gives the same order on every machine.

    The seed is the hash of the whole text; the order strikes people out of the sorted pool
    (`civics.draws.chance`); seats go down the order, within the quotas where there are some. Raises
    WrongInput when the ceremony is not over, Infeasible when quotas cannot be met by this order.
    """
    check_move(transcript, Stage.DRAWN)
    found = hashes(transcript)
    seed = found[Stage.BEACON if transcript.emission else Stage.DICE]
    frozen = transcript.frozen
    order = order_from_seed(seed, frozen.people)
    drawn = order[: frozen.take]
    if frozen.quotas:
        drawn = seat_by_quotas(order, frozen.quotas, frozen.traits, frozen.take)
    seated = set(drawn)
    return Draw(
        seed,
        found,
        order,
        drawn,
        tuple(person for person in order if person not in seated),
        tuple(sorted(name for name, phrase in transcript.phrases.items() if phrase is None)),
    )
