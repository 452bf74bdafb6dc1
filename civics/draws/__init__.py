"""Draws anyone can redo: sealed phrases, then dice, then everyone in one order."""

from civics.draws.beacon import emitted_at, round_at
from civics.draws.ceremony import Draw, draw
from civics.draws.chance import number_from_seed, order_from_dice, order_from_seed
from civics.draws.files import Published, as_data, read_pool, read_transcript, transcript_of
from civics.draws.quotas import Quota, seat_by_quotas, stand_in
from civics.draws.record import commitment_of, frozen_hash, hashes, text_of
from civics.draws.sheet import paper_form
from civics.draws.stages import MOVES, add, awaited, check_move, following
from civics.draws.transcript import (
    Beacon,
    Committed,
    Emitted,
    Event,
    Frozen,
    Revealed,
    Rolled,
    Stage,
    Transcript,
    freeze,
)
from civics.draws.words import in_blocks, in_words
from civics.draws.writing import look_alikes, one_line

__all__ = [
    "MOVES",
    "Beacon",
    "Committed",
    "Draw",
    "Emitted",
    "Event",
    "Frozen",
    "Published",
    "Quota",
    "Revealed",
    "Rolled",
    "Stage",
    "Transcript",
    "add",
    "as_data",
    "awaited",
    "check_move",
    "commitment_of",
    "draw",
    "emitted_at",
    "following",
    "freeze",
    "frozen_hash",
    "hashes",
    "in_blocks",
    "in_words",
    "look_alikes",
    "number_from_seed",
    "one_line",
    "order_from_dice",
    "order_from_seed",
    "paper_form",
    "read_pool",
    "read_transcript",
    "round_at",
    "seat_by_quotas",
    "stand_in",
    "text_of",
    "transcript_of",
]
