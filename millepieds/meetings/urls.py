from django.urls import path

from millepieds.meetings.views import calling, guests, needs, reading

app_name = "meetings"
urlpatterns = [
    path("reunions/", reading.meetings, name="meetings"),
    path("reunions/convoquer/", calling.call, name="call"),
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
    path("reunions/<int:pk>/annuler/", calling.cancel, name="cancel"),
    path("reunions/<int:pk>/venir-sans-compte/", guests.come, name="come"),
    path("reunions/<int:pk>/venir-sans-compte/code/", guests.come_code, name="come_code"),
    path("reunions/ma-place/<str:token>/", guests.my_place, name="my_place"),
    path("reunions/ma-place/<str:token>/rendre/", guests.give_up, name="give_up"),
    path("reunions/<int:pk>/besoins/", needs.needs, name="needs"),
    path("reunions/<int:pk>/qui-vient/", needs.who_comes, name="who_comes"),
    path("reunions/<int:pk>/venir/", calling.sign_up, name="sign_up"),
    path("reunions/<int:pk>/ne-plus-venir/", calling.withdraw, name="withdraw"),
]
