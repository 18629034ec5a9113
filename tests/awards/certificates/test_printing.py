"""The certificate: what stands on it, that it is whole and readable by machines, and that it comes whatever happens to the worker."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from PIL import Image

from awards.certificates import printing
from awards.certificates.printing import CertificateFault, make_pdf, qr_code, words_on
from awards.models import Award, Certificate, Publication, PublishedAward
from awards.operations import certifying
from awards.tasks import make_certificate, sweep_certificates
from ovop_portal.common import text as text_rules
from ovop_portal.common.text import printable, spelled
from ovop_portal.common.verbs import Refused
from ovop_portal.documents.models import Verdict
from ovop_portal.documents.readers import may_read
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.scene import Scene
from tests.support.standing import standing

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def an_award(
    *,
    firm: str = "UD Sekar Gringsing",
    product: str = "Kain tenun gringsing pewarna alam",
    stars: int = 2,
    max_stars: int = 3,
    region: str = "Kabupaten Karangasem",
    province: str = "Bali",
    decree: str = "3137 Tahun 2026",
    signatory: str = "Menteri Contoh",
    title: str = "Menteri Perindustrian",
) -> PublishedAward:
    """An award with everything that a certificate prints, without a database."""
    return PublishedAward(
        code="ABCDEFGHJKL",
        stars=stars,
        max_stars=max_stars,
        year=2026,
        is_rehearsal=False,
        firm=firm,
        product_name=product,
        group="Kain tenun",
        region=f"{region}, {province}",
        valid_from=date(2026, 10, 12),
        valid_until=date(2028, 10, 11),
        decree_number=decree,
        decree_date=date(2026, 10, 12),
        signatory_name=signatory,
        signatory_title=title,
    )


LONG = {
    "firm": ("Kelompok Usaha Bersama Perempuan Penenun Songket dan Ulos " + "Bina Sejahtera Mandiri Lestari " * 4)[
        :150
    ],
    "product": ("Keripik tempe daun singkong rasa balado hijau asam jeruk " * 3)[:150],
    "region": "Kabupaten Administrasi Kepulauan Seribu",
    "province": "Daerah Khusus Ibukota Jakarta",
    "decree": ("1234567890/M-IND/KEP/PENGHARGAAN-OVOP/XII/2026/" * 2)[:80],
    "signatory": ("Prof. Dr. Ir. H. " + "Raden Mas Ario Kusumo " * 8)[:150],
    "title": ("Direktur Jenderal Industri Kecil, Menengah, dan Aneka atas nama Menteri Perindustrian " * 2)[:100],
    "stars": 4,
    "max_stars": 5,
}
ENDLESS = {
    key: "W" * length
    for key, length in (("firm", 150), ("product", 150), ("decree", 80), ("signatory", 150), ("title", 100))
}


def parked(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every attempt to make `certificate` meet a fault, until it is parked."""
    with monkeypatch.context() as broken:
        broken.setattr(printing, "_compiler", lambda: (_ for _ in ()).throw(CertificateFault("disk")))
        for day in range(6):
            certifying.make_certificate(certificate.pk, by="system:tests", now=NOW + timedelta(days=day))


def text_of(pdf: bytes) -> str:
    """The text as a screen reader or a search gets it, in one spelling and with single spaces."""
    [page] = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(spelled(page.extract_text()).replace("\u200b", "").split())


def picture_of(award: Any) -> Image.Image:
    """The page as it looks, four pixels to the millimetre."""
    data = json.dumps(words_on(award))
    page = printing._compiler().compile(sys_inputs={"data": data}, format="png", ppi=25.4 * 4)
    return Image.open(io.BytesIO(page)).convert("RGB")


