from django.urls import path

from millepieds.tensions.views import mine, reading

app_name = "tensions"
urlpatterns = [
    path("tensions/", reading.tensions, name="tensions"),
    path("tensions/dire/", mine.say, name="say"),
    path("tensions/<int:pk>/", reading.tension, name="tension"),
    path("tensions/<int:pk>/redire/", mine.say_otherwise, name="say_otherwise"),
    path("tensions/<int:pk>/confier/", mine.entrust, name="entrust"),
    path("tensions/<int:pk>/etape-suivante/", mine.move_on, name="move_on"),
    path("tensions/<int:pk>/montrer/", mine.show, name="show"),
    path("tensions/<int:pk>/clore/", mine.close, name="close"),
    path("tensions/confiee/<int:pk>/ouvrir/", reading.open_tension, name="open"),
]
