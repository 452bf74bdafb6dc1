from django.urls import path

from millepieds.home import views

app_name = "home"
urlpatterns = [
    path("pour-moi/", views.mine, name="mine"),
    path("tout/", views.everything, name="everything"),
    path("registre/", views.register, name="register"),
    path("mes-donnees/", views.my_data, name="my_data"),
    path("mes-donnees/fichier/", views.my_data_file, name="my_data_file"),
    path("mes-donnees/fichier.html", views.my_data_to_read, name="my_data_to_read"),
    path("mes-donnees/oublier/", views.forget_me, name="forget_me"),
]
