from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from millepieds.core.dates import say_days_as_here


class CoreConfig(AppConfig):
    name = "millepieds.core"

    def ready(self) -> None:
        """Each area states its powers, rules, deeds, what it knows of people, what one may search, what it
        puts on the pages of those below."""
        say_days_as_here()
        autodiscover_modules("rules", "deeds", "privacy", "effects", "searched", "beside")
