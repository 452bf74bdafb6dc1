from django.urls import path

from millepieds.decisions.views import advice, making, register

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
    path("decisions/<int:pk>/abandonner/", making.drop, name="drop"),
    path("decisions/<int:pk>/avis/", advice.give, name="give"),
    path("avis/<int:pk>/repondre/", advice.answer, name="answer"),
    path("avis/<int:pk>/saisir/", advice.type_in, name="type_in"),
    path("avis/<str:token>/", advice.from_a_letter, name="from_a_letter"),
    path("avis/<str:token>/merci/", advice.thanks, name="thanks"),
    path("decisions/<int:pk>/decision.pdf", register.decision_sheet, name="decision_sheet"),
    path("avis/<int:pk>/feuille.pdf", advice.sheet, name="sheet"),
]
