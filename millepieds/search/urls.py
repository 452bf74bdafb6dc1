from django.urls import path

from millepieds.search import views

app_name = "search"
urlpatterns = [path("chercher/", views.search, name="search")]
