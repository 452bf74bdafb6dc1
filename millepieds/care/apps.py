from django.apps import AppConfig
from django.core.checks import Tags, Warning, register


class CareConfig(AppConfig):
    name = "millepieds.care"

    def ready(self) -> None:
        register(Tags.security, deploy=True)(reports_can_be_sealed)


def reports_can_be_sealed(**_: object) -> list[Warning]:
    """For `check --deploy`: without a master key, nobody can report anything."""
    from millepieds.core.sealing import NotSealing, can_seal, master_keys

    try:
        master_keys()
    except NotSealing as problem:
        return [Warning(str(problem), id="care.W001")]
    said = "SEALING_KEYS is empty: bin/millepieds seal key prints one."
    return [] if can_seal() else [Warning(said, id="care.W001")]
