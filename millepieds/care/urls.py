from django.urls import path

from millepieds.care.views import deciding, hearing, procedure, reporting

app_name = "care"
urlpatterns = [
    path("en-danger/", reporting.care, name="care"),
    path("en-danger/signaler/", reporting.say, name="say"),
    path("en-danger/contact/", reporting.contact, name="contact"),
    path("en-danger/<int:pk>/", reporting.report, name="report"),
    path("en-danger/<int:pk>/confier/", reporting.entrust, name="entrust"),
    path("en-danger/<int:pk>/ouvrir/", reporting.open_report, name="open"),
    path("en-danger/<int:pk>/etape/", procedure.note, name="note"),
    path("en-danger/<int:pk>/inviter/", hearing.invite, name="invite"),
    path("en-danger/invitation/<int:pk>/", hearing.invitation, name="invitation"),
    path("en-danger/invitation/<int:pk>/ouvrir/", hearing.open_invitation, name="open_invitation"),
    path("en-danger/invitation/<int:pk>/repondre/", hearing.reply, name="reply"),
    path("en-danger/<int:pk>/decider/", deciding.decide, name="decide"),
    path("en-danger/etape/<int:pk>/repondre/", deciding.second, name="second"),
    path("en-danger/decision/<int:pk>/", procedure.sanction, name="sanction"),
    path("en-danger/decision/<int:pk>/ouvrir/", procedure.open_sanction, name="open_sanction"),
    path("en-danger/decision/<int:pk>/appel/", procedure.appeal, name="appeal"),
    path("en-danger/decision/<int:pk>/repondre/", procedure.answer, name="answer"),
]
