from django.urls import path

from millepieds.website.views import desk, public

app_name = "website"
urlpatterns = [
    path("", public.home, name="home"),
    path("le-mouvement/", public.movement, name="movement"),
    path("histoire/", public.history, name="history"),
    path("actualites/", public.news, name="news"),
    path("actualites/flux.xml", public.feed, name="feed"),
    path("textes/<slug:slug>/", public.post, name="post"),
    path("porte-parole/", public.spokespersons, name="spokespersons"),
    path("porte-parole/<int:pk>/portrait.jpg", public.picture, name="picture"),
    path("contact/", public.contact, name="contact"),
    path("vie-privee/", public.privacy, name="privacy"),
    path("accessibilite/", public.accessibility, name="accessibility"),
    path("code-source/", public.source, name="source"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
    path("publier/", desk.desk, name="desk"),
    path("publier/ecrire/", desk.write, name="write"),
    path("publier/<int:pk>/", desk.draft, name="draft"),
    path("publier/<int:pk>/changer/", desk.change, name="change"),
    path("publier/<int:pk>/retirer/", desk.withdraw, name="withdraw"),
    path("publier/histoire/", desk.milestone, name="tell"),
    path("publier/histoire/<int:pk>/", desk.milestone, name="tell_again"),
    path("publier/liens/", desk.links, name="links"),
    path("publier/ma-parole/", desk.voice, name="voice"),
    path("publier/ma-parole/reprendre/", desk.take_back, name="take_back"),
]
