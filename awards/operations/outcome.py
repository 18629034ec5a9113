"""Verbs of the result: recommend, determine by decree, publish at one moment, certify, revoke."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from awards import notices
from awards.certificates.codes import certificate_code
from awards.dossier.certified import first_issues
from awards.models import (
    Award,
    Certificate,
    Determination,
    Edition,
    Nomination,
    Publication,
    PublishedAward,
    Recommendation,
    Revocation,
    WindowKind,
)
from awards.models.nomination import BEING_ANSWERED
from awards.notices import kinds
from awards.operations._steps import By, add_milestone, advance
from awards.states import CertificateState
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import tanggal
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, lock, move, verb
from ovop_portal.common.waking import wake
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal, sealing
from ovop_portal.ledger.journal import actor_of

NOTHING: Mapping[str, str] = {}


@verb
def recommend_star(
    recommendations: Sequence[tuple[Nomination, int, str]], *, by: By, now: datetime
) -> list[Recommendation]:
    """Take the stars (0: none) that the selection team recommends for each nomination, with the reason where it gave one."""
    for nomination, stars, _reason in recommendations:
        if nomination.state != S.IN_ASSESSMENT:
            raise Refused(Missing("not_assessed", _("{number} tidak sedang dinilai").format(number=nomination.number)))
        if stars > nomination.edition.scheme.max_stars:
            raise Refused(
                Missing(
                    "too_many",
                    _("Skema penyelenggaraan ini paling tinggi {n} bintang").format(
                        n=nomination.edition.scheme.max_stars
                    ),
                )
            )
    rows = Recommendation.objects.bulk_create(
        Recommendation(nomination=nomination, stars=stars, reason=reason, made_by=actor_of(by), made_at=now)
        for nomination, stars, reason in recommendations
    )
    journal.record_many(
        "nomination.recommended",
        [(nomination.subject, {"stars": stars}) for nomination, stars, _reason in recommendations],
        by=by,
        now=now,
        rows=[[row] for row in rows],
    )
    return rows


def recommended_stars(edition: Edition) -> dict[int, int]:
    """The newest recommendation of every nomination of `edition`: primary key to stars."""
    rows = (
        Recommendation.objects.filter(nomination__edition=edition)
        .order_by("nomination_id", "-pk")
        .distinct("nomination_id")
    )
    return dict(rows.values_list("nomination_id", "stars"))


def missing_for_determination(edition: Edition) -> list[Missing]:
    """What keeps the decree from being entered: nominations before the jury without a recommendation, or none at all."""
    waiting = Nomination.objects.filter(edition=edition, state=S.IN_ASSESSMENT)
    if not waiting.exists():
        return [Missing("none", _("Tidak ada berkas yang menunggu penetapan"))]
    open_files = waiting.exclude(pk__in=recommended_stars(edition)).count()
    return [Missing("open", _("{n} berkas belum mempunyai keputusan pleno").format(n=open_files))] if open_files else []


def missing_of_decree_day(edition: Edition, day: date, now: datetime) -> list[Missing]:
    """A decree is not signed after today, nor before the jury has begun. (The plenary may be entered late: its own day is no limit.)"""
    if day > day_in_wib(now):
        return [Missing("future", _("Tanggal keputusan tidak boleh sesudah hari ini"), "date")]
    window = edition.window(WindowKind.ASSESSMENT)
    if window is not None and day < day_in_wib(window.opens_at):
        words = _("Tanggal keputusan tidak boleh sebelum penilaian dimulai, {day}")
        return [Missing("too_early", words.format(day=tanggal(window.opens_at)), "date")]
    return []


@verb
def determine(
    edition: Edition,
    *,
    number: str,
    date: date,
    title: str,
    signatory_name: str,
    signatory_title: str,
    document: Document | None,
    by: By,
    now: datetime,
    codes: Mapping[int, str] | None = None,
) -> Determination:
    """Enter the ministerial decree: every recommended star becomes an award, still under embargo. `codes` are for made seasons."""
    lock(edition)
    lacking = missing_for_determination(edition)
    lacking += missing_of_decree_day(edition, date, now)
    printed = {"number": number, "title": title, "signatory_name": signatory_name, "signatory_title": signatory_title}
    lacking += missing_letters(printed, *printed)
    if lacking:
        raise Refused(*lacking)
    stars = recommended_stars(edition)
    nominations = list(Nomination.objects.filter(edition=edition, state=S.IN_ASSESSMENT).order_by("number"))
    determination = Determination.objects.create(
        edition=edition,
        number=number,
        date=date,
        title=title,
        signatory_name=signatory_name,
        signatory_title=signatory_title,
        document=document,
        entered_by=actor_of(by),
        entered_at=now,
    )
    awards = Award.objects.bulk_create(
        Award(
            nomination=nomination,
            determination=determination,
            stars=stars[nomination.pk],
            code=codes[nomination.pk] if codes else certificate_code(),
            valid_from=date,
            valid_until=months_later(date, edition.validity_months),
        )
        for nomination in nominations
        if stars[nomination.pk] > 0
    )
    given = {award.nomination_id: [award] for award in awards}
    said = {"decree": number}
    advance(nominations, S.DETERMINED, kind="nomination.determined", by=by, now=now, body=said, also=given)
    journal.record(
        "edition.determined",
        edition.subject,
        by=by,
        now=now,
        body={
            "decree": number,
            "stars": digest({nomination.number: stars[nomination.pk] for nomination in nominations}),
        },
        rows=[determination],
    )
    return determination


def missing_for_publication(edition: Edition) -> list[Missing]:
    """What keeps the results from being published."""
    if hasattr(edition, "publication"):
        return [Missing("twice", _("Hasil penyelenggaraan ini sudah diumumkan"))]
    lacking = []
    if not edition.determinations.exists():
        lacking.append(Missing("no_decree", _("Keputusan menteri belum dicatat")))
    open_states = Q(state__in=[S.SUBMITTED, S.SCREENING, S.PASSED, S.IN_ASSESSMENT])
    unfinished = Nomination.objects.filter(open_states | BEING_ANSWERED, edition=edition).count()
    if unfinished:
        lacking.append(Missing("unfinished", _("{n} berkas belum selesai diproses").format(n=unfinished)))
    return lacking


@verb
def publish(edition: Edition, *, by: By, now: datetime) -> Publication:
    """Release the results: one row that makes them visible at one moment and freezes the edition.

    Certificates and mails follow as resumable work. The ledger is sealed first, and its root stands in the publication; the publication's own event is
    sealed before anybody can see it.
    """
    lock(edition)
    lacking = missing_for_publication(edition)
    if lacking:
        raise Refused(*lacking)
    awards = list(Award.objects.for_list().filter(nomination__edition=edition))
    head = sealing.seal_all(now)
    publication = Publication.objects.create(
        edition=edition,
        visible_from=now,
        published_by=actor_of(by),
        published_at=now,
        ledger_size=head.size,
        ledger_root=head.root,
    )
    edition.publication = publication
    journal.record(
        "edition.published",
        edition.subject,
        by=by,
        now=now,
        body={"visible_from": now, "results": digest({award.nomination.number: award.stars for award in awards})},
        rows=[publication],
    )
    issues = PublishedAward.objects.bulk_create(first_issues(awards, publication))
    told = [(issue.award.subject, {"issue": issue.issue}) for issue in issues]
    journal.record_many("award.published", told, by=by, now=now, rows=[[issue] for issue in issues])
    sealing.seal_all(now)
    Certificate.objects.bulk_create(Certificate(published=issue, state=CertificateState.BEING_MADE) for issue in issues)
    _tell_results(edition, awards, now)
    wake("awards.tasks.sweep_certificates")
    return publication


def _tell_results(edition: Edition, awards: Sequence[Award], now: datetime) -> None:
    winners = [award.nomination for award in awards]
    others = list(
        Nomination.objects.filter(edition=edition, state=S.DETERMINED, award__isnull=True).select_related(
            "ikm", "product", "edition"
        )
    )
    add_milestone(winners, "awarded", _("Ditetapkan sebagai penerima OVOP"), at=now)
    add_milestone(others, "not_awarded", _("Belum menerima bintang pada penyelenggaraan ini"), at=now)
    notices.tell_owners(winners, kinds.AWARDED, now=now)
    notices.tell_owners(others, kinds.NOT_AWARDED, now=now)
    notices.tell_dinas_results(winners + others, now=now)


@verb
def finish_certificate(
    certificate: Certificate, document: Document, *, made_from: Mapping[str, str] = NOTHING, by: By, now: datetime
) -> None:
    """Note that the PDF is made and kept, so that the certificate can be fetched. `made_from` are its `certificates.ingredients`."""
    certificate.document, certificate.sha256, certificate.made_at = document, document.sha256, now
    move(certificate, CertificateState.READY, save=("document", "sha256", "made_at"))
    body = {"sha256": document.sha256, **made_from}
    journal.record("certificate.made", certificate.subject, by=by, now=now, body=body, rows=[certificate])


@verb
def revoke(award: Award, *, decree_number: str, date: date, reason: str, by: By, now: datetime) -> Revocation:
    """End an award before its time, by a decree. The certificate then verifies as revoked; the row stays."""
    if not reason.strip():
        raise Refused(Missing("no_reason", _("Isi alasan"), "alasan"))
    lock(award)
    if hasattr(award, "revocation"):
        raise Refused(Missing("twice", _("Piagam ini sudah dicabut")))
    revocation = Revocation.objects.create(
        award=award, decree_number=decree_number, date=date, reason=reason, entered_by=actor_of(by), entered_at=now
    )
    body = {"decree": decree_number}
    journal.record("award.revoked", award.subject, by=by, now=now, body=body, rows=[revocation])
    add_milestone([award.nomination], "revoked", _("Bintang dicabut dengan keputusan"), at=now)
    notices.tell_owners([award.nomination], kinds.REVOKED, now=now, also={"decree": decree_number})
    notices.tell_dinas([award.nomination], kinds.REVOKED, now=now, also={"decree": decree_number})
    return revocation


def months_later(start: date, months: int) -> date:
    """The last day of a validity of `months` that begins on `start`: from 1 March for 24 months it is the last of February.

    Where the last month has no such day, the validity ends with the month.
    """
    years, month = divmod(start.month - 1 + months, 12)
    month_end = start.replace(year=start.year + years, month=month + 1, day=1)
    days = monthrange(month_end.year, month_end.month)[1]
    return month_end.replace(day=days) if start.day > days else month_end.replace(day=start.day) - timedelta(days=1)
