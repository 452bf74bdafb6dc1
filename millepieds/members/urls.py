from django.urls import path

from millepieds.members.views import adopting, carrying, inviting, joining, staying, welcoming

app_name = "members"
urlpatterns = [
    path("rejoindre/", joining.join, name="join"),
    path("rejoindre/feuille.pdf", joining.join_sheet, name="join_sheet"),
    path("rejoindre/code/", joining.join_code, name="join_code"),
    path("invitation/<str:token>/", inviting.invitation, name="invitation"),
    path("accueil/", welcoming.welcome_queue, name="welcome_queue"),
    path("accueil/quartiers/", welcoming.districts, name="districts"),
    path("accueil/a-porter/", carrying.to_carry, name="to_carry"),
    path("accueil/a-porter/<int:pk>/remis/", carrying.hand_over, name="hand_over"),
    path("accueil/saisir/", welcoming.type_in, name="type_in"),
    path("accueil/<int:pk>/", welcoming.sheet, name="sheet"),
    path("accueil/<int:pk>/contacter/", welcoming.promise, name="promise"),
    path("accueil/<int:pk>/reprendre/", welcoming.take_over, name="take_over"),
    path("accueil/<int:pk>/ecrit/", welcoming.contacted, name="contacted"),
    path("accueil/<int:pk>/accueillir/", welcoming.welcome, name="welcome"),
    path("accueil/<int:pk>/refuser/", welcoming.refuse, name="refuse"),
    path("accueil/<int:pk>/recours/", welcoming.answer_appeal, name="answer_appeal"),
    path("charte/proposer/", adopting.propose_charter, name="propose_charter"),
    path("charte/signer/", staying.sign, name="sign"),
    path("moi/reponses/", staying.answers, name="answers"),
    path("moi/recours/", staying.appeal, name="appeal"),
    path("moi/partir/", staying.leave, name="leave"),
]
