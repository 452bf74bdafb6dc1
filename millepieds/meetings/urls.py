from django.urls import path

from millepieds.meetings.views import calling, reading, reporting

app_name = "meetings"
urlpatterns = [
    path("reunions/", reading.meetings, name="meetings"),
    path("reunions/convoquer/", calling.call, name="call"),
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
    path("reunions/<int:pk>/annuler/", calling.cancel, name="cancel"),
    path("reunions/<int:pk>/venir/", calling.sign_up, name="sign_up"),
    path("reunions/<int:pk>/ne-plus-venir/", calling.withdraw, name="withdraw"),
    path("comptes-rendus/", reporting.reports, name="reports"),
    path("comptes-rendus/<int:pk>/", reporting.report, name="report"),
    path("comptes-rendus/<int:pk>/repondre/", reporting.answer_report, name="answer_report"),
    path("mandats/<int:pk>/rendre-compte/", reporting.report_on, name="report_on"),
]
