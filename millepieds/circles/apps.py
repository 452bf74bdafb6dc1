from django.apps import AppConfig

from millepieds.core.triggers import expect


class CirclesConfig(AppConfig):
    name = "millepieds.circles"

    def ready(self) -> None:
        expect("one_holder_a_seat_insert", "one_holder_a_seat_update")
