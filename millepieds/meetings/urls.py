from django.urls import path

from millepieds.meetings.views import reading

app_name = "meetings"
urlpatterns = [
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
]
