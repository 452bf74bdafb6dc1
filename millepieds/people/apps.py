from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "millepieds.people"

    def ready(self) -> None:
        from millepieds.people import receivers  # noqa: F401  (a sign-in is a visit)
