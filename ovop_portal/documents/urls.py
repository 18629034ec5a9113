from django.urls import path

from ovop_portal.documents import views

app_name = "documents"
urlpatterns = [
    path("berkas/<uuid:uuid>/", views.file, name="file"),
    path("berkas/titipan/<uuid:key>/", views.kept_file, name="kept"),
]
