"""Addresses of signing in and of one's own account."""

from django.urls import path, re_path

from ovop_portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("masuk/", views.sign_in, name="sign_in"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("akun/", views.profile, name="profile"),
    path("akun/tidak-aktif/", views.inactive, name="inactive"),
    path("akun/masih-di-sini/", views.still_here, name="still_here"),
    path("akun/kata-sandi/", views.password_change, name="password_change"),
    path("akun/kode/", views.holder_code, name="holder_code"),
    path("akun/ubah/", views.account_change, name="account_change"),
    path("akun/ubah/kode/", views.email_code, name="email_code"),
    path("akun/isian/<str:key>/", views.typed_before, name="typed"),
    path("kata-sandi/pulihkan/", views.password_reset, name="password_reset"),
    path("kata-sandi/terkirim/", views.password_reset_sent, name="password_reset_sent"),
    re_path(
        r"^kata-sandi/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,80})/$",
        views.password_reset_key,
        name="password_reset_key",
    ),
]
