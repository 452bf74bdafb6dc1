import pytest

from millepieds.core.refusals import Refusal, Refused, refuse_if


def test_a_refusal_says_why_and_names_its_article() -> None:
    too_long = Refusal("Longer than %(most)s days.", article="care.rest", values={"most": 30})
    with pytest.raises(Refused, match=r"Longer than 30 days\. \(art\. care\.rest\)") as refused:
        refuse_if(too_long)
    assert refused.value.refusal is too_long


def test_nothing_against_it_is_no_refusal() -> None:
    refuse_if(None)
