from django.urls import path

from millepieds.meetings.views import calendar, calling, changing, reading

app_name = "meetings"
urlpatterns = [
    path("reunions/", reading.meetings, name="meetings"),
    path("reunions/convoquer/", calling.call, name="call"),
    path("reunions/calendrier/", calendar.calendar, name="calendar"),
    path("reunions/calendrier/mes-liens/", calendar.renew, name="renew_calendar"),
    path("reunions/calendrier.ics", calendar.public, name="feed"),
    path("reunions/calendrier/<str:token>.ics", calendar.private, name="private_feed"),
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
    path("reunions/<int:pk>/changer/", changing.change, name="change"),
    path("reunions/<int:pk>/annuler/", calling.cancel, name="cancel"),
    path("reunions/<int:pk>/venir/", calling.sign_up, name="sign_up"),
    path("reunions/<int:pk>/ne-plus-venir/", calling.withdraw, name="withdraw"),
]
