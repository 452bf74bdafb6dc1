from django.apps import AppConfig

from millepieds.core.triggers import expect


class JournalConfig(AppConfig):
    name = "millepieds.journal"

    def ready(self) -> None:
        expect(
            "an_entry_is_never_changed",
            "an_entry_is_never_deleted",
            "an_entry_tells_its_own_time",
            "particulars_are_only_forgotten",
            "particulars_are_never_deleted",
        )
        expect("entries_are_never_truncated", "particulars_are_never_truncated", postgres_only=True)
