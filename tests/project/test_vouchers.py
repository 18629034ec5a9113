"""Every table has its voucher, or says why it needs none."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps

from ovop_portal.ledger import vouching
from ovop_portal.ledger.models import Salted
from ovop_portal.ledger.vouching import all_vouched

# What vouches for each table of ours: the code under which events carry the digests of its rows; `part of` such a row; or why the proof leaves it out.
# A new table without a line here fails.
VOUCHERS = {
    "ledger.Event": "the tree: leaf hash and seal (verify_ledger), heads that left the house",
    "ledger.Leaf": "the tree",
    "ledger.Seal": "the tree, and the heads that left the house",
    "ledger.SignedHead": "its signature, and its copy in the auditors' mail",
    "ledger.Proof": "its signature; made again by verify_edition at any time",
    "ledger.DoneOperation": "forgotten after a month: answers to forms that were sent twice",
    "regions.Holiday": "days on which nobody is reminded: no result hangs on it",
    "regions.Province": "reference: load_reference --dry-run shows each difference from the decree's list",
    "regions.Regency": "reference",
    "regions.District": "reference",
    "regions.Office": "who may act, not what was decided: office.opened and office.changed tell of it",
    "regions.OutreachSession": "no result hangs on it",
    "accounts.User": "people are not in the journal: only their account's key",
    "accounts.Membership": "who may act: role.granted and role.ended tell of it",
    "accounts.Invitation": "who may act: invitation.made and its followers tell of it",
    "accounts.HolderCode": "valid for minutes: ikm.owner_linked tells that one was brought",
    "accounts.ContactCode": "waits for its answer, then goes: account.changed tells what came of it",
    "accounts.OpenSession": "where somebody is signed in, for half a day",
    "accounts.FactorReset": "who may sign in, not what was decided: second_step.reset carries its hash",
    "accounts.TryCount": "counts of tries, forgotten after a while",
    "documents.Blob": "the hash that is its key; submission, certificate, determination, endorsement name it",
    "documents.Document": "submission, certificate, determination and endorsement carry the hash of its bytes",
    "documents.Inspection": "made again from the bytes at any time",
    "documents.FileCheck": "made again from the bytes each night",
    "documents.KeptUpload": "waits for its form, then goes",
    "documents.Release": "made again from the rows each night",
    "notifications.Notice": "news, not decisions",
    "notifications.Outbox": "news, not decisions",
    "ikm.CommodityGroup": "reference",
    "ikm.Sentra": "live: what was judged stands in the submission",
    "ikm.Joining": "live: what was judged stands in the submission",
    "ikm.JoinRefusal": "talk between owner and dinas: no result hangs on it",
    "ikm.SentraDecree": "live: what was judged stands in the submission",
    "ikm.Ikm": "live: what was judged stands in the submission",
    "ikm.OwnerLink": "who may write: ikm.owner_linked and ikm.owner_unlinked tell of it",
    "ikm.YearlyFigures": "live: what was judged stands in the submission",
    "ikm.Permit": "live: what was judged stands in the submission",
    "ikm.Product": "live: what was judged stands in the submission",
    "ikm.ProductPhoto": "live: what was judged stands in the submission",
    "awards.PublishedClaim": "reference: figures that others published, with their source",
    "awards.StarScheme": "its numbers stand in the digest of the edition",
    "awards.Edition": "edition",
    "awards.Window": "part of edition",
    "awards.WindowChange": "window_change",
    "awards.Gate": "part of edition",
    "awards.RequiredPaper": "part of edition",
    "awards.Endorsement": "endorsement",
    "awards.Nomination": "nomination",
    "awards.OfficeCheck": "what a dinas had read before it sent: what was sent stands in the submission",
    "awards.NumberCounter": "a counter: numbers are unique by a constraint",
    "awards.Extension": "extension",
    "awards.Submission": "submission",
    "awards.Remark": "talk between owner, dinas and panel: no result hangs on it",
    "awards.Milestone": "words for the owner, each beside an event of the nomination",
    "awards.Recommendation": "recommendation",
    "awards.Determination": "determination",
    "awards.Award": "award",
    "awards.PublishedAward": "published",
    "awards.Revocation": "revocation",
    "awards.Proposal": "proposal",
    "awards.Correction": "part of proposal",
    "awards.Publication": "publication",
    "awards.Certificate": "certificate",
    "awards.Cohort": "cohort",
    "awards.Curation": "curation",
    "assessments.Institution": "no result hangs on it: whom its province bars is decided when a sheet is assigned",
    "assessments.JurorOrigin": "kept from what juror.registered, juror.changed and institution.changed tell",
    "assessments.Appointment": "who may act: juror.appointed and juror.appointment_ended tell of it",
    "assessments.Juror": "seats, conflicts and sheets name the juror's account",
    "assessments.Panel": "panel",
    "assessments.PanelMember": "part of panel",
    "assessments.Conflict": "conflict",
    "assessments.Rubric": "its code, hash and content stand in the digest of the plan",
    "assessments.Aspect": "in the digest of the plan",
    "assessments.Criterion": "in the digest of the plan",
    "assessments.Level": "in the digest of the plan",
    "assessments.StarLineSet": "in the digest of the plan",
    "assessments.StarLine": "in the digest of the plan",
    "assessments.AssessmentPlan": "plan",
    "assessments.ScreeningClaim": "who has a file on the desk right now",
    "assessments.Reading": "reading",
    "assessments.GateVerdict": "part of reading",
    "assessments.Entry": "entry",
    "assessments.Scoresheet": "sheet",
    "assessments.ReopeningRequest": "reopening",
    "assessments.Score": "made again from the saves, whose digest stands in that of the locked sheet",
    "assessments.ScoreEvent": "its digest stands in that of the locked sheet",
    "assessments.Tally": "tally",
    "assessments.TallyRow": "part of tally",
    "assessments.PlenaryDecision": "decision",
}
ROOMS = {"ledger", "regions", "accounts", "documents", "notifications", "ikm", "awards", "assessments", "front"}


def test_every_table_has_a_voucher_or_says_why_it_needs_none():
    tables = {
        model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS and not model._meta.proxy
    }

    assert tables == VOUCHERS.keys()


def test_words_of_people_are_hashed_with_a_salt_of_their_row():
    with_words = [rows.model for vouched in all_vouched() for rows in (vouched, *vouched.parts) if rows.words]
    assert [model.__name__ for model in with_words if not issubclass(model, Salted)] == []
    assert vouching.hidden("Sakit", UUID(int=1)) != vouching.hidden("Sakit", UUID(int=2))


def test_the_table_of_vouchers_is_what_the_rooms_have_registered():
    codes = {vouched.code: vouched for vouched in all_vouched()}
    said = {label: words for label, words in VOUCHERS.items() if words in codes or words.startswith("part of ")}

    registered = {vouched.model._meta.label: vouched.code for vouched in codes.values()}
    registered |= {
        part.model._meta.label: f"part of {vouched.code}" for vouched in codes.values() for part in vouched.parts
    }
    assert registered == said
