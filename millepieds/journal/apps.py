from django.apps import AppConfig
from django.core.checks import Error, Tags, register

from millepieds.core.triggers import expect


class JournalConfig(AppConfig):
    name = "millepieds.journal"

    def ready(self) -> None:
        register(Tags.security, deploy=True)(the_journal_is_signed)
        expect(
            "an_entry_is_never_changed",
            "an_entry_is_never_deleted",
            "an_entry_tells_its_own_time",
            "particulars_are_only_forgotten",
            "particulars_are_never_deleted",
            "a_node_is_never_changed",
            "a_node_is_never_deleted",
            "a_checkpoint_is_never_changed",
            "a_checkpoint_is_never_deleted",
        )
        expect(
            "entries_are_never_truncated", "particulars_are_never_truncated",
            "nodes_are_never_truncated", "checkpoints_are_never_truncated",
            postgres_only=True,
        )  # fmt: skip


def the_journal_is_signed(**_: object) -> list[Error]:
    """For `check --deploy`: the key is there, sound, and nobody else's to read."""
    from millepieds.journal.queries.keys import what_is_wrong_with_the_key

    wrong = what_is_wrong_with_the_key()
    return [Error(wrong, id="journal.E001")] if wrong else []
