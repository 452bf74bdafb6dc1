from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "millepieds.core"

    def ready(self) -> None:
        """Each area states its powers and rules, its deeds, what it knows of people, what rules touch."""
        autodiscover_modules("rules", "deeds", "privacy", "effects")
