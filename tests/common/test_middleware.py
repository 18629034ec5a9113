"""What no page of ours could send is refused before anything reads it."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from ovop_portal.common.middleware import with_known_charset

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-16", "rot13", "no-such", "iso-8859-1", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", JSON])
def test_another_charset_is_refused(charset: str, method: str, kind: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.generic(method, "/masuk/", b"\xff\xfea", f"{kind}; charset={charset}")

    assert answer.status_code == 400
    assert "Permintaan ini belum bisa dibaca" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        *("charset=rot13", "charset=base64", "charset=no-such", "charset=utf-16", 'charset="\0"', "charset=idna"),
        *("charset*=rot13''x", "charset*=no-such''x", "charset*=undefined''x", "boundary*=no-such''x"),
        f"charset*{'9' * 5_000}*=x",
    ],
)
@pytest.mark.parametrize("address", ["/masuk/", "/katalog/?q=a%ff"])
def test_it_is_refused_at_the_door_too_which_django_reads_the_address_at(said: str, address: str) -> None:
    environ = RequestFactory().get(address).environ | {"CONTENT_TYPE": f"text/html; {said}"}
    told: list[str] = []

    body = b"".join(with_known_charset(WSGIHandler())(environ, lambda status, headers: told.append(status)))

    assert told == ["400 Bad Request"]
    assert "Permintaan ini belum bisa dibaca" in body.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/", "/masuk/", "/usulan/"])
def test_a_cookie_that_hides_a_nul_is_no_fault_of_the_server(path: str, method: str) -> None:
    cookie = r'sessionid="abcdefghij\000klm"'
    answer = Client(raise_request_exception=False).generic(method, path, headers={"cookie": cookie})

    assert answer.status_code == 400
    assert "Permintaan ini belum bisa dibaca" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_ours_is_taken_in_every_spelling(charset: str) -> None:
    answer = Client().generic("POST", "/masuk/", b"login=x", f"{FORM}; charset={charset}")

    assert answer.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
        (FORM, b"&".join(b"a=1" for _ in range(1_001))),
        (FORM, b"login=%FF%FE%00&password=%ED%A0%80"),
        (FORM, b"a" * 3_000_000),
    ],
)
def test_a_body_that_is_broken_or_too_much_is_no_fault_of_the_server(kind: str, body: bytes) -> None:
    answer = Client(raise_request_exception=False).generic("POST", "/masuk/", body, kind)

    assert answer.status_code in (400, 422)