class TestThePage:
    def test_says_who_got_how_many_stars_for_what_and_by_which_decree(self) -> None:
        assert text_of(make_pdf(an_award())) == (
            "Data contoh: semua usaha dan orang di sini rekaan. "
            "Kementerian Perindustrian Republik Indonesia Piagam One Village One Product 2026 "
            "diberikan kepada UD Sekar Gringsing "
            "atas produk Kain tenun gringsing pewarna alam Kain tenun · Kabupaten Karangasem, Bali "
            "Dasar penetapan Keputusan Nomor 3137 Tahun 2026 tanggal 12 Oktober 2026 "
            "Ditetapkan oleh Menteri Contoh Menteri Perindustrian "
            "Bintang 2 dari 3 berlaku 12 Oktober 2026 sampai 11 Oktober 2028 "
            "Kode piagam ABCD EFGH JKL localhost:8000/v/ABCDEFGHJKL "
            "Kode ini menunjukkan data resmi. Sidik (SHA-256) PDF yang asli tertulis di halaman yang dibuka oleh kode ini."
        )

    def test_is_the_same_in_every_language_of_the_reader(self) -> None:
        pdf = make_pdf(an_award())
        with override("en"):
            assert make_pdf(an_award()) == pdf

    def test_has_the_same_bytes_whenever_it_is_made(self) -> None:
        first = make_pdf(an_award())
        printing._compiler.cache_clear()
        assert make_pdf(an_award()) == first
        assert make_pdf(an_award(stars=3)) != first

    def test_names_firm_and_product_as_they_were_sent_and_prints_signs_as_they_are(self) -> None:
        firm, product = 'Kopi "Gayo" & #let *Bali* <i> $x$ @y \\n', "Rengginang [D’Ayu] _Ñandú_ = Łódź // 50%"
        text = text_of(make_pdf(an_award(firm=firm, product=product)))
        assert f"diberikan kepada {firm} atas produk {product} Kain tenun" in text

    def test_the_strip_of_an_installation_that_is_not_the_real_one_stands_on_it(self, settings: Any) -> None:
        settings.PORTAL_STRIP = ""
        assert text_of(make_pdf(an_award())).startswith("Kementerian Perindustrian")

    def test_carries_the_address_of_the_check_page_in_its_qr_code(self, settings: Any) -> None:
        settings.PORTAL_URL = "https://ovop.contoh.go.id"
        words = words_on(an_award())
        assert words["qr"] == qr_code("https://ovop.contoh.go.id/v/ABCDEFGHJKL/")
        assert (words["address"], words["qr_alt"]) == (
            "ovop.contoh.go.id/v/ABCDEFGHJKL",
            "Kode QR ke halaman pemeriksaan piagam ABCD EFGH JKL",
        )


class TestLongNames:
    @pytest.mark.parametrize("words", [{}, LONG, ENDLESS], ids=["usual", "long", "endless"])
    def test_stay_on_the_page_and_inside_their_column(self, words: dict[str, Any]) -> None:
        page = picture_of(an_award(**words))
        paper = (251, 248, 242)
        # Margins left and right, the gutter before the panel, and the strips above and below the text.
        empty = {
            "left margin": (2 * 4, 12 * 4, 19 * 4, 198 * 4),
            "gutter": (int(195.5 * 4), 16 * 4, 206 * 4, 194 * 4),
            "right margin": (278 * 4, 12 * 4, 295 * 4, 198 * 4),
            "foot": (2 * 4, 192 * 4, 205 * 4, 200 * 4),
        }
        assert {name for name, box in empty.items() if page.crop(box).getcolors() != [(_area(box), paper)]} == set()

    @pytest.mark.parametrize("words", [LONG, ENDLESS], ids=["long", "endless"])
    def test_lose_no_letter(self, words: dict[str, Any]) -> None:
        text = text_of(make_pdf(an_award(**words))).replace(" ", "")
        for key in ("firm", "product", "decree", "signatory", "title"):
            assert words[key].replace(" ", "") in text

    def test_a_real_word_is_never_cut(self) -> None:
        assert words_on(an_award(firm="Mempertanggungjawabkan"))["firm"] == "Mempertanggungjawabkan"


class TestLetters:
    def test_what_the_fonts_cannot_show_is_left_out(self) -> None:
        assert [printable(text) for text in ("Kopi ☕ Gayo", "ᬩᬮᬶ Bali", "batik\u202e tulis", " Ni  Luh ")] == [
            "Kopi Gayo",
            "Bali",
            "batik tulis",
            "Ni Luh",
        ]

    def test_every_letter_that_is_let_through_can_be_shown(self) -> None:
        letters = [chr(place) for first, last in text_rules.SHOWN for place in range(first, last + 1)]
        shown = [letter for letter in letters if printable(letter)]
        for start in range(0, len(shown), 100):
            make_pdf(an_award(firm="a" + " a".join(shown[start : start + 100])))

    def test_a_name_of_which_nothing_can_be_shown_is_refused_without_its_words(self) -> None:
        with pytest.raises(CertificateFault, match="nothing that can be printed"):
            make_pdf(an_award(firm="ꦗꦮ"))

    def test_a_warning_of_the_typesetter_is_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        warning = SimpleNamespace(message="unknown font family: nusantara")
        compiler = SimpleNamespace(compile_with_warnings=lambda **options: (b"%PDF", [warning]))
        monkeypatch.setattr(printing, "_compiler", lambda: compiler)
        with pytest.raises(CertificateFault, match="unknown font family"):
            make_pdf(an_award())


