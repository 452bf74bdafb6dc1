"""What stands around every page."""

import pytest
from django.test import Client

from millepieds.circles.models import Circle

pytestmark = pytest.mark.django_db


def test_the_demonstration_says_so_in_a_landmark_with_a_name(
    client: Client, agora: Circle, settings
) -> None:
    """Whoever goes from landmark to landmark by ear meets it, on the first page and on the others."""
    settings.DEMO = True
    said = '<aside class="demo" aria-label="Démonstration">Ceci est une démonstration'
    for page in ("/", "/decisions/", "/entrer/"):
        assert said in client.get(page).content.decode()
    settings.DEMO = False
    assert 'class="demo"' not in client.get("/").content.decode()
