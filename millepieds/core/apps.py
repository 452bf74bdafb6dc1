from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "millepieds.core"

    def ready(self) -> None:
        """Each area states its powers and rules (rules), its deeds and what it knows of people."""
        autodiscover_modules("rules", "deeds", "privacy")
