from datetime import date

import pytest
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        ("fr", date(2026, 12, 2), "2 décembre 2026"),
        ("fr", date(2026, 12, 11), "11 décembre 2026"),
        ("fr", date(2026, 12, 21), "21 décembre 2026"),
        ("en", date(2026, 12, 1), "1 December 2026"),
        ("ar", date(2026, 12, 1), "1 ديسمبر 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(language, day, said: str) -> None:
    page = Template("{{ day }} | {{ day|date }} | {{ day|date:'Y-m-d' }}")
    with override(language):
        assert date_format(day) == said
        assert page.render(Context({"day": day})) == f"{said} | {said} | {day.isoformat()}"
