"""Candidates and conditions of a made-up town, always the same for the same seed."""

from random import Random

TOWN = (
    "Celleneuve", "Centre", "Croix-d’Argent", "Hôpitaux-Facultés", "Mosson", "Port-Marianne",
    "Prés-d’Arènes",
)  # fmt: skip
WORK = ("cadre", "employée", "étudiante", "indépendante", "ouvrière", "retraitée", "sans emploi")


def make_candidates(seed: int = 2019) -> str:
    """136 people: 60 women, 76 men, 18 to 69 years old, as a candidates.csv."""
    chance = Random(seed)
    ranks = list(range(1, 137))
    chance.shuffle(ranks)
    lines = ["id,sex,rank,age,resident,district,work"]
    for number, rank in enumerate(ranks, 1):
        sex = "F" if number <= 60 else "M"
        age = 18 + chance.randrange(52)
        lives_there = "yes" if chance.random() < 0.75 else "no"
        lines.append(
            f"p{number:03},{sex},{rank},{age},{lives_there},{chance.choice(TOWN)},{chance.choice(WORK)}"
        )
    return "\n".join(lines) + "\n"


EIGHT_CONDITIONS = """
seats = 65
non_residents = 16            # 1

[[pin]]                       # 2
id = "p007"
rank = 1

[[pin]]                       # 3
id = "p101"
first = 9

[[quota]]                     # 4: one condition in each of seven districts
each = "district"
first = 30
min = 3

[[quota]]                     # 5
age = [18, 29]
first = 20
min = 7

[[quota]]                     # 6
work = ["ouvrière", "employée", "sans emploi"]
first = 20
min = 9

[[quota]]                     # 7
work = "cadre"
first = 40
max = 4

[[quota]]                     # 8
age = [60, 69]
min = 5
max = 9

[designation]
size = 80
quota = [
  { each = "district", min = 8 },
  { age = [18, 29], min = 22 },
]
"""
