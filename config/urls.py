from django.urls import include, path

urlpatterns = [
    path("", include("millepieds.website.urls")),
    path("", include("millepieds.home.urls")),
    path("", include("millepieds.moving.urls")),
    path("", include("millepieds.meetings.urls")),
    path("", include("millepieds.decisions.urls")),
    path("", include("millepieds.care.urls")),
    path("", include("millepieds.tensions.urls")),
    path("", include("millepieds.circles.urls")),
    path("", include("millepieds.members.urls")),
    path("", include("millepieds.charter.urls")),
    path("", include("millepieds.search.urls")),
    path("", include("millepieds.letters.urls")),
    path("", include("millepieds.journal.urls")),
    path("", include("millepieds.people.urls")),
    path("", include("millepieds.core.urls")),
]
