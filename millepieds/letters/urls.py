from django.urls import path

from millepieds.letters import views

app_name = "letters"
urlpatterns = [path("boite-d-envoi/", views.outbox, name="outbox")]
