"""The draw without a computer: what to print, what to do, what to write down and sign."""

from collections.abc import Sequence

STEPS = (
    "Affichez la règle, le nombre de places et la liste numérotée. Chacun vérifie. On ne change plus rien.",
    "Découpez un papier par numéro, tous du même papier, tous pliés de la même façon.",
    "Deux personnes comptent les papiers à voix haute, devant tous, et les mettent dans un sac opaque.",
    "On secoue. Plusieurs personnes, l’une après l’autre, tirent un papier à la fois, sans regarder.",
    "On lit chaque numéro à voix haute, on le montre, on l’écrit, jusqu’au dernier papier du sac.",
    "Les premiers ont les places, les suivants sont la réserve, dans l’ordre : jamais de second tirage.",
    "Deux papiers ensemble, ou un qui tombe : on les remet, on secoue, on recommence ce papier.",
)
BY_DICE = (
    "Avec un dé au lieu du sac, si la liste a 6 noms ou moins : on compte les noms jusqu’au chiffre du",
    "dé, on barre ce nom, et on recommence avec les noms qui restent.",
    "À 5 noms, un 6 se relance. À 4, un 5 ou un 6 se relance. À 3, le 1 et le 4 donnent le premier, le 2",
    "et le 5 le deuxième, le 3 et le 6 le troisième. À 2, un impair donne le premier, un pair le second.",
)
BLANK = "_" * 30
ROWS = 12


def paper_form(
    people: Sequence[str] = (), *, title: str = "", rule: str = "", take: int | None = None
) -> str:
    """Plain text to print: the paper draw step by step, the numbered list, the minutes to sign.

    Without people the list is left to be filled in by hand. A draw so made can be checked by those
    in the room only; that is why the sheet asks for several hands and for signatures.

    >>> print(paper_form(["Amina", "Bruno"]).splitlines()[0])
    TIRAGE AU SORT SUR PAPIER
    """
    numbered = [f"{place:4}. {name}" for place, name in enumerate(people, start=1)]
    count = len(people) or ROWS
    return "\n".join(
        [
            "TIRAGE AU SORT SUR PAPIER",
            "",
            f"Ce qu’on tire : {title or BLANK * 2}",
            f"Lieu : {BLANK}   Date et heure : {BLANK}",
            f"Règle (qui est dans la liste) : {rule or BLANK * 2}",
            f"Nombre de places : {take or '_____'}   Nombre de papiers : {len(people) or '_____'}",
            "",
            "CE QU’ON FAIT",
            *(f"[ ] {step}" for step in STEPS),
            "",
            *BY_DICE,
            "",
            "LA LISTE",
            *(numbered or [f"{place:4}. {BLANK}" for place in range(1, ROWS + 1)]),
            "",
            "PROCÈS-VERBAL : les numéros, dans l’ordre où ils sont sortis",
            *(
                f"{place:4}. papier n° ______  {BLANK}"
                + ("   ← dernière place, puis la réserve" if place == take else "")
                for place in range(1, count + 1)
            ),
            "",
            f"Qui a compté les papiers (deux personnes) : {BLANK} / {BLANK}",
            f"Qui a tiré : {BLANK * 2}",
            f"Remarques, incidents : {BLANK * 2}",
            "Si l’on tire à nouveau, pour quelque raison, ce procès-verbal est gardé et publié aussi.",
            f"Signatures de trois personnes au moins, dont une absente de la liste : {BLANK * 2}",
        ]
    )
