from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "millepieds.meetings"

    def ready(self) -> None:
        from millepieds.meetings import receivers  # noqa: F401  (a place left goes to who waits)
