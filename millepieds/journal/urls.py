from django.urls import path

from millepieds.journal import views

app_name = "journal"
urlpatterns = [
    path("registre/journal/checkpoint", views.checkpoint, name="checkpoint"),
    path("registre/journal/cle", views.keys, name="keys"),
    path("registre/journal/tile/<path:where>", views.tile, name="tile"),
]
