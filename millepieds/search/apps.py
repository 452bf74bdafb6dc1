from django.apps import AppConfig
from django.db.models.signals import post_migrate

from millepieds.core.triggers import expect


class SearchConfig(AppConfig):
    name = "millepieds.search"

    def ready(self) -> None:
        expect(
            "what_is_indexed_is_found",
            "what_is_indexed_again_is_found_again",
            "what_is_gone_is_found_no_more",
            sqlite_only=True,
        )
        post_migrate.connect(_write_again, sender=self)


def _write_again(**_: object) -> None:
    """An index that a new version of the house has emptied is written before anyone searches."""
    from millepieds.search.actions import rebuild
    from millepieds.search.models import Indexed

    if not Indexed.objects.exists():
        rebuild()
