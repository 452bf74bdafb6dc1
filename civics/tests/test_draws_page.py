"""What the page about draws shows is what the code answers."""

import re
from pathlib import Path

from civics.commands import draw as command
from civics.draws import (
    Quota,
    draw,
    order_from_dice,
    read_transcript,
    seat_by_quotas,
    stand_in,
    text_of,
)
from civics.draws.chance import blocks
from civics.draws.files import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "algorithms" / "draws.md").read_text()
EXAMPLE = read_transcript(Path(__file__).parent / "data" / "draws" / "two-seats.json")


def part(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def cells(text: str) -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def test_the_draw_by_hand_is_right() -> None:
    rows = cells(part("Refaire un tirage à la main, avec un dé"))
    people = rows[0][1].split(", ")
    order = order_from_dice(people, "".join(face for face, _, _ in rows))
    found = iter(order)
    for _, left, done in rows:
        if "relance" in done:
            assert left.split(", ") == people
            continue
        drawn = next(found)
        assert done.startswith(f"{drawn} est tiré")
        assert left.split(", ") == people
        people.remove(drawn)
    assert people == []


def test_the_real_draw_is_right() -> None:
    told, found = part("Refaire un vrai tirage"), draw(EXAMPLE.transcript)
    text, seed = re.findall(r"```text\n(.*?)```", told, re.DOTALL)
    assert text == text_of(EXAMPLE.transcript)
    assert seed.strip() == found.seed
    assert told.count(found.seed) == 2
    numbers = blocks(found.seed, "order")
    rows = [
        [f"{next(numbers):,}".replace(",", " "), str(left), name]
        for left, name in zip(range(5, 0, -1), found.order, strict=True)
    ]
    assert [[number, by, name] for number, by, _, name in cells(told)] == rows
    assert all(int(n.replace(" ", "")) % int(by) == int(rest) for n, by, rest, _ in cells(told))
    assert f"Les deux places sont à {' et '.join(found.drawn)}." in told
    assert f"La réserve, dans l'ordre : {', '.join(found.reserves)}." in told


def test_the_quotas_are_right() -> None:
    order = ["Anne", "Claire", "Emma", "Bruno", "David", "Farid"]
    assert f"l'ordre {', '.join(order)} :" in part("Avec des quotas")
    quotas = [Quota("sexe", "F", 2, 2), Quota("sexe", "H", 2, 2)]
    traits = {name: {"sexe": "F" if place < 3 else "H"} for place, name in enumerate(order)}
    seated = seat_by_quotas(order, quotas, traits, 4)
    assert seated == ("Anne", "Claire", "Bruno", "David")
    assert stand_in(order, seated, "Bruno", quotas=quotas, traits=traits) == "Farid"
    assert stand_in(order, seated, "Anne", quotas=quotas, traits=traits) == "Emma"


def test_every_key_and_every_option_is_told() -> None:
    told = set(re.findall(r"`([a-z_]+)`", part("Le fichier")))
    keys = {key for needed, allowed in KEYS.values() for key in needed | allowed} | set(KEYS)
    assert keys | set(draw(EXAMPLE.transcript).as_data()) <= told
    assert {"format", "title", "rule", "take", "dice", "beacon", "quotas", "pool", "events"} <= told
    options = set(re.findall(r'"(--[a-z-]+)"', Path(command.__file__).read_text()))
    assert {option for option in options if option not in part("Avec le programme")} == set()
