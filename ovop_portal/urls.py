"""All addresses of the portal. Each room brings its own; the names of allauth lead to the same pages."""

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

ROOMS_WITH_PAGES = [
    "ovop_portal.accounts",
    "ovop_portal.documents",
    "ovop_portal.notifications",
    "awards",
    "assessments",
    "ovop_portal.front",
]

urlpatterns = [
    *(path("", include(f"{room}.urls")) for room in ROOMS_WITH_PAGES),
    path("", include("ovop_portal.accounts.urls_allauth")),
    path("pengelola/", admin.site.urls),
]
if apps.is_installed("ovop_portal.demo"):
    urlpatterns.append(path("demo/", include("ovop_portal.demo.urls")))

handler500 = "ovop_portal.front.views.server_error"
