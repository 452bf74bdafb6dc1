from django.urls import path

from millepieds.decisions.views import advice, making, moving, proposing, register, rounds

app_name = "decisions"
urlpatterns = [
    path("decisions/", register.decisions, name="decisions"),
    path("decisions/flux.xml", register.feed, name="feed"),
    path("decisions/<int:year>/decisions.pdf", register.year_sheet, name="year_sheet"),
    path("decisions/ouvrir/", making.open_question, name="open"),
    path("decisions/<int:pk>/", register.decision, name="decision"),
    path("decisions/<int:pk>/modifier/", making.change, name="change"),
    path("decisions/<int:pk>/demander/", making.ask, name="ask"),
    path("decisions/<int:pk>/decider/", making.decide, name="decide"),
    path("decisions/<int:pk>/porter/", moving.move, name="move"),
    path("decisions/<int:pk>/abandonner/", making.drop, name="drop"),
    path("decisions/<int:pk>/avis/", advice.give, name="give"),
    path("avis/<int:pk>/repondre/", advice.answer, name="answer"),
    path("avis/<int:pk>/saisir/", advice.type_in, name="type_in"),
    path("avis/<str:token>/", advice.from_a_letter, name="from_a_letter"),
    path("avis/<str:token>/merci/", advice.thanks, name="thanks"),
    path("decisions/<int:pk>/decision.pdf", register.decision_sheet, name="decision_sheet"),
    path("avis/<int:pk>/feuille.pdf", advice.sheet, name="sheet"),
    path("propositions/", rounds.rounds, name="rounds"),
    path("propositions/ecrire/", proposing.propose, name="propose"),
    path("propositions/<int:pk>/", rounds.proposal, name="proposal"),
    path("propositions/<int:pk>/modifier/", proposing.rewrite, name="rewrite"),
    path("propositions/<int:pk>/presenter/", proposing.present, name="present"),
    path("propositions/<int:pk>/nouvelle-version/", proposing.amend, name="amend"),
    path("propositions/<int:pk>/terminer/", proposing.end, name="end"),
    path("propositions/<int:pk>/dire/", rounds.remark, name="remark"),
    path("propositions/<int:pk>/voix/", rounds.stand, name="stand"),
    path("propositions/<int:pk>/reunion/", rounds.call, name="call"),
    path("propositions/<int:pk>/reprendre/", rounds.resume, name="resume"),
    path("propositions/<int:pk>/adopter/", rounds.adopt, name="adopt"),
    path("questions/<int:pk>/repondre/", rounds.explain, name="explain"),
    path("objections/<int:pk>/examiner/", rounds.test, name="test"),
]
