"""What fails beneath a view is answered in words, and nothing typed is lost."""

from __future__ import annotations

import threading
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory

from assessments.models import Conflict
from assessments.operations.assigning import declare_conflict
from awards.models import Publication
from ikm.models import Product, Sentra
from ovop_portal.common.clock import now
from ovop_portal.front import faults
from tests.awards.owners import bare, path, words
from tests.scene import Scene, sheets_for_sending
from tests.support.forms import filled
from tests.support.rivals import at_once
from tests.support.standing import standing_for_a_moment

HOME = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate"}
STORY = "Nenek memulai tenun ini pada tahun 1952."


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_lock_is_told_to_try_again_and_keeps_what_was_typed(scene: Scene) -> None:
    draft = bare(scene)
    client = signed_in(scene.owner)
    form = filled(client.get(path(draft, "cerita")), story=STORY)
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Product.objects.select_for_update().get(pk=draft.product_id)
                locked.set()
                done.wait(30)
        finally:
            connection.close()

    rival = threading.Thread(target=hold)
    rival.start()
    locked.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    try:
        busy = client.post(path(draft, "cerita"), form, **HOME)
    finally:
        done.set()
        rival.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert "Coba lagi sebentar" in words(busy)
    assert STORY in words(busy)
    assert client.post(path(draft, "cerita"), filled(busy, "story"), **HOME).status_code == 302
    assert Product.objects.get(pk=draft.product_id).story == STORY


