"""What the journal vouches for in this room, and what must agree beside it: the published results with the decree and with what was recommended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from awards.certificates.facts import as_text
from awards.certificates.files import files_are_what_was_made
from awards.dossier.snapshot import NAME_OF_FIRM, NAME_OF_PRODUCT
from awards.models import (
    ActKind,
    Award,
    Certificate,
    Cohort,
    Correction,
    Curation,
    Determination,
    Edition,
    Endorsement,
    Extension,
    Gate,
    Nomination,
    Proposal,
    Publication,
    PublishedAward,
    Recommendation,
    RequiredPaper,
    Revocation,
    ScreeningRule,
    Submission,
    Window,
    WindowChange,
)
from awards.states import CertificateState, NominationState, ProposalState
from ovop_portal.common.canonical import digest
from ovop_portal.documents.models import Document
from ovop_portal.ledger.models import Event, Seal
from ovop_portal.ledger.proof import register_check
from ovop_portal.ledger.vouching import Part, Vouched, register

OF_NOMINATION = "nomination__edition__year"
# What a certificate and the pages about it print.
PRINTED = (
    *("code", "edition_name", "scheme", "max_stars", "stars", "valid_from", "valid_until", "firm"),
    *(
        "product__uuid",
        "product_name",
        "commodity_group",
        "group",
        "group_en",
        "regency",
        "region",
        "place",
        "province",
    ),
    *("decree_number", "decree_date", "signatory_name", "signatory_title"),
)


def _papers(keys: Sequence[int]) -> Mapping[int, Any]:
    """The hashes of the documents that a submission names."""
    named = dict(Submission.objects.filter(pk__in=keys).values_list("pk", "documents"))
    bytes_of = dict(
        Document.objects.filter(pk__in={uuid for uuids in named.values() for uuid in uuids}).values_list(
            "pk", "blob_id"
        )
    )
    return {pk: [bytes_of.get(uuid) for uuid in uuids] for pk, uuids in named.items()}


def _rule_of_screening(keys: Sequence[int]) -> Mapping[int, Any]:
    """The rule by which files are screened, where it is not the one that stood before there was a choice: what was vouched for until then is as it was."""
    chosen = Edition.objects.filter(pk__in=keys).exclude(screening_rule=ScreeningRule.REJECT_BY_TWO)
    return dict(chosen.order_by().values_list("pk", "screening_rule"))


def register_all() -> None:
    """Make the tables of this room known to the journal."""
    register(
        Vouched(
            "edition",
            Edition,
            edition="year",
            key=(),
            fields=(
                "kind",
                "planned_year",
                "name",
                "scheme",
                "scheme__max_stars",
                "scheme__go_global_from",
                "scheme__packaging_mark_from",
                "previous__year",
                "validity_months",
            ),
            parts=(
                Part(Window, "edition", ("kind", "opens_at", "closes_at")),
                Part(Gate, "edition", ("code", "label", "label_en", "commodity_group", "effect", "provenance")),
                Part(RequiredPaper, "edition", ("code", "label", "kinds", "commodity_group")),
            ),
            more=_rule_of_screening,
            told_by=("edition.opened", "edition.drafted", "edition.changed", "window.changed"),
        )
    )
    register(
        Vouched(
            "window_change",
            WindowChange,
            edition="edition__year",
            key=("uuid",),
            fields=("kind", "opened_before", "closed_before", "opens_at", "closes_at", "changed_by", "changed_at"),
            words=("reason",),
        )
    )
    register(
        Vouched(
            "extension",
            Extension,
            edition="edition__year",
            key=("uuid",),
            fields=(
                "nomination__number",
                "regency",
                "province",
                "closes_at",
                "basis_kind",
                "basis",
                "basis_date",
                "granted_by",
                "granted_at",
                "withdrawn_by",
                "withdrawn_at",
            ),
            words=("reason", "withdrawn_because"),
            told_by=("extension.granted", "extension.withdrawn"),
        )
    )
    register(
        Vouched(
            "endorsement",
            Endorsement,
            edition="edition__year",
            key=("uuid",),
            fields=("regency", "number", "date", "document", "document__blob", "recorded_by", "recorded_at"),
            words=("signatory_title", "signatory_name"),
            told_by=("endorsement.recorded",),
        )
    )
    register(
        Vouched(
            "nomination",
            Nomination,
            edition="edition__year",
            key=("number",),
            fields=(
                "blind_code",
                "ikm__uuid",
                "product__uuid",
                "regency",
                "entry",
                "state",
                "previous_award__code",
                "endorsement__uuid",
                "may_publish",
                "owner_refuses",
                "office_refuses",
                "declared_at",
                "answer_by",
                "created_at",
                "changed_at",
            ),
            words=("reason",),
            told_by=("nomination.opened", "nomination.invited", "nomination.declared", "nomination.determined"),
        )
    )
    register(
        Vouched(
            "submission",
            Submission,
            edition=OF_NOMINATION,
            key=("nomination__number", "n"),
            fields=("dossier", "documents", "sha256", "sent_at", "sent_by"),
            more=_papers,
            told_by=("nomination.submitted", "nomination.accepted_invitation"),
        )
    )
    register(
        Vouched(
            "recommendation",
            Recommendation,
            edition=OF_NOMINATION,
            key=("nomination__number", "made_at"),
            fields=("stars", "made_by"),
            words=("reason",),
            told_by=("nomination.recommended",),
        )
    )
    register(
        Vouched(
            "determination",
            Determination,
            edition="edition__year",
            key=("uuid",),
            fields=(
                "number",
                "date",
                "title",
                "signatory_name",
                "signatory_title",
                "document",
                "document__blob",
                "entered_by",
                "entered_at",
            ),
            told_by=("edition.determined",),
        )
    )
    register(
        Vouched(
            "award",
            Award,
            edition=OF_NOMINATION,
            key=("code",),
            fields=("nomination__number", "determination__uuid", "stars", "valid_from", "valid_until"),
        )
    )
    register(
        Vouched(
            "publication",
            Publication,
            edition="edition__year",
            key=(),
            fields=("visible_from", "published_by", "published_at", "ledger_size", "ledger_root"),
            told_by=("edition.published",),
        )
    )
    register(
        Vouched(
            "published",
            PublishedAward,
            edition="year",
            key=("code", "issue"),
            fields=(
                *PRINTED,
                "award__code",
                "proposal__uuid",
                "visible_from",
                "is_rehearsal",
                "told",
                "photos",
                "photo_words",
            ),
            told_by=("award.published", "award.corrected"),
        )
    )
    register(
        Vouched(
            "certificate",
            Certificate,
            edition="published__year",
            key=("published__code", "published__issue"),
            fields=("document", "document__blob", "sha256", "made_at"),
            only=Q(state=CertificateState.READY),
            told_by=("certificate.made",),
        )
    )
    register(
        Vouched(
            "revocation",
            Revocation,
            edition="award__nomination__edition__year",
            key=("award__code",),
            fields=("decree_number", "date", "entered_by", "entered_at"),
            words=("reason",),
            told_by=("award.revoked",),
        )
    )
    register(
        Vouched(
            "proposal",
            Proposal,
            edition=OF_NOMINATION,
            key=("uuid",),
            fields=(
                *("nomination__number", "act", "basis", "basis_date", "seen", "state"),
                *("proposed_by", "proposed_at", "decided_by", "decided_at"),
            ),
            words=("reason", "answer"),
            parts=(Part(Correction, "proposal", ("what", "before", "after")),),
            told_by=("proposal.made", "proposal.confirmed", "proposal.declined"),
        )
    )
    register(
        Vouched(
            "cohort",
            Cohort,
            edition="edition__year",
            key=("uuid",),
            fields=("name", "seats", "opened_at"),
            told_by=("cohort.opened",),
        )
    )
    register(
        Vouched(
            "curation",
            Curation,
            edition="cohort__edition__year",
            key=("award__code",),
            fields=("cohort__uuid", "decided_by", "decided_at"),
            words=("reason",),
            told_by=("award.curated",),
        )
    )
    register_check(dossiers_have_their_hash)
    register_check(files_are_what_was_made)
    register_check(awards_are_what_was_recommended)
    register_check(results_are_those_of_decree_and_publication)
    register_check(published_is_what_was_certified)
    register_check(issues_are_what_was_confirmed)
    register_check(acts_were_confirmed)


def dossiers_have_their_hash(year: int) -> Iterator[str]:
    """Each frozen dossier still gives the hash beside it."""
    rows = Submission.objects.filter(nomination__edition__year=year).order_by("nomination__number", "n")
    for number, n, dossier, sha256 in rows.values_list("nomination__number", "n", "dossier", "sha256"):
        if digest(dossier) != sha256:
            yield _("{number}, kiriman ke-{n}: isinya tidak cocok dengan sidiknya").format(number=number, n=n)


def awards_are_what_was_recommended(year: int) -> Iterator[str]:
    """Every determined file has the stars of its newest recommendation: an award where there are some, none where there are none."""
    newest = Recommendation.objects.filter(nomination=OuterRef("pk")).order_by("-pk").values("stars")[:1]
    rows = Nomination.objects.filter(edition__year=year, edition__determinations__isnull=False)
    given = rows.annotate(said=Subquery(newest)).order_by("number").distinct()
    for number, said, stars in given.values_list("number", "said", "award__stars"):
        if (said or 0) != (stars or 0):
            yield _("{number}: direkomendasikan {said} bintang, ditetapkan {stars}").format(
                number=number, said=said or 0, stars=stars or 0
            )


def results_are_those_of_decree_and_publication(year: int) -> Iterator[str]:
    """The stars give the digest that the event of the publication sealed, and its head stands in the tree."""
    publication = Publication.objects.filter(edition__year=year).first()
    if publication is None:
        return
    stars = dict(Award.objects.filter(nomination__edition__year=year).values_list("nomination__number", "stars"))
    events = Event.objects.filter(kind="edition.published", subject=f"edition:{year}").order_by("-pk")
    said = events.values_list("body__results", flat=True).first()
    if said != digest(stars):
        yield _("Hasil yang terbaca sekarang tidak cocok dengan sidik pada peristiwa pengumuman")
    seal = Seal.objects.filter(size=publication.ledger_size).first()
    if seal is None or bytes(seal.root).hex() != publication.ledger_root:
        yield _("Akar buku jejak pada pengumuman bukan akar yang disegel waktu itu")


def published_is_what_was_certified(year: int) -> Iterator[str]:
    """For each award of a published edition the first issue says what the decree gave and the dossier named."""
    names = {"ikm": NAME_OF_FIRM, "product": NAME_OF_PRODUCT}
    last = Submission.objects.filter(nomination=OuterRef("nomination")).order_by("-n")
    sent = {f"{name}_sent": Subquery(last.annotate(asked=of).values("asked")[:1]) for name, of in names.items()}
    given = ("stars", "valid_from", "valid_until", "determination__number", "determination__date", *sent)
    printed = ("stars", "valid_from", "valid_until", "decree_number", "decree_date", "firm", "product_name")
    issues = PublishedAward.objects.filter(year=year, issue=1)
    said = {award: values for award, *values in issues.values_list("award", *printed)}
    awards = Award.objects.filter(nomination__edition__year=year, nomination__edition__publication__isnull=False)
    for pk, code, *values in awards.annotate(**sent).order_by("code").values_list("pk", "code", *given):
        if said.get(pk) != values:
            yield _("{code}: yang diumumkan bukan yang ditetapkan").format(code=code)


def issues_are_what_was_confirmed(year: int) -> Iterator[str]:
    """Each further issue differs from the one before in what its proposal corrects, and in nothing else."""
    rows = PublishedAward.objects.filter(year=year).order_by("award_id", "issue")
    issues = list(rows.select_related("proposal").prefetch_related("proposal__corrections"))
    before = {(issue.award_id, issue.issue): as_text(issue) for issue in issues}
    for issue in issues:
        if issue.issue > 1:
            proposal, old = issue.proposal, before.get((issue.award_id, issue.issue - 1))
            changes = proposal.corrections.all() if proposal and proposal.state == ProposalState.CONFIRMED else []
            known = old is not None and all(old[one.what] == one.before for one in changes)
            if not known or as_text(issue) != (old or {}) | {one.what: one.after for one in changes}:
                yield _("{code}, terbitan ke-{n}: bukan yang disahkan").format(code=issue.code, n=issue.issue)


def acts_were_confirmed(year: int) -> Iterator[str]:
    """Each revocation, each disqualification and each corrected certificate has its confirmed proposal."""
    done = Proposal.objects.filter(state=ProposalState.CONFIRMED, nomination__edition__year=year)
    agreed = set(done.values_list("nomination", "act"))
    files = Nomination.objects.filter(edition__year=year)
    acts = {
        ActKind.REVOKE: Q(award__revocation__isnull=False),
        ActKind.CORRECT: Q(award__issues__issue__gt=1),
        ActKind.DISQUALIFY: Q(state=NominationState.DISQUALIFIED),
    }
    for act, condition in acts.items():
        held = set(files.filter(condition).values_list("pk", "number"))
        for pk, number in sorted(held, key=lambda one: one[1]):
            if (pk, act) not in agreed:
                yield _("{number}: {act} tanpa pengesahan orang kedua").format(number=number, act=act.label)
