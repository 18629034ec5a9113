"""Addresses of the demo room, below `/demo/`."""

from django.urls import path

from ovop_portal.common.styleguide import styleguide
from ovop_portal.demo import views

app_name = "demo"
urlpatterns = [
    path("akun/", views.people, name="people"),
    path("masuk/<slug:key>/", views.sign_in_as, name="sign_in_as"),
    path("surat/", views.mails, name="mails"),
    path("surat/<str:name>/<int:n>/", views.mail, name="mail"),
    path("gaya/", styleguide, name="style"),
]
