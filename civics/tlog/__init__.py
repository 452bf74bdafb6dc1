"""A log to which one can only add: its root, its proofs, its signed checkpoints, its witnesses."""

from civics.tlog.checkpoints import Checkpoint, opened, parse_checkpoint
from civics.tlog.hashes import EMPTY, leaf_hash, node_hash
from civics.tlog.keys import Key, Kind, Signer
from civics.tlog.logs import Log
from civics.tlog.notes import Note, Signature, parse_note, signed, signed_by
from civics.tlog.papers import Continuation, Proof, parse_continuation, parse_proof
from civics.tlog.proofs import continues, includes
from civics.tlog.trees import Place, completed, consistency, edge, inclusion, root

__all__ = [
    "EMPTY",
    "Checkpoint",
    "Continuation",
    "Key",
    "Kind",
    "Log",
    "Note",
    "Place",
    "Proof",
    "Signature",
    "Signer",
    "completed",
    "consistency",
    "continues",
    "edge",
    "includes",
    "inclusion",
    "leaf_hash",
    "node_hash",
    "opened",
    "parse_checkpoint",
    "parse_continuation",
    "parse_note",
    "parse_proof",
    "root",
    "signed",
    "signed_by",
]
