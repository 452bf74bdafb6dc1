from django.urls import path

from millepieds.core import views

app_name = "core"
urlpatterns = [path("style/", views.style, name="style")]
