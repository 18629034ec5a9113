"""The sections of a dossier as a checker reads them: the same from the live record and from the snapshot, with what catches the eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assessments.dossier.evidence import chapters
from awards.dossier.contents import Dossier, compose, documents_of, with_dossier
from awards.dossier.gate_hints import gate_views
from awards.dossier.sections import SECTIONS, Section, all_papers, parts_of
from awards.dossier.snapshot import Snapshot, read
from awards.models import Gate, Nomination
from awards.pages.owner.views.file import PAGES
from awards.states import NominationState as S
from ikm.models import CommodityGroup, Permit, Sentra
from tests.scene import NOW, Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@standing
def scene() -> Scene:
    return Scene.begin()


def composed(nomination: Nomination) -> Snapshot:
    row = with_dossier(Nomination.objects.filter(pk=nomination.pk)).get()
    return compose(Dossier.of(row), TODAY)


def parts(said: Snapshot, nomination: Nomination) -> Any:
    return parts_of(said, documents_of(said), nomination.product.commodity_group, TODAY)


def test_the_live_record_and_the_snapshot_read_alike(scene):
    nomination = scene.at(S.SUBMITTED)

    live, frozen = composed(nomination), read(nomination.submissions.get().dossier)

    assert live == frozen
    assert parts(live, nomination) == parts(frozen, nomination)


def test_every_section_of_the_task_list_is_a_part_in_its_order(scene):
    nomination = scene.draft()

    found = parts(composed(nomination), nomination)

    assert [(part.code, part.label) for part in found] == [(section.code, section.label) for section in SECTIONS]
    assert len(found[6].photos) == 5
    assert [paper.label for paper in all_papers(found)] == [
        "Keputusan sentra",
        "Sertifikat halal",
        "Hasil uji laboratorium",
        "Nomor Induk Berusaha (NIB)",
        "Izin P-IRT",
    ]


def test_a_section_is_answered_in_a_form_or_on_a_page_of_its_own() -> None:
    without_form = {section.code for section in SECTIONS if type(section).form is Section.form}

    assert without_form == set(PAGES)


def test_numbers_are_written_our_way(scene):
    nomination = scene.draft()

    facts = {label: value for part in parts(composed(nomination), nomination) for label, value in part.facts}

    assert (facts["Omzet setahun"], facts["Nilai tambah"], facts["Jaminan pasokan bahan"], facts["Tenaga kerja"]) == (
        "Rp900.000.000",
        "65%",
        "4 tahun",
        "13 orang = 9 perempuan + 4 laki-laki",
    )
    assert (facts["Nilai produksi setahun"], facts["Nomor WhatsApp"]) == ("", "0812-3456-7890")


def test_figures_that_are_older_than_the_last_year_say_so_to_everybody_who_reads_them(scene):
    nomination = scene.draft()
    fresh = composed(nomination)
    old = replace(fresh, figures=tuple(replace(row, year=row.year - 2) for row in fresh.figures))
    year, last = old.figures[0].year, fresh.figures[0].year
    words = f"Angka terbaru yang ada dari tahun {year}; angka tahun {last} belum diisi"

    notes = [[part.note for part in parts(one, nomination) if part.note] for one in (fresh, old)]
    read = [[fact.value for chapter in chapters(one, blind=False) for fact in chapter.facts] for one in (fresh, old)]

    assert notes == [[], [words]]
    assert [words in values for values in read] == [False, True]


def test_papers_that_have_run_out_lack_a_copy_or_bear_a_ruling_number_catch_the_eye(scene):
    nomination = scene.draft()
    permits = Permit.objects.filter(ikm=nomination.ikm_id)
    permits.filter(kind="pirt").update(valid_until=TODAY - timedelta(days=1))
    permits.filter(kind="halal").update(number="KH-5561")
    permits.filter(kind="lab").update(document=None)
    permits.filter(kind="nib").update(valid_until=TODAY)

    [proof] = [part for part in parts(composed(nomination), nomination) if part.code == "sertifikat"]

    assert {paper.label: paper.concern for paper in proof.papers} == {
        "Sertifikat halal": "Nomor ini tampak seperti nomor ketetapan (KH). Nomor sertifikat halal diawali ID",
        "Hasil uji laboratorium": "Salinannya belum diunggah",
        "Nomor Induk Berusaha (NIB)": "",
        "Izin P-IRT": "Masa berlaku sudah lewat",
    }


def test_a_small_sentra_or_one_without_a_decree_catches_the_eye(scene):
    nomination = scene.draft()
    Sentra.objects.update(unit_count=4)
    nomination.ikm.sentra = Sentra.objects.create(
        name="Sentra kecil", regency=scene.regency, commodity_group=scene.commodity, unit_count=3
    )
    nomination.ikm.save()

    [place] = [part for part in parts(composed(nomination), nomination) if part.code == "lokasi"]

    assert place.concerns == [
        "Sentra ini belum mempunyai keputusan kepala daerah",
        "Sentra sebaiknya beranggota paling sedikit 5 unit usaha",
    ]


def views_of(gates, said, papers=(), *, act=None):
    group = CommodityGroup.objects.get(pk=said.product.commodity_group)
    return gate_views(gates, said, papers, act=act, group=group, today=NOW.date())


def test_a_sentra_of_another_trade_catches_the_eye_and_leaves_its_gate_open(scene):
    nomination = scene.draft()
    nomination.product.commodity_group = CommodityGroup.objects.get(pk="gerabah")
    nomination.product.save()
    said = composed(nomination)
    older = replace(said, sentra=replace(said.sentra, commodity_group=None))
    gates = Gate.objects.filter(edition=scene.edition, code="G02")

    [place] = [part for part in parts(said, nomination) if part.code == "lokasi"]
    [before] = [part for part in parts(older, nomination) if part.code == "lokasi"]

    assert place.concerns == ["Sentra ini untuk kain tenun, sedangkan produknya gerabah"]
    assert before.concerns == []
    assert [(view.state, view.why) for view in views_of(gates, said)] == [
        ("missing", "Sentra ini untuk kain tenun, sedangkan produknya gerabah")
    ]
    assert [view.state for view in views_of(gates, older)] == ["met"]


def test_the_gates_say_what_the_papers_can_tell_and_leave_the_rest_to_later(scene):
    nomination = scene.draft()
    Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").update(document=None)
    gates, papers = Gate.objects.filter(edition=scene.edition), scene.edition.required_papers.all()

    views = views_of(gates, composed(nomination), [paper for paper in papers if paper.code == "nib"])

    # Cloth is not asked for the papers of food (G05 to G07).
    assert [(view.code, view.state) for view in views] == [
        ("G01", "met"),
        ("G02", "met"),
        ("G03", "later"),
        ("G04", "missing"),
        ("G08", "later"),
        ("G09", "missing"),
        ("G10", "met"),
    ]
    [act] = [view for view in views_of(gates, composed(nomination), act=scene.endorsement()) if view.code == "G03"]
    assert act.state == "met"


def test_a_dossier_with_almost_nothing_in_it_reads_without_a_fault(scene):
    from awards.operations.candidates import add_candidate

    firm = {
        "name": "Usaha",
        "owner_name": "Pemilik",
        "regency": scene.regency,
        "product_name": "Tenun",
        "commodity_group": scene.commodity,
    }
    nomination = add_candidate(firm, scene.edition, by=scene.dinas_operator, now=NOW)

    found = parts(composed(nomination), nomination)

    assert all_papers(found) == []
    assert {value for part in found for _label, value in part.facts if part.code == "bahan"} == {""}
    assert composed(nomination).composed_on == TODAY
