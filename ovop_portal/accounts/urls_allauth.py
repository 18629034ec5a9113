"""The names by which allauth itself finds our pages. Same addresses, same views: none of allauth's own pages is reachable."""

from django.urls import path, re_path

from ovop_portal.accounts import views

urlpatterns = [
    path("masuk/", views.sign_in, name="account_login"),
    path("masuk/", views.sign_in, name="account_signup"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("akun/", views.profile, name="account_email"),
    path("akun/tidak-aktif/", views.inactive, name="account_inactive"),
    path("akun/kata-sandi/", views.password_change, name="account_change_password"),
    path("kata-sandi/pulihkan/", views.password_reset, name="account_reset_password"),
    path("kata-sandi/terkirim/", views.password_reset_sent, name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,80})/$",
        views.password_reset_key,
        name="account_reset_password_from_key",
    ),
]
