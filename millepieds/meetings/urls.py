from django.urls import path

from millepieds.meetings.views import calling, changing, reading

app_name = "meetings"
urlpatterns = [
    path("reunions/", reading.meetings, name="meetings"),
    path("reunions/convoquer/", calling.call, name="call"),
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
    path("reunions/<int:pk>/changer/", changing.change, name="change"),
    path("reunions/<int:pk>/annuler/", calling.cancel, name="cancel"),
    path("reunions/<int:pk>/venir/", calling.sign_up, name="sign_up"),
    path("reunions/<int:pk>/ne-plus-venir/", calling.withdraw, name="withdraw"),
]
