"""Addresses of screening, jury, tally and plenary."""

from django.urls import path

from assessments.pages.desk import views as desk
from assessments.pages.jurors import views as jurors
from assessments.pages.jury import views as jury
from assessments.pages.monitor import views as monitor
from assessments.pages.panels import views as panels
from assessments.pages.plenary import views as plenary
from assessments.pages.preparing import views as preparing
from assessments.pages.recap import views as recap
from assessments.pages.schedule import views as schedule
from assessments.pages.screening import views as screening

app_name = "assessments"
urlpatterns = [
    path("juri/", jury.queue, name="jury_queue"),
    path("juri/<str:code>/", jury.sheet, name="jury_sheet"),
    path("juri/<str:code>/nilai/", jury.save_scores, name="jury_save"),
    path("juri/<str:code>/kirim/", jury.send, name="jury_send"),
    path("juri/<str:code>/buka-kunci/", jury.ask_reopening, name="jury_ask_reopening"),
    path("juri/<str:code>/benturan/", jury.conflict, name="jury_conflict"),
    path("panitia/", desk.home, name="desk_home"),
    path("panitia/rubrik/", desk.rubric, name="rubric"),
    path("panitia/jadwal/<int:year>/", schedule.schedule, name="schedule"),
    path("panitia/jadwal/<int:year>/saat/", schedule.at_hour, name="at_hour"),
    path("panitia/jadwal/<int:year>/<slug:stage>/", schedule.change, name="window"),
    path("panitia/seleksi/", screening.queue, name="screening_queue"),
    path("panitia/seleksi/<str:number>/", screening.file, name="screening_file"),
    path("panitia/seleksi/<str:number>/jawaban/", screening.answer, name="screening_answer"),
    path("panitia/edisi/baru/", preparing.edition_new, name="edition_new"),
    path("panitia/edisi/<int:year>/buka/", preparing.edition_open, name="edition_open"),
    path("panitia/juri/", jurors.jurors, name="jurors"),
    path("panitia/juri/keputusan/", jurors.appoint, name="appoint"),
    path("panitia/juri/<uuid:uuid>/", jurors.juror, name="juror"),
    path("panitia/juri/<uuid:uuid>/ubah/", jurors.juror_change, name="juror_change"),
    path(
        "panitia/juri/<uuid:uuid>/keputusan/<uuid:appointment>/akhiri/", jurors.appointment_end, name="appointment_end"
    ),
    path("panitia/juri/<uuid:uuid>/ganti/<int:year>/", jurors.replace_juror, name="replace_juror"),
    path("panitia/lembaga/", jurors.institutions, name="institutions"),
    path("panitia/lembaga/baru/", jurors.institution_new, name="institution_new"),
    path("panitia/lembaga/<uuid:uuid>/", jurors.institution, name="institution"),
    path("panitia/lembaga/<uuid:uuid>/keluar/", jurors.institution_end, name="institution_end"),
    path("panitia/penugasan/<int:year>/", panels.assignment, name="assignment"),
    path("panitia/penugasan/<int:year>/kursi/<str:commodity>/<uuid:juror>/", panels.end_seat, name="end_seat"),
    path("panitia/contoh/<int:year>/", panels.samples, name="samples"),
    path("panitia/penilaian/<int:year>/", monitor.progress, name="monitor"),
    path("panitia/penilaian/<int:year>/permintaan/", monitor.reopenings, name="reopenings"),
    path("panitia/penilaian/<int:year>/<str:code>/", monitor.entry, name="entry"),
    path("panitia/penilaian/<int:year>/<str:code>/buka/<uuid:juror>/", monitor.reopen, name="reopen"),
    path("panitia/penilaian/<int:year>/<str:code>/tolak/<uuid:juror>/", monitor.decline, name="reopening_decline"),
    path("panitia/penilaian/<int:year>/<str:code>/tarik/<uuid:juror>/", monitor.withdraw, name="withdraw"),
    path("panitia/rekap/<int:year>/", recap.recap, name="recap"),
    path("panitia/pleno/<int:year>/", plenary.plenary, name="plenary"),
]
