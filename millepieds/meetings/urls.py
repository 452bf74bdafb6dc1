from django.urls import path

from millepieds.meetings.views import (
    calendar,
    calling,
    changing,
    guests,
    minuting,
    needs,
    preparing,
    reading,
    reporting,
    room,
    tasks,
)

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
    path("reunions/<int:pk>/venir-sans-compte/", guests.come, name="come"),
    path("reunions/<int:pk>/venir-sans-compte/code/", guests.come_code, name="come_code"),
    path("reunions/ma-place/<str:token>/", guests.my_place, name="my_place"),
    path("reunions/ma-place/<str:token>/rendre/", guests.give_up, name="give_up"),
    path("reunions/<int:pk>/besoins/", needs.needs, name="needs"),
    path("reunions/<int:pk>/qui-vient/", needs.who_comes, name="who_comes"),
    path("reunions/<int:pk>/venir/", calling.sign_up, name="sign_up"),
    path("reunions/<int:pk>/ne-plus-venir/", calling.withdraw, name="withdraw"),
    path("reunions/<int:pk>/salle/", room.room, name="room"),
    path("reunions/<int:pk>/ecran/", room.screen, name="screen"),
    path("reunions/<int:pk>/ajouter-un-point/", preparing.add_point, name="add_point"),
    path("reunions/points/<int:pk>/reprendre/", preparing.withdraw_point, name="withdraw_point"),
    path("reunions/points/<int:pk>/avancer/", preparing.raise_point, name="raise_point"),
    path("reunions/<int:pk>/m-en-charger/", preparing.take_duty, name="take_duty"),
    path("reunions/taches/<int:pk>/rendre/", preparing.give_back_duty, name="give_back_duty"),
    path("reunions/<int:pk>/compte-rendu/", minuting.minutes, name="minutes"),
    path("reunions/<int:pk>/compte-rendu.pdf", minuting.minutes_sheet, name="minutes_sheet"),
    path("reunions/<int:pk>/compte-rendu/ecrire/", minuting.write_minutes, name="write_minutes"),
    path("reunions/<int:pk>/compte-rendu/presences/", minuting.name_present, name="name_present"),
    path(
        "reunions/<int:pk>/compte-rendu/proposer/", minuting.propose_minutes, name="propose_minutes"
    ),
    path(
        "reunions/<int:pk>/compte-rendu/repondre/", minuting.answer_minutes, name="answer_minutes"
    ),
    path("reunions/<int:pk>/compte-rendu/taches/", tasks.give_task, name="give_task"),
    path("taches/<int:pk>/", tasks.task, name="task"),
    path("taches/<int:pk>/faite/", tasks.finish_task, name="finish_task"),
    path("taches/<int:pk>/corriger/", tasks.correct_task, name="correct_task"),
    path("taches/<int:pk>/retirer/", tasks.remove_task, name="remove_task"),
    path("reunions/<int:pk>/compte-rendu/versions/", minuting.wordings, name="wordings"),
    path("comptes-rendus/", reporting.reports, name="reports"),
    path("comptes-rendus/<int:pk>/", reporting.report, name="report"),
    path("comptes-rendus/<int:pk>/repondre/", reporting.answer_report, name="answer_report"),
    path("mandats/<int:pk>/rendre-compte/", reporting.report_on, name="report_on"),
]
