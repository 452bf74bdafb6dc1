"""Majority judgment, approval and score: exact, with ties told; arrays are counted in `arrays`."""

from civics.judgment.files import read_ballots, read_tallies
from civics.judgment.majority import Judgment, judge, majority_grade, majority_key
from civics.judgment.reasons import Difference, difference, why
from civics.judgment.scores import Scores, approve, score
from civics.judgment.tallies import NoOpinion, Tallies, make_tallies

__all__ = [
    "Difference",
    "Judgment",
    "NoOpinion",
    "Scores",
    "Tallies",
    "approve",
    "difference",
    "judge",
    "majority_grade",
    "majority_key",
    "make_tallies",
    "read_ballots",
    "read_tallies",
    "score",
    "why",
]