class TestForMachines:
    def test_the_file_says_that_it_is_for_archives_and_for_screen_readers(self) -> None:
        reader = pypdf.PdfReader(io.BytesIO(make_pdf(an_award())))
        catalogue = reader.trailer["/Root"]
        metadata = catalogue["/Metadata"].get_data().decode()
        assert [part in metadata for part in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<")] == [
            True
        ] * 3
        assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("id-ID", True)
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == (
            "Piagam One Village One Product 2026",
            "Kementerian Perindustrian Republik Indonesia",
        )

    def test_headings_and_the_words_beside_the_picture_are_in_the_tags(self) -> None:
        reader = pypdf.PdfReader(io.BytesIO(make_pdf(an_award())))
        tags, alternatives = _tags(reader.trailer["/Root"]["/StructTreeRoot"])
        assert [tag for tag in tags if tag in ("/H1", "/H2", "/Figure")] == ["/H1", "/H2", "/H2", "/Figure"]
        assert alternatives == ["Kode QR ke halaman pemeriksaan piagam ABCD EFGH JKL"]

    def test_all_fonts_are_inside(self) -> None:
        [page] = pypdf.PdfReader(io.BytesIO(make_pdf(an_award()))).pages
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        inside = [
            descendant.get_object()["/FontDescriptor"].get_object().keys() & {"/FontFile", "/FontFile2", "/FontFile3"}
            for font in fonts
            for descendant in font["/DescendantFonts"]
        ]
        assert fonts
        assert all(inside)


@standing
def award() -> Award:
    return Scene.begin(NOW).award()


@pytest.fixture
def certificate(award: Award) -> Certificate:
    return award.in_force().certificate


