from django.apps import AppConfig

from millepieds.core.triggers import expect

TEXTS = ("charter_charterversion", "charter_article", "charter_commitment")


class CharterConfig(AppConfig):
    name = "millepieds.charter"

    def ready(self) -> None:
        for table in TEXTS:
            expect(f"{table}_is_never_changed", f"{table}_is_never_deleted")
        expect("charter_rulevalue_is_never_changed", "charter_rulevalue_is_never_deleted")