@pytest.mark.django_db(transaction=True)
def test_who_holds_the_sealing_of_the_journal_makes_the_others_wait_and_not_for_ever(scene: Scene) -> None:
    """Whoever has the application's login can hold it, and switch off what would end their own session."""
    file = scene.at("in_assessment")
    scene.score(file, level=0)
    scene.decide(scene.sealed_tally())
    scene.determine()
    officer = signed_in(scene.secretariat)
    address = f"/panitia/pengumuman/{scene.edition.year}/"
    form = filled(officer.get(address), name=scene.edition.name)
    thief = connection.copy()
    try:
        with thief.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 0; BEGIN; SELECT ledger_grow(now(), 1, NULL)")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        busy = officer.post(address, form, **HOME)
    finally:
        thief.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert "Coba lagi sebentar" in words(busy)
    assert not Publication.objects.exists()
    assert officer.post(address, form, **HOME).status_code == 302
    assert Publication.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_sentra_of_one_name_in_the_same_moment_are_one_and_the_slower_officer_is_told(scene: Scene) -> None:
    given = {"commodity_group": scene.commodity.pk, "unit_count": "12", "number": "1/2020"}
    forms = []
    for _officer in range(2):
        client = signed_in(scene.dinas_operator)
        page = client.get("/dinas/sentra/baru/")
        forms.append((client, filled(page, name="Sentra Kembar", date_0="1", date_1="2", date_2="2020", **given)))
    answers: list[int] = []

    def send(client: Client, form: dict[str, Any]) -> None:
        answers.append(client.post("/dinas/sentra/baru/", form, **HOME).status_code)

    at_once(*(partial(send, *form) for form in forms))

    assert sorted(answers) in ([302, 409], [302, 422])
    assert Sentra.objects.filter(name="Sentra Kembar").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_conflict_declared_in_two_tabs_and_by_the_office_in_the_same_moment_is_recorded_once(scene: Scene) -> None:
    nomination = scene.at("in_assessment")
    sheet = sheets_for_sending(nomination).first()
    juror, address = sheet.juror, f"/juri/{nomination.blind_code}/benturan/"
    tabs = [signed_in(juror.user) for _tab in range(2)]
    forms = [filled(tab.get(address), kind="firm") for tab in tabs]
    answers: list[int] = []

    def declare(tab: Client, form: dict[str, Any]) -> None:
        answers.append(tab.post(address, form, **HOME).status_code)

    def recuse() -> None:
        declare_conflict(juror, [nomination], "firm", by=scene.secretariat, now=now())

    outcomes = at_once(*(partial(declare, *one) for one in zip(tabs, forms, strict=True)), recuse)

    assert outcomes == ["done"] * 3
    # Recorded, or gone from the queue already: each is a page in words.
    assert set(answers) <= {302, 404, 409}
    assert Conflict.objects.filter(juror=juror, nomination=nomination).count() == 1


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture
    def failing(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """The database answers every write to a section with this statement's error."""

        def fail(statement: str) -> None:
            def write(*_args: Any, **_more: Any) -> None:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)

            monkeypatch.setattr("ikm.operations.write", write)

        return fail

    @pytest.mark.parametrize(
        ("statement", "status", "said"),
        [
            ("DO $$BEGIN RAISE EXCEPTION 'twin' USING ERRCODE = 'unique_violation'; END$$", 409, "baru saja disimpan"),
            ("UPDATE ikm_product SET commodity_group_id = NULL", 422, "Ada isian yang tidak dapat disimpan"),
            ("SELECT 99999999999999999999::bigint", 422, "Ada isian yang tidak dapat disimpan"),
            ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)", 503, "Portal sedang sibuk"),
            ("DO $$BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END$$", 503, "Portal sedang sibuk"),
            ("DO $$BEGIN RAISE EXCEPTION 'held' USING ERRCODE = 'check_violation'; END$$", 409, "baru saja disimpan"),
            ("DO $$BEGIN RAISE EXCEPTION 'tie' USING ERRCODE = 'deadlock_detected'; END$$", 503, "Portal sedang sibuk"),
        ],
    )
    def test_an_error_of_the_database_has_a_status_and_words_and_the_text_stays(
        self, scene: Scene, failing: Any, statement: str, status: int, said: str
    ) -> None:
        draft, client = bare(scene), signed_in(scene.owner)
        form = filled(client.get(path(draft, "cerita")), story=STORY)
        failing(statement)

        answer = client.post(path(draft, "cerita"), form, **HOME)

        assert answer.status_code == status
        assert said in words(answer)
        assert STORY in words(answer)

    def test_a_stranger_form_gets_the_words_without_its_text(self, scene: Scene, failing: Any) -> None:
        draft, client = bare(scene), signed_in(scene.owner)
        form = filled(client.get(path(draft, "cerita")), story=STORY)
        failing("SELECT 99999999999999999999::bigint")

        answer = client.post(path(draft, "cerita"), form, HTTP_SEC_FETCH_SITE="cross-site")

        assert (answer.status_code, STORY in words(answer)) == (422, False)

    def test_a_year_that_no_calendar_has_is_no_fault_of_the_server(self, scene: Scene, admin_client: Client) -> None:
        admin_client.raise_request_exception = False
        for year in ("99999999999", "-1", "x"):
            assert admin_client.get(f"/pengelola/ledger/event/?at__year={year}").status_code in (200, 302, 400)

    @pytest.mark.parametrize("versi", ["-1", "-9223372036854775809", "9223372036854775808", "9" * 5_000, "x"])
    def test_a_version_that_no_row_has_is_refused_in_words(self, scene: Scene, versi: str) -> None:
        draft, client = bare(scene), signed_in(scene.owner)
        answer = client.post(path(draft, "cerita"), filled(client.get(path(draft, "cerita")), story=STORY, versi=versi))

        assert answer.status_code == 422
        assert "Halaman ini tidak lengkap. Muat ulang halaman, lalu kirim lagi" in words(answer)

    def test_a_text_that_no_database_knows_is_refused_where_no_form_looked_at_it(self, scene: Scene) -> None:
        with pytest.raises(ValueError, match="NUL") as caught:
            Sentra.objects.filter(regency="a\0b").exists()

        asked, sent = RequestFactory().get("/"), RequestFactory().post("/")
        assert [faults.status_of(caught.value, request) for request in (asked, sent)] == [400, 422]

    def test_a_script_gets_the_same_in_json(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        nomination = scene.at("in_assessment")
        juror = scene.jurors[0].user

        def away(*_args: Any, **_more: Any) -> None:
            raise OperationalError("the database is away")

        monkeypatch.setattr("assessments.pages.jury.views.save", away)
        monkeypatch.setattr(
            "assessments.pages.jury.views.read_operation",
            lambda *_asked: SimpleNamespace(op_id=1, base_version=0, cells=[]),
        )
        answer = signed_in(juror).post(f"/juri/{nomination.blind_code}/nilai/", "{}", content_type="application/json")

        assert (answer.status_code, answer.json()["status"]) == (503, "failed")
