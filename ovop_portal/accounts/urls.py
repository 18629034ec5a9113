"""Addresses of signing in and of one's own account."""

from django.urls import path, re_path

from ovop_portal.accounts import views
from ovop_portal.accounts.pages.devices import views as devices
from ovop_portal.accounts.pages.invited import views as invited
from ovop_portal.accounts.pages.own import views as own
from ovop_portal.accounts.pages.people import views as people
from ovop_portal.accounts.pages.recovering import views as recovering
from ovop_portal.accounts.pages.second_step import views as second_step

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
    path("akun/ubah/kode/", own.email_code, name="email_code"),
    path("akun/nomor/", own.phone, name="phone"),
    path("akun/nomor/kode/", own.phone_code, name="phone_code"),
    path("akun/kabar/", own.reached_by, name="reached_by"),
    path("akun/perangkat/", devices.devices, name="devices"),
    path("akun/langkah-kedua/", second_step.second_step, name="second_step"),
    path("akun/langkah-kedua/masuk/", second_step.take_step, name="take_step"),
    path("akun/langkah-kedua/tantangan/", second_step.challenge, name="challenge"),
    path("akun/langkah-kedua/aplikasi/", second_step.new_app, name="new_app"),
    path("akun/langkah-kedua/kunci-sandi/", second_step.new_key, name="new_key"),
    path("akun/langkah-kedua/kode-cadangan/", second_step.paper_codes, name="paper_codes"),
    path("akun/langkah-kedua/lepas/<slug:which>/", second_step.remove_step, name="remove_step"),
    path("akun/isian/<str:key>/", views.typed_before, name="typed"),
    path("undangan/<slug:token>/", invited.invited, name="invited"),
    path("panitia/orang/", people.people, name="people"),
    path("panitia/orang/undang/", people.invite, name="invite"),
    path("panitia/orang/undangan/", people.open_invitations, name="invitations"),
    path("panitia/orang/<uuid:uuid>/", people.person, name="person"),
    path("panitia/orang/<uuid:uuid>/kontak/", people.contacts, name="contacts"),
    path("panitia/orang/<uuid:uuid>/langkah-kedua/", second_step.reset_step, name="reset_step"),
    path("panitia/orang/<uuid:uuid>/akun/", people.closing, name="closing"),
    path("panitia/kantor/", people.offices, name="offices"),
    path("kantor/", people.own_offices, name="own_offices"),
    path("kantor/undangan/<uuid:uuid>/", people.invitation, name="invitation"),
    path("kantor/orang/<uuid:uuid>/<int:pk>/akhiri/", people.ending, name="ending"),
    path("kantor/<uuid:uuid>/", people.office, name="office"),
    path("kantor/<uuid:uuid>/ubah/", people.office_change, name="office_change"),
    path("kantor/<uuid:uuid>/undang/", people.invite_to_office, name="invite_to_office"),
    path("kata-sandi/pulihkan/", views.password_reset, name="password_reset"),
    path("kata-sandi/nomor/", recovering.recover, name="recover"),
    path("kata-sandi/nomor/kode/", recovering.recover_code, name="recover_code"),
    path("kata-sandi/terkirim/", views.password_reset_sent, name="password_reset_sent"),
    re_path(
        r"^kata-sandi/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,80})/$",
        views.password_reset_key,
        name="password_reset_key",
    ),
]
