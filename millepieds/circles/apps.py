from django.apps import AppConfig

from millepieds.core.triggers import expect


class CirclesConfig(AppConfig):
    name = "millepieds.circles"

    def ready(self) -> None:
        expect("one_holder_a_seat_insert", "one_holder_a_seat_update")
        expect("one_seat_a_person_insert", "one_seat_a_person_update")
        expect("a_role_version_is_never_changed", "a_role_version_is_never_deleted")
        expect("an_own_rule_is_never_changed", "an_own_rule_is_never_deleted")
