"""The rules by which French seats are shared, dated, each with its article and what we did not read.

French law changes: an election is counted by the rules of its day. `unread` holds, in French, what no
source we read confirms; whoever shows a result shows it too.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from civics.seats.rulesets import Rule, RuleSet, Topic

_2020 = RuleSet(
    key="fr-2020",
    about="communes d’au moins 1 000 habitants, élections de 2020",
    year=2020,
    least_population=1_000,
    below=None,
    bonus=Fraction(1, 2),
    admitted_from=Fraction(1, 20),
    may_stay_from=Fraction(1, 10),
    may_merge_from=Fraction(1, 20),
    more_names=2,
    fewer_names=0,
    sized_by_population=True,
    rules=MappingProxyType(
        {
            Topic.COUNCIL: Rule(
                "le nombre de sièges vient de la population municipale",
                "CGCT, article L2121-2",
            ),
            Topic.ROUNDS: Rule(
                "au premier tour il faut plus de la moitié des suffrages exprimés ; sinon un second"
                " tour, ouvert à partir de 10 %, avec fusion à partir de 5 %",
                "code électoral, articles L262 et L264",
            ),
            Topic.BONUS: Rule(
                "la moitié des sièges va à la liste en tête, arrondie au-dessus s’il y a plus de"
                " quatre sièges, au-dessous s’il y en a moins de quatre",
                "code électoral, article L262",
            ),
            Topic.AVERAGES: Rule(
                "les autres sièges vont un par un à la plus forte moyenne ; la prime ne compte pas"
                " dans les moyennes",
                "code électoral, article L262 ; Conseil d’État, 30 janvier 2015, n° 382627",
            ),
            Topic.THRESHOLD: Rule(
                "une liste sous 5 % des suffrages exprimés n’a pas de siège",
                "code électoral, article L262",
            ),
            Topic.TIES: Rule(
                "à égalité de voix en tête, la prime va à la liste dont la moyenne d’âge est la plus"
                " élevée ; à égalité de moyenne pour le dernier siège, à la liste qui a le plus de"
                " voix, puis au plus âgé des candidats qui seraient élus",
                "code électoral, article L262",
            ),
            Topic.AGES: Rule(
                "les âges se comparent par les dates de naissance, au jour près",
                "code électoral, article L262",
                "que l’âge se compte en jours et non en années entières n’a pas été lu",
            ),
            Topic.NAMES: Rule(
                "une liste a autant de noms que de sièges, et deux de plus au maximum",
                "code électoral, article L260",
            ),
            Topic.COMMUNITY: Rule(
                "les sièges de la communauté se partagent comme ceux du conseil municipal",
                "code électoral, article L273-8",
                "nous n’avons pas lu le texte qui partage les sièges de la communauté",
            ),
            Topic.COMMUNITY_LIST: Rule(
                "un nom de plus que de sièges s’il y en a moins de cinq, deux sinon ; même ordre que"
                " la liste municipale, premier quart en tête, tous dans ses trois premiers"
                " cinquièmes ; si c’est impossible, l’ordre municipal",
                "code électoral, articles L273-9 et R130-1-A",
                "l’arrondi du quart, au-dessous, vient d’une réponse de ministère (Sénat, 20 février"
                " 2014) ; celui des trois cinquièmes n’a pas été confirmé",
            ),
            Topic.DELEGATES: Rule(
                "délégués selon la taille du conseil, un de plus par 800 habitants entiers au-delà"
                " de 30 000 ; suppléants : trois, et un de plus par cinq délégués au-delà de cinq",
                "code électoral, articles L284 à L286",
                "le numéro L284 est cité de mémoire ; et une source de presse donne pour Montpellier"
                " 2020 un nombre que la formule ne donne qu’avec une population plus ancienne :"
                " vérifie la population à prendre",
            ),
            Topic.DELEGATES_SHARED: Rule(
                "délégués puis suppléants à la plus forte moyenne, sans prime ni seuil",
                "code électoral, article L289",
                "ce qui départage deux listes à égalité, et ce qui arrive quand une liste n’a plus"
                " de noms, n’a pas été lu",
            ),
        }
    ),
)


def _with(base: RuleSet, rules: Mapping[Topic, Rule]) -> Mapping[Topic, Rule]:
    return MappingProxyType({**base.rules, **rules})


def _doubted(base: RuleSet, topic: Topic, unread: str) -> dict[Topic, Rule]:
    return {topic: replace(base.rules[topic], unread=unread)}


_2014 = replace(
    _2020,
    key="fr-2014",
    about="communes d’au moins 1 000 habitants, élections de 2014",
    year=2014,
    more_names=0,
    rules=_with(
        _2020,
        {
            **_doubted(
                _2020,
                Topic.BONUS,
                "l’état de 2014 n’a pas été lu à part ; le calcul a été refait sur Montpellier et"
                " Saillans en 2014",
            ),
            **_doubted(_2020, Topic.COUNCIL, "le tableau lu ne dit pas s’il valait en 2014"),
            Topic.NAMES: Rule(
                "une liste a autant de noms que de sièges",
                "code électoral, article L260, avant la loi n° 2018-51",
            ),
        },
    ),
)
_2026 = replace(
    _2020,
    key="fr-2026",
    about="communes d’au moins 1 000 habitants, élections de 2026",
    year=2026,
)
_2026_under_1000 = replace(
    _2026,
    key="fr-2026-under-1000",
    about="communes de moins de 1 000 habitants, élections de 2026",
    least_population=0,
    below=1_000,
    fewer_names=2,
    rules=_with(
        _2026,
        {
            **_doubted(
                _2026,
                Topic.BONUS,
                "que la prime, les seuils et la plus forte moyenne soient les mêmes dans ces communes"
                " se lit dans des commentaires de la loi n° 2025-444, non dans son texte",
            ),
            Topic.NAMES: Rule(
                "une liste peut avoir deux noms de moins que de sièges, et deux de plus ; un"
                " conseil de 7, 11 ou 15 sièges est complet avec 5, 9 ou 13 membres",
                "code électoral, article L252 ; loi n° 2025-444, article 5",
                "ce qui arrive quand une liste gagne plus de sièges qu’elle n’a de noms n’a pas été"
                " lu",
            ),
        },
    ),
)
_2026_plm = replace(
    _2026,
    key="fr-2026-plm",
    about="Paris, Lyon et Marseille, conseil de la ville, élections de 2026",
    bonus=Fraction(1, 4),
    sized_by_population=False,
    rules=_with(
        _2026,
        {
            Topic.BONUS: Rule(
                "le quart des sièges va à la liste en tête",
                "loi n° 2025-795 du 11 août 2025",
                "l’arrondi du quart, au-dessus, se lit dans un amendement (Assemblée nationale, n° 31,"
                " nouvelle lecture), non dans la loi promulguée",
            ),
        },
    ),
)
_2026_plm_sector = replace(
    _2026,
    key="fr-2026-plm-sector",
    about="Paris, Lyon et Marseille, conseil d’un arrondissement ou secteur, élections de 2026",
    sized_by_population=False,
    rules=_with(
        _2026,
        {
            Topic.BONUS: Rule(
                "la moitié des sièges va à la liste en tête",
                "loi n° 2025-795 du 11 août 2025",
                "l’arrondi de la moitié (comme à l’article L262) n’a pas été confirmé",
            ),
        },
    ),
)

RULES: Mapping[str, RuleSet] = MappingProxyType(
    {
        rules.key: rules
        for rules in (_2014, _2020, _2026, _2026_under_1000, _2026_plm, _2026_plm_sector)
    }
)
