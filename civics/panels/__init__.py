"""Fair stratified lotteries: quotas kept by every panel, chances as equal as they can be, with a proof."""

from civics.panels.files import read_pool
from civics.panels.lottery import Lottery, Objective, fair_lottery
from civics.panels.pool import Person, Pool, Quota
from civics.panels.publication import Published, publish, read_published

__all__ = [
    "Lottery",
    "Objective",
    "Person",
    "Pool",
    "Published",
    "Quota",
    "fair_lottery",
    "publish",
    "read_pool",
    "read_published",
]
