from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from millepieds.core.clock import ahead, day_of, now, pretend, the_moment, today

THE_FIRST_ASSEMBLY = datetime(2018, 9, 20, 17, tzinfo=UTC)
PENTECOST = datetime(2020, 5, 31, 22, 30, tzinfo=UTC)


@pytest.mark.usefixtures("the_machines_own_time")
def test_one_moment_is_pretended_inside_another() -> None:
    with pretend(THE_FIRST_ASSEMBLY):
        with pretend(PENTECOST):
            assert now() == PENTECOST
        assert now() == THE_FIRST_ASSEMBLY
    assert abs(timezone.now() - now()) < timedelta(minutes=1)


def test_the_clock_is_right_again_after_a_fall() -> None:
    with pytest.raises(ValueError, match="fall"), pretend(PENTECOST):
        raise ValueError("fall")
    assert now() > PENTECOST + timedelta(days=1)


def test_a_day_is_the_day_it_is_in_town() -> None:
    assert day_of(PENTECOST) == date(2020, 6, 1)
    with pretend(PENTECOST):
        assert today() == date(2020, 6, 1)


@pytest.mark.usefixtures("the_machines_own_time")
@pytest.mark.django_db
def test_a_deed_takes_its_moment_from_the_same_clock() -> None:
    with transaction.atomic():
        assert abs(the_moment() - timezone.now()) < timedelta(minutes=1)
        assert the_moment().tzinfo
        with pretend(PENTECOST):
            assert the_moment() == PENTECOST


def test_a_clock_set_ahead_goes_on_ticking() -> None:
    with ahead(timedelta(hours=3)):
        assert (
            timedelta(hours=2, minutes=59) < now() - timezone.now() < timedelta(hours=3, minutes=1)
        )
        before = now()
        with pretend(PENTECOST):
            assert now() == PENTECOST
        assert now() > before
