from django.apps import AppConfig

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
