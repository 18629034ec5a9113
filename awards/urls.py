"""Addresses of the award: owner, dinas, public, and the officers' part of the result."""

from django.urls import path

from awards.pages.dinas.views import acts, desk, joining, owner_account, sentras
from awards.pages.owner.views import asking, file, registration, status
from awards.pages.programme import views as programme
from awards.pages.public import views as public
from awards.pages.secretariat import extension_views as extending
from awards.pages.secretariat import proposal_views as proposing
from awards.pages.secretariat import views as secretariat

app_name = "awards"
urlpatterns = [
    # Owner
    path("daftar/", registration.start, name="register"),
    path("daftar/kelayakan/", registration.eligibility, name="register_check"),
    path("daftar/akun/", registration.account, name="register_account"),
    path("daftar/selesai/", registration.done, name="register_done"),
    path("usulan/", file.owner_home, name="owner_home"),
    path("usulan/<str:number>/", file.tasks, name="tasks"),
    path("usulan/<str:number>/status/", status.status, name="status"),
    path("usulan/<str:number>/periksa/", file.check, name="check"),
    path("usulan/<str:number>/terkirim/", file.sent, name="sent"),
    path("usulan/<str:number>/terkirim/tanda-terima.pdf", file.receipt, name="sent_receipt"),
    path("usulan/<str:number>/tarik/", file.withdraw, name="withdraw"),
    path("usulan/<str:number>/tampilan/", status.consent, name="consent"),
    path("usulan/<str:number>/sudah-dicatat/", asking.ask, name="join_ask"),
    path("usulan/<str:number>/<slug:code>/", file.section, name="section"),
    path("status/", status.lookup, name="status_lookup"),
    # Dinas
    path("dinas/", desk.home, name="dinas_home"),
    path("dinas/calon/baru/", desk.new_candidate, name="candidate_new"),
    path("dinas/sentra/", sentras.sentra_list, name="sentras"),
    path("dinas/sentra/baru/", sentras.new_sentra, name="sentra_new"),
    path("dinas/sentra/<uuid:uuid>/", sentras.sentra_page, name="sentra"),
    path("dinas/sentra/<uuid:uuid>/ubah/", sentras.edit_sentra, name="sentra_edit"),
    path("dinas/sentra/<uuid:uuid>/keputusan/baru/", sentras.new_decree, name="sentra_decree_new"),
    path("dinas/sentra/<uuid:uuid>/keputusan/<uuid:decree>/", sentras.edit_decree, name="sentra_decree"),
    path("dinas/berkas/<str:number>/", desk.review, name="review"),
    path("dinas/berkas/<str:number>/pemilik/", owner_account.link_owner, name="owner_account"),
    path("dinas/berkas/<str:number>/pemilik/lepas/", owner_account.unlink_owner, name="owner_unlink"),
    path("dinas/berkas/<str:number>/gabung/", joining.join, name="join"),
    path("dinas/berkas/<str:number>/gabung/tolak/", joining.decline, name="join_decline"),
    path("dinas/surat/", acts.endorsements, name="endorsements"),
    path("dinas/surat/baru/", acts.new_endorsement, name="endorsement_new"),
    path("dinas/surat/<uuid:uuid>/", acts.endorsement, name="endorsement"),
    path("dinas/surat/<uuid:uuid>/tanda-terima.pdf", acts.receipt, name="endorsement_receipt"),
    path("dinas/surat/<uuid:uuid>/kirim/", acts.submit, name="submit"),
    # Public
    path("katalog/", public.catalogue, name="catalogue"),
    path("produk/<slug:slug>-<int:pk>/", public.product, name="product"),
    path("v/<str:code>/", public.verify, name="verify"),
    path("periksa-piagam/", public.verify_lookup, name="verify_lookup"),
    path("piagam/<str:code>.pdf", public.certificate, name="certificate"),
    path("angka/", public.figures, name="figures"),
    # Officers
    path("panitia/perpanjangan/<int:year>/", extending.extensions, name="extensions"),
    path("panitia/perpanjangan/<int:year>/baru/", extending.extend, name="extension_new"),
    path("panitia/perpanjangan/<uuid:uuid>/cabut/", extending.withdraw, name="extension_withdraw"),
    path("perpanjangan/<uuid:uuid>/", extending.extension, name="extension"),
    path("panitia/penerima/<int:year>/", secretariat.holders, name="holders"),
    path("panitia/penetapan/<int:year>/", secretariat.determination, name="determination"),
    path("panitia/pengumuman/<int:year>/", secretariat.publication, name="publication"),
    path("panitia/pengumuman/<int:year>/piagam/", secretariat.retry_certificates, name="certificates_retry"),
    path("panitia/rancangan/<int:year>/", proposing.proposals, name="proposals"),
    path("panitia/rancangan/<uuid:uuid>/", proposing.proposal, name="proposal"),
    path("panitia/rancangan/<uuid:uuid>/tolak/", proposing.decline, name="proposal_decline"),
    path("panitia/rancangan/<str:number>/<slug:deed>/", proposing.propose, name="propose"),
    path("panitia/go-global/", programme.go_global, name="go_global"),
    path("panitia/go-global/<uuid:uuid>/", programme.cohort, name="cohort"),
]
