"""Addresses of the demo room, below `/demo/`."""

from django.urls import path, re_path

from ovop_portal.demo import views

app_name = "demo"
urlpatterns = [
    path("akun/", views.people, name="people"),
    path("masuk/<slug:key>/", views.sign_in_as, name="sign_in_as"),
    path("surat/", views.mails, name="mails"),
    re_path(r"^surat/(?P<name>[0-9A-Za-z-]{1,80}\.log)/(?P<n>[0-9]{1,4})/$", views.mail, name="mail"),
]
