"""« Nos règles »: what a rule says stands in sight; its limits and what it was are one touch away."""

import re

import pytest
from django.test import Client

from millepieds.charter.rules import RULES
from millepieds.circles.models import Circle

pytestmark = pytest.mark.django_db
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


def test_each_rule_folds_its_limits_and_what_it_was(client: Client, agora: Circle) -> None:
    """No script: `details` opens by itself, and paper shows all of it."""
    html = client.get("/regles/").content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    folded = FOLDED.findall(main)
    assert len(folded) == len(RULES)
    for each in folded:
        assert "Limites et histoire</summary>" in each
        assert "<dt>Limites</dt>" in each
        assert "<dt>Avant</dt>" in each
    seen = FOLDED.sub("", main)
    for word in ("Depuis", "Se change par", "Article"):
        assert seen.count(f"<dt>{word}</dt>") == len(RULES)
    for word in ("Limites", "Avant"):
        assert f"<dt>{word}</dt>" not in seen
