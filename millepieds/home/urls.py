from django.urls import path

from millepieds.home import views
from millepieds.home.views import proving

app_name = "home"
urlpatterns = [
    path("pour-moi/", views.mine, name="mine"),
    path("tout/", views.everything, name="everything"),
    path("registre/", views.register, name="register"),
    path("registre/verifier/", proving.check, name="check"),
    path("registre/<int:number>/", proving.proof, name="proof"),
    path("registre/<int:number>/preuve/", proving.proof_file, name="proof_file"),
    path("mes-donnees/", views.my_data, name="my_data"),
    path("mes-donnees/fichier/", views.my_data_file, name="my_data_file"),
    path("mes-donnees/fichier.html", views.my_data_to_read, name="my_data_to_read"),
    path("mes-donnees/oublier/", views.forget_me, name="forget_me"),
]
