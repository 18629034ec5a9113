from django.urls import path

from ovop_portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("kabar/", views.inbox, name="inbox"),
    path("kabar/dibaca/", views.read_all, name="read_all"),
    path("kabar/<uuid:uuid>/buka/", views.open_notice, name="open"),
    path("kait/whatsapp/", views.whatsapp_receipts, name="whatsapp_receipts"),
    path("panitia/surat/", views.held, name="held"),
    path("panitia/surat/coba-lagi/", views.retry, name="held_retry"),
    path("panitia/surat/<uuid:uuid>/abaikan/", views.set_aside, name="held_set_aside"),
]
