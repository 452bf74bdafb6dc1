from django.urls import path

from millepieds.home import views
from millepieds.home.views import board, merging, news, proving

app_name = "home"
urlpatterns = [
    path("pour-moi/", views.mine, name="mine"),
    path("tout/", views.everything, name="everything"),
    path("miroir/", views.group_mirror, name="mirror"),
    path("cercles/<int:pk>/miroir/", views.circle_mirror, name="circle_mirror"),
    path("panneau/", board.board, name="board"),
    path("panneau/membres/", board.board_inside, name="board_inside"),
    path("registre/", views.register, name="register"),
    path("registre/verifier/", proving.check, name="check"),
    path("registre/<int:number>/", proving.proof, name="proof"),
    path("registre/<int:number>/preuve/", proving.proof_file, name="proof_file"),
    path("mes-donnees/", views.my_data, name="my_data"),
    path("mes-donnees/fichier/", views.my_data_file, name="my_data_file"),
    path("mes-donnees/fichier.html", views.my_data_to_read, name="my_data_to_read"),
    path("moi/deux-comptes/", merging.two_accounts, name="two_accounts"),
    path("moi/deux-comptes/code/", merging.two_accounts_code, name="two_accounts_code"),
    path("moi/deux-comptes/preuve/", merging.two_accounts_proof, name="two_accounts_proof"),
    path("moi/deux-comptes/un-seul/", merging.make_one, name="make_one"),
    path("nouvelles/arreter/<str:token>/", news.stop_news, name="stop_news"),
    path("mes-donnees/oublier/", views.forget_me, name="forget_me"),
]
