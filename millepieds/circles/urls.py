from django.urls import path

from millepieds.circles.views import building, chart, holding, reopening

app_name = "circles"
urlpatterns = [
    path("qui-decide/", chart.who_decides, name="who_decides"),
    path("roles-libres/", chart.free_roles, name="free_roles"),
    path("repartition/", chart.spread, name="spread"),
    path("pouvoirs/<str:key>/", chart.power, name="power"),
    path("personnes/", chart.holders, name="holders"),
    path("personnes/<int:pk>/", chart.person, name="person"),
    path("cercles/<int:pk>/", chart.circle, name="circle"),
    path("cercles/<int:pk>/ouvrir/", building.open_circle, name="open_circle"),
    path("cercles/<int:pk>/changer/", building.change_circle, name="change_circle"),
    path("cercles/<int:pk>/fermer/", building.close_circle, name="close_circle"),
    path("cercles/<int:pk>/roles/ouvrir/", building.open_role, name="open_role"),
    path("roles/<int:pk>/", chart.role, name="role"),
    path("roles/<int:pk>/changer/", building.change_role, name="change_role"),
    path("roles/<int:pk>/fermer/", building.close_role, name="close_role"),
    path("roles/<int:pk>/prendre/", holding.offer, name="offer"),
    path("roles/<int:pk>/confier/", holding.propose, name="propose"),
    path("offres/<int:pk>/reprendre/", holding.take_back_offer, name="take_back_offer"),
    path("offres/<int:pk>/decliner/", holding.decline_offer, name="decline_offer"),
    path("mandats/<int:pk>/", holding.mandate, name="mandate"),
    path("mandats/<int:pk>/accepter/", holding.accept, name="accept"),
    path("mandats/<int:pk>/engagement/", holding.commit_again, name="commit_again"),
    path("mandats/<int:pk>/decliner/", holding.decline, name="decline"),
    path("mandats/<int:pk>/reprendre/", holding.take_back_proposal, name="take_back_proposal"),
    path("mandats/<int:pk>/rendre/", holding.resign, name="resign"),
    path("mandats/<int:pk>/retirer/", holding.withdraw, name="withdraw"),
    path("mandats/<int:pk>/passation/", holding.handover, name="handover"),
    path("refondation/", reopening.reopening, name="reopening"),
    path("refondation/appeler/", reopening.call, name="call"),
    path("refondation/<int:pk>/soutenir/", reopening.support, name="support"),
    path("refondation/<int:pk>/reprendre/", reopening.take_back, name="take_back_call"),
]
