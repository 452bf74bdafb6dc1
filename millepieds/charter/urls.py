from django.urls import path

from millepieds.charter import views

app_name = "charter"
urlpatterns = [
    path("charte/", views.charter, name="charter"),
    path("charte/feuille.pdf", views.charter_sheet, name="charter_sheet"),
    path("charte/<int:number>/", views.version, name="version"),
    path("regles/", views.rules, name="rules"),
    path("regles/<str:key>/", views.rule, name="rule"),
]