@pytest.mark.django_db
class TestMaking:
    def test_a_certificate_is_made_kept_and_told_to_the_ledger_once(
        self, award: Award, certificate: Certificate
    ) -> None:
        make_certificate(certificate.pk)
        make_certificate(certificate.pk)
        certificate.refresh_from_db()
        document = certificate.document
        assert document is not None
        assert (certificate.state, certificate.sha256, document.kind, document.pages, document.name) == (
            "ready",
            document.sha256,
            "awards.certificate",
            1,
            f"Piagam OVOP 2026 {award.code}.pdf",
        )
        assert [event.kind for event in Event.objects.about(f"award:{award.code}")].count("certificate.made") == 1

    def test_the_file_on_the_storage_is_the_page_of_this_award(self, award: Award, certificate: Certificate) -> None:
        from ovop_portal.documents import files

        make_certificate(certificate.pk)
        certificate.refresh_from_db()
        assert certificate.document is not None
        pdf = files.read(certificate.document.blob.path)
        assert pdf == make_pdf(award.in_force())
        assert f"diberikan kepada {award.nomination.ikm.name} atas produk {award.nomination.product.name}" in text_of(
            pdf
        )

    def test_a_firm_that_changes_its_name_later_keeps_the_name_that_was_judged(self, award: Award) -> None:
        award.nomination.ikm.name = "Nama Baru"
        assert words_on(award.in_force())["firm"] != "Nama Baru"

    def test_nobody_looks_for_signatures_on_a_file_that_we_made(
        self, certificate: Certificate, woken: list[tuple[str, tuple[object, ...]]]
    ) -> None:
        woken.clear()
        make_certificate(certificate.pk)
        certificate.refresh_from_db()
        assert certificate.document is not None
        signature = certificate.document.signature
        assert signature is not None
        assert (woken, signature.verdict) == ([], Verdict.UNSIGNED)

    def test_a_fault_leaves_it_waiting_for_the_next_sweep(
        self, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(printing, "_compiler", lambda: (_ for _ in ()).throw(CertificateFault("Nama Usaha")))
            make_certificate(certificate.pk)
        certificate.refresh_from_db()
        assert (certificate.state, certificate.document, certificate.attempts) == ("being_made", None, 1)
        assert certificate.error.startswith("CertificateFault (")
        assert "Nama Usaha" not in certificate.error
        due_at = certificate.due_at
        assert due_at is not None
        assert certifying.due(due_at - timedelta(seconds=1)) == []
        assert certifying.due(due_at) == [certificate.pk]

    def test_poison_is_parked_after_five_attempts_and_the_secretariat_is_told_once(
        self, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parked(certificate, monkeypatch)
        certificate.refresh_from_db()
        assert (certificate.state, certificate.attempts, certificate.parked_at is not None) == ("being_made", 5, True)
        assert certifying.due(NOW + timedelta(days=30)) == []
        assert not certifying.make_certificate(certificate.pk, by="system:tests", now=NOW + timedelta(days=30))
        told = Notice.objects.filter(kind="awards.certificates_parked")
        assert list(told.values_list("recipient__memberships__role", "path")) == [
            ("secretariat", "/panitia/pengumuman/2026/")
        ]

    def test_a_message_that_kills_its_worker_is_counted_and_parked_too(self, certificate: Certificate) -> None:
        Certificate.objects.filter(pk=certificate.pk).update(attempts=5, due_at=NOW)
        assert certifying.due(NOW) == []
        certificate.refresh_from_db()
        assert (certificate.parked_at, certificate.error) == (NOW, "the worker stopped during the attempt")
        assert Notice.objects.filter(kind="awards.certificates_parked").exists()

    def test_a_parked_one_is_tried_again_by_hand_and_then_made(
        self, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, woken: list[tuple[str, tuple[object, ...]]]
    ) -> None:
        parked(certificate, monkeypatch)
        edition = certificate.published.award.nomination.edition
        assert certifying.retry_certificates(edition, by="system:tests", now=NOW) == 1
        assert certifying.make_certificate(certificate.pk, by="system:tests", now=NOW)
        certificate.refresh_from_db()
        assert (certificate.state, certificate.error, certificate.parked_at) == ("ready", "", None)
        assert [event.kind for event in Event.objects.about("edition:2026")].count("certificates.retried") == 1
        with pytest.raises(Refused):
            certifying.retry_certificates(edition, by="system:tests", now=NOW)

    def test_a_sweep_wakes_only_what_has_no_file_yet(
        self,
        certificate: Certificate,
        woken: list[tuple[str, tuple[object, ...]]],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            sweep_certificates()
        assert woken == [("awards.tasks.make_certificate", (certificate.pk,))]
        make_certificate(certificate.pk)
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            sweep_certificates()
        assert woken == []

    def test_anybody_may_open_it_once_the_results_are_out_and_nobody_before(self, certificate: Certificate) -> None:
        make_certificate(certificate.pk)
        certificate.refresh_from_db()
        document, anybody = certificate.document, AnonymousUser()
        assert document is not None
        assert may_read(anybody, document)
        hour = Publication.objects.get().visible_from
        assert (
            not PublishedAward.objects.public(hour.replace(year=hour.year - 1))
            .filter(certificate__document=document)
            .exists()
        )


@pytest.mark.django_db(transaction=True)
def test_a_publication_ends_in_a_file_by_the_work_of_a_real_worker(worker: Any) -> None:
    award = Scene.begin(NOW).award()
    deadline = time.monotonic() + 60
    while (
        time.monotonic() < deadline and not Certificate.objects.filter(published__award=award, state="ready").exists()
    ):
        worker.check()
        time.sleep(0.1)
    certificate = Certificate.objects.select_related("document").get(published__award=award)
    assert (certificate.state, certificate.sha256) == ("ready", certificate.document and certificate.document.sha256)


FORKING = """
import os, sys
import django
django.setup()
from ovop_portal.celery import app
app.loader.import_default_modules()
from awards.certificates import printing
assert "typst" not in sys.modules, "typst is loaded in the worker's parent"
children = []
for _ in range(2):
    pid = os.fork()
    if pid == 0:
        for _ in range(2):
            printing._compiler().compile(b"Piagam", format="pdf")
        os._exit(0)
    children.append(pid)
print([os.waitpid(pid, 0)[1] for pid in children])
"""


def test_worker_children_compile_because_their_parent_never_did() -> None:
    """A process that is forked from one that has compiled hangs at its next compile: nothing may compile, or even load typst, before the fork."""
    done = subprocess.run([sys.executable, "-c", FORKING], env=os.environ, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.returncode) == ("[0, 0]", 0), done.stderr


def _area(box: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = box
    return (right - left) * (bottom - top)


def _tags(node: Any) -> tuple[list[str], list[str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return [], []
    tags = [node["/S"]] if "/S" in node else []
    alternatives = [node["/Alt"]] if "/Alt" in node else []
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        more_tags, more_alternatives = _tags(child)
        tags += more_tags
        alternatives += more_alternatives
    return tags, alternatives
