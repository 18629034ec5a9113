from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory

from ovop_portal.common.verbs import Missing, Refused
from ovop_portal.ledger import journal
from ovop_portal.ledger.idempotency import VISITOR, BadKey, KeyReused, forget, new_key, once, request_hash
from ovop_portal.ledger.models import DoneOperation, Event

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
BODY = {"name": ["Tenun Gringsing Wayan"]}


def send(key: str, body: Any = BODY, by: str = "user:owner") -> str:
    """What a form view does: the work on the first turn, the kept answer on every other."""
    with once(key, by=by, request=body, now=NOW) as turn:
        if turn.first:
            event = journal.record("submitted", "nomination:1", by=by, now=NOW)
            turn.keep(path=f"/usulan/{event.uuid}")
    return str(turn.response["path"])


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_form_sent_again_gets_the_first_answer_and_does_nothing(self) -> None:
        key = new_key()
        assert send(key) == send(key) == f"/usulan/{Event.objects.get().uuid}"

    def test_the_same_key_with_another_body_is_refused_in_words(self) -> None:
        key = new_key()
        send(key)
        with pytest.raises(KeyReused) as caught:
            send(key, {"name": ["Tenun Gringsing Made"]})
        link = f'. <a href="/usulan/{Event.objects.get().uuid}">Lihat kiriman pertama</a>'
        assert [(item.code, item.message) for item in caught.value.missing] == [
            (
                "key_reused",
                "Halaman ini sudah pernah dikirim, dan kiriman pertama sudah tersimpan. Isi yang sekarang lain dan belum tersimpan: "
                f"kirim lagi bila ini perubahan baru{link}",
            )
        ]
        assert isinstance(caught.value, Refused)
        assert Event.objects.count() == 1

    def test_a_visitor_hears_nothing_of_what_the_first_sending_did(self) -> None:
        key = new_key()
        send(key, by=VISITOR)
        with pytest.raises(KeyReused) as caught:
            send(key, {"name": ["Tenun Gringsing Made"]}, by=VISITOR)
        assert ("<a" in str(caught.value), caught.value.response) == (False, {})

    def test_the_key_of_another_person_has_no_effect(self) -> None:
        key = new_key()
        assert send(key) != send(key, by="user:neighbour")

    def test_a_refused_form_leaves_its_key_free_for_the_corrected_one(self) -> None:
        key = new_key()
        with pytest.raises(Refused), once(key, by="user:owner", request={"name": [""]}, now=NOW):
            raise Refused(Missing("name", "Isi nama usaha"))
        assert send(key) == f"/usulan/{Event.objects.get().uuid}"

    def test_the_work_and_its_key_stand_or_fall_together(self) -> None:
        def broken() -> None:
            with once(new_key(), by="user:owner", request=BODY, now=NOW) as turn:
                journal.record("submitted", "nomination:1", by="user:owner", now=NOW)
                turn.keep(path="/")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            broken()
        assert (Event.objects.count(), DoneOperation.objects.count()) == (0, 0)

    def test_work_that_keeps_no_answer_is_a_fault_of_the_program(self) -> None:
        with pytest.raises(RuntimeError), once(new_key(), by="user:owner", request=BODY, now=NOW):
            pass

    @pytest.mark.parametrize("key", [None, "", "1", "x" * 36, "00000000-0000-4000-8000-00000000000G", "' OR 1=1 --"])
    def test_a_form_without_a_proper_key_is_refused(self, key: str | None) -> None:
        with pytest.raises(BadKey), once(key, by="user:owner", request=BODY, now=NOW):
            pytest.fail("did the work")

    def test_keys_are_forgotten_after_a_month(self) -> None:
        send(new_key())
        assert [forget(NOW + timedelta(days=29)), forget(NOW + timedelta(days=31))] == [0, 1]


@pytest.mark.django_db(transaction=True)
class TestTwins:
    def test_twenty_copies_at_once_do_the_work_once_and_all_get_the_same_answer(self) -> None:
        key, answers, start = new_key(), [], threading.Barrier(20)

        def click() -> None:
            start.wait()
            try:
                answers.append(send(key))
            finally:
                connection.close()

        threads = [threading.Thread(target=click) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [f"/usulan/{Event.objects.get().uuid}"] * 20

    def test_a_twin_of_a_form_that_is_refused_gets_its_own_turn(self) -> None:
        key, answers = new_key(), []

        def twin() -> None:
            try:
                answers.append(send(key))
            finally:
                connection.close()

        thread = threading.Thread(target=twin)

        def refused() -> None:
            with once(key, by="user:owner", request=BODY, now=NOW):
                thread.start()
                _wait_until_blocked()
                raise Refused(Missing("closed", "Masa pengusulan berakhir"))

        with pytest.raises(Refused):
            refused()
        thread.join()
        assert answers == [f"/usulan/{Event.objects.get().uuid}"]

    def test_a_twin_with_another_body_is_refused_once_the_first_is_done(self) -> None:
        key, refused = new_key(), []

        def twin() -> None:
            try:
                send(key, {"name": ["other"]})
            except KeyReused:
                refused.append(True)
            finally:
                connection.close()

        thread = threading.Thread(target=twin)
        with once(key, by="user:owner", request=BODY, now=NOW) as turn:
            thread.start()
            _wait_until_blocked()
            turn.keep(path="/")
        thread.join()
        assert refused == [True]


def _wait_until_blocked() -> None:
    """Until the twin waits for us at the unique index."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), pg_sleep(0.02) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("the twin never waited")


class TestRequestHash:
    def make(self, path: str = "/usulan/kirim", file: bytes = b"%PDF-1", **fields: str) -> str:
        data = {"kunci": new_key(), "csrfmiddlewaretoken": new_key(), "name": "Wayan", **fields}
        return request_hash(RequestFactory().post(path, {**data, "surat": SimpleUploadedFile("surat.pdf", file)}))

    def test_the_token_and_the_key_are_no_part_of_what_was_asked(self) -> None:
        assert self.make() == self.make()

    def test_the_address_a_field_and_the_bytes_of_a_file_are(self) -> None:
        assert len({self.make(), self.make(path="/lain"), self.make(name="Made"), self.make(file=b"%PDF-2")}) == 4

    def test_a_file_can_still_be_read_afterwards(self) -> None:
        request = RequestFactory().post("/", {"surat": SimpleUploadedFile("surat.pdf", b"%PDF-1")})
        request_hash(request)
        assert request.FILES["surat"].read() == b"%PDF-1"


def test_a_form_with_a_nul_is_left_to_its_fields_and_is_no_other_form() -> None:
    """Its field refuses it in words; until then its sending is counted like any other."""
    bodies = [{"reason": value} for value in ("a\0b", "a\\0b", "ab", "a\\\\0b")] + [{"rea\0son": "ab"}]

    assert len({request_hash(RequestFactory().post("/", body)) for body in bodies}) == len(bodies)
