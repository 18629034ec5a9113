"""Messages found in the sources, and the catalogue that keeps in step with them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ovop_portal.common import catalogues

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
_("Produk")
ngettext("{n} berkas", "{n} berkas-berkas", 2)
pgettext("huruf", "Nilai")
_("Kirim " "usulan")
str("not marked")
"""
PAGE = """{% load i18n %}<h1>{% translate "Beranda" %}</h1>
{# Translators: the greeting of a person #}
{% blocktranslate trimmed with name=user.name %}
  Selamat datang,
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} kabar{% plural %}{{ n }} kabar-kabar{% endblocktranslate %}
<p>{% translate "Produk" context "judul" %} not marked</p>
"""
KEYS = {
    ("", "Produk", ""),
    ("", "{n} berkas", "{n} berkas-berkas"),
    ("huruf", "Nilai", ""),
    ("", "Kirim usulan", ""),
    ("", "Beranda", ""),
    ("", "Selamat datang, %(name)s", ""),
    ("", "%(n)s kabar", "%(n)s kabar-kabar"),
    ("judul", "Produk", ""),
}


@pytest.fixture
def project(tmp_path: Path, settings: Any) -> Path:
    """A small project, with the settings pointing at it."""
    for path, text in {
        "awards/words.py": CODE,
        "awards/migrations/0001_initial.py": '_("kept out")',
        "awards/management/commands/tally.py": '_("kept out")',
        "templates/home.html": PAGE,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("messages", *arguments, stdout=output)
    return output.getvalue().strip()


def translate(**words: str) -> None:
    """Write English into the catalogue."""
    file = catalogues.catalogue_file()
    catalogue = catalogues.stored(file)
    for id, string in words.items():
        catalogue.get(id).string = string
    file.write_bytes(catalogues.text(catalogue))


def test_every_marked_message_of_code_and_templates_is_found(project: Path) -> None:
    assert catalogues.keys(catalogues.found(project)) == KEYS


def test_the_parts_of_the_second_engine_are_read_too(project: Path) -> None:
    (project / "templates" / "_rows.jinja").write_text(
        '{% set head = _("Baris") %}<th scope="row">{{ _("{n} dari {m}").format(n=1, m=2) }}</th>'
    )
    assert catalogues.keys(catalogues.found(project)) == KEYS | {("", "Baris", ""), ("", "{n} dari {m}", "")}


def test_the_catalogue_is_written_and_written_again_the_same(project: Path) -> None:
    assert run() == "8 messages, 8 without English; 8 new, 0 gone."
    before = catalogues.catalogue_file().read_bytes()
    assert run() == "8 messages, 8 without English; 0 new, 0 gone."
    assert catalogues.catalogue_file().read_bytes() == before
    assert b"#: awards/words.py\n" in before
    assert catalogues.keys(catalogues.stored(catalogues.catalogue_file())) == KEYS


def test_english_stays_with_its_message_and_goes_with_it(project: Path) -> None:
    run()
    translate(Produk="Product", Beranda="Home")
    (project / "templates" / "home.html").write_text('{% load i18n %}{% translate "Masuk" %}')
    assert run() == "5 messages, 4 without English; 1 new, 4 gone."
    stored = catalogues.stored(catalogues.catalogue_file())
    assert {message.id: message.string for message in stored if isinstance(message.id, str) and message.id} == {
        "Kirim usulan": "",
        "Masuk": "",
        "Nilai": "",
        "Produk": "Product",
    }


def test_a_message_that_becomes_countable_loses_its_english(project: Path) -> None:
    run()
    translate(Produk="Product")
    (project / "awards" / "words.py").write_text('ngettext("Produk", "Produk-produk", 2)')
    run()
    assert catalogues.stored(catalogues.catalogue_file()).get("Produk").string == ("", "")


def test_the_check_names_what_is_out_of_step_and_changes_nothing(project: Path) -> None:
    run()
    before = catalogues.catalogue_file().read_bytes()
    assert run("--check") == "8 messages, 8 without English; 0 new, 0 gone."
    (project / "templates" / "home.html").write_text('{% load i18n %}{% translate "Masuk" %}')
    with pytest.raises(CommandError) as refused:
        run("--check")
    assert str(refused.value).splitlines() == [
        "locale/en is out of step with the sources; run `messages`:",
        "  + Masuk",
        "  - %(n)s kabar",
        "  - Beranda",
        "  - Selamat datang, %(name)s",
        "  - Produk",
    ]
    assert catalogues.catalogue_file().read_bytes() == before
