from django.urls import path

from millepieds.moving import views

app_name = "moving"
urlpatterns = [
    path("emmenager/", views.move_in, name="move_in"),
    path("emporter/", views.move_out, name="move_out"),
    path("emporter/feuilles/", views.sheets, name="sheets"),
    path("emporter/fichier/", views.file, name="file"),
]
