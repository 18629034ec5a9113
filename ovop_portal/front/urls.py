"""Addresses of the pages that belong to no other room."""

from django.urls import path

from ovop_portal.front import health, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("beranda/", views.start, name="start"),
    path("provinsi/", views.province, name="province"),
    path("panitia/jejak/", views.audit, name="audit"),
    path("segel/", views.heads, name="heads"),
    path("bantuan/", views.help_page, name="help"),
    path("kontak/", views.contact, name="contact"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
