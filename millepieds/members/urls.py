from django.urls import path

from millepieds.members.views import inviting, joining, staying, welcoming

app_name = "members"
urlpatterns = [
    path("rejoindre/", joining.join, name="join"),
    path("rejoindre/code/", joining.join_code, name="join_code"),
    path("invitation/<str:token>/", inviting.invitation, name="invitation"),
    path("accueil/", welcoming.welcome_queue, name="welcome_queue"),
    path("accueil/<int:pk>/", welcoming.request, name="request"),
    path("accueil/<int:pk>/contacter/", welcoming.promise, name="promise"),
    path("accueil/<int:pk>/accueillir/", welcoming.welcome, name="welcome"),
    path("accueil/<int:pk>/refuser/", welcoming.refuse, name="refuse"),
    path("accueil/<int:pk>/recours/", welcoming.answer_appeal, name="answer_appeal"),
    path("charte/signer/", staying.sign, name="sign"),
    path("moi/reponses/", staying.answers, name="answers"),
    path("moi/recours/", staying.appeal, name="appeal"),
    path("moi/partir/", staying.leave, name="leave"),
]
