"""Who may open what: written by hand from the rules, never from the code.

One line for each address, and one more where the same address leads to a thing in another state. A line says what a GET and an empty POST are answered:

    Row("front:audit", get=only("secretariat auditor superuser"), post=known(405))

`args` picks the thing from the world (`tests/project/world.py`); without it the address has none. Answers:
200 shown, 302 led on (a stranger: to sign in), 403 known but not yours, 404 hidden or not there,
405 not asked this way, 409 moved on meanwhile or closed, 422 asked for what is missing.
"""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANONYMOUS = "anonymous"
ACTORS = (
    ANONYMOUS,
    "owner",  # of the firm that the things of the world belong to
    "other_owner",
    "dinas_operator",  # of the region of that firm
    "dinas_signer",
    "other_dinas",
    "province_officer",  # of the province of that region
    "other_province",  # officer of another province
    "screener",
    "secretariat",
    "juror",  # assigned to the file before the jury
    "other_juror",
    "recused_juror",  # was assigned to that file, and has declared a conflict with it
    "curator",
    "auditor",
    "superuser",
)
Answers = dict[str, int]


def everybody(answer: int) -> Answers:
    """The same for strangers and for all who have signed in."""
    return dict.fromkeys(ACTORS, answer)


def known(answer: int) -> Answers:
    """The same for all who have signed in; strangers are led to sign in."""
    return {**everybody(answer), ANONYMOUS: 302}


def only(names: str, answer: int = 200, *, others: int = 403) -> Answers:
    """`answer` for the named (separated by blanks), `others` for the rest of those who have signed in."""
    named = names.split()
    assert set(named) <= set(ACTORS), set(named) - set(ACTORS)
    return {**known(others), **dict.fromkeys(named, answer)}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    get: Answers
    post: Answers
    args: Callable[[Any], list[Any]] = lambda world: []
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} {self.note}".strip()


def only_for_juror(answer: int) -> Answers:
    """A sheet: its juror's alone; to other jurors it does not exist, to others the room is closed."""
    return {**only("juror", answer), **dict.fromkeys(["other_juror", "recused_juror", "superuser"], 404)}


# Superusers pass every door that asks for a permission without a row (Django asks them first), and see no rows: they hold no role.
OWNERS = "owner other_owner superuser"
DINAS = "dinas_operator dinas_signer other_dinas superuser"
JURORS = "juror other_juror recused_juror superuser"
SECRETARIAT = "secretariat superuser"
# They hold no national role beside their own.
JUDGED = ("owner", "other_owner", "dinas_operator", "dinas_signer", "other_dinas", "province_officer", "other_province")
DESK = "screener secretariat auditor superuser"
SIGNERS = ("dinas_signer", "other_dinas")
# Whoever looks after the office of the region.
OFFICE = f"{SECRETARIAT} dinas_signer"
AUDITED = "secretariat auditor superuser"
# A file of the owner, before and after its dinas has sent it on.
OWN_DINAS = "dinas_operator dinas_signer"
READERS = "owner dinas_operator dinas_signer province_officer secretariat"
READERS_WHEN_SENT = f"{READERS} screener curator"
OTHERS_THAN_DINAS = dict.fromkeys(
    (
        "owner",
        "other_owner",
        "province_officer",
        "other_province",
        "screener",
        "secretariat",
        "juror",
        "other_juror",
        "recused_juror",
        "curator",
        "auditor",
    ),
    403,
)

# fmt: off
TABLE = [
    # --- accounts: one's own door and data ---
    Row("accounts:sign_in", get={**known(302), ANONYMOUS: 200}, post={**known(302), ANONYMOUS: 422}),
    Row("accounts:sign_out", get=known(200), post=everybody(302)),
    Row("accounts:profile", get=known(200), post=known(405)),
    Row("accounts:inactive", get=everybody(403), post=everybody(405)),
    Row("accounts:still_here", get=known(204), post=known(405)),
    Row("accounts:password_change", get=known(200), post=known(422)),
    Row("accounts:holder_code", get=known(200), post=known(302)),
    Row("accounts:account_change", get=known(200), post=known(422)),
    Row("accounts:email_code", note="nothing waits", get=known(302), post=known(302)),
    Row("accounts:phone", get=known(200), post=known(422)),
    Row("accounts:phone_code", note="nothing waits", get=known(302), post=known(302)),
    Row("accounts:reached_by", get=known(200), post=known(422)),
    Row("accounts:devices", get=known(200), post=known(302)),
    Row("accounts:second_step", get=known(200), post=known(405)),
    Row("accounts:take_step", note="with nothing to take it with", get=known(302), post=known(302)),
    Row("accounts:challenge", get=known(405), post=known(200)),
    Row("accounts:new_app", get=known(200), post=known(422)),
    Row("accounts:new_key", get=known(200), post=known(422)),
    Row("accounts:paper_codes", note="of nothing", get=known(302), post=known(302)),
    Row("accounts:remove_step", note="that is not there", args=lambda w: ["aplikasi"], get=known(302), post=known(409)),
    Row("accounts:typed", note="kept by nobody", args=lambda w: ["made-up"], get=known(302), post=known(302)),
    Row("accounts:password_reset", get=everybody(200), post=everybody(422)),
    Row("accounts:recover", get=everybody(200), post=everybody(422)),
    Row("accounts:recover_code", note="that nobody asked for", get=everybody(302), post=everybody(302)),
    Row("accounts:password_reset_sent", get=everybody(200), post=everybody(405)),
    Row("accounts:password_reset_key", args=lambda w: ["1", "made-up"], get=everybody(410), post=everybody(410)),
    # --- accounts: people, offices and invitations ---
    Row("accounts:people", get=only(SECRETARIAT), post=known(405)),
    Row("accounts:person", args=lambda w: [w.actors["dinas_operator"].uuid], get=only(SECRETARIAT), post=known(405)),
    Row("accounts:contacts", args=lambda w: [w.actors["dinas_operator"].uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("accounts:reset_step", args=lambda w: [w.actors["dinas_operator"].uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("accounts:reset_step", note="of a national role", args=lambda w: [w.actors["juror"].uuid], get=only("superuser"), post=only("superuser", 422)),
    Row("accounts:closing", args=lambda w: [w.actors["dinas_operator"].uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 302)),
    Row("accounts:ending", args=lambda w: [w.actors["dinas_operator"].uuid, w.membership.pk], get=only(OFFICE), post=only(OFFICE, 302)),
    Row("accounts:offices", get=only(SECRETARIAT), post=known(405)),
    Row("accounts:own_offices", get={**only(SECRETARIAT), **dict.fromkeys(SIGNERS, 302)}, post=known(405)),
    Row("accounts:office", args=lambda w: [w.office.uuid], get=only(OFFICE), post=known(405)),
    Row("accounts:office_change", args=lambda w: [w.office.uuid], get=only(OFFICE), post=only(OFFICE, 422)),
    Row("accounts:invite", get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("accounts:invite_to_office", args=lambda w: [w.office.uuid], get=only(OFFICE), post=only(OFFICE, 422)),
    Row("accounts:invitations", get=only(SECRETARIAT), post=known(405)),
    Row("accounts:invitation", args=lambda w: [w.invitation.uuid], get=only(OFFICE), post=only(OFFICE, 302)),
    Row("accounts:invitation", note="to a national role", args=lambda w: [w.national.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 409)),
    Row("accounts:invited", args=lambda w: [w.token], get=everybody(200), post={**everybody(302), ANONYMOUS: 422, "secretariat": 422, **dict.fromkeys(JUDGED, 422)}),  # who invited, and whose files are judged
    Row("accounts:invited", note="that never was", args=lambda w: ["made-up"], get=everybody(410), post=everybody(410)),
    # --- documents: a file is there for whom a room opens it ---
    Row("documents:kept", note="of somebody else", args=lambda w: [w.nowhere], get=known(404), post=known(405)),
    Row("documents:file", note="of nobody's kind", args=lambda w: [w.unread_document.pk], get=everybody(404), post=everybody(405)),
    Row("documents:file", note="that never was", args=lambda w: [w.nowhere], get=everybody(404), post=everybody(405)),
    Row("documents:file", note="photo of a file before the jury", args=lambda w: [w.photo.pk], get={**everybody(404), **dict.fromkeys(f"{READERS_WHEN_SENT} juror".split(), 200)}, post=everybody(405)),
    Row("documents:file", note="permit of a file before a blind jury", args=lambda w: [w.permit.pk], get={**everybody(404), **dict.fromkeys(READERS_WHEN_SENT.split(), 200)}, post=everybody(405)),
    Row("documents:file", note="act of the regional head before anything is sent with it", args=lambda w: [w.endorsement.document.pk], get={**everybody(404), **dict.fromkeys(["dinas_operator", "dinas_signer", "province_officer", "secretariat"], 200)}, post=everybody(405)),
    Row("documents:file", note="act of the regional head that sent something", args=lambda w: [w.submitted.endorsement.document.pk], get={**everybody(404), **dict.fromkeys(["dinas_operator", "dinas_signer", "province_officer", "screener", "secretariat"], 200)}, post=everybody(405)),
    Row("documents:file", note="ministerial decree before the publication", args=lambda w: [w.decree.document.pk], get={**everybody(404), "secretariat": 200}, post=everybody(405)),
    # --- notifications: everybody's own inbox ---
    Row("notifications:inbox", get=known(200), post=known(405)),
    Row("notifications:read_all", get=known(405), post=known(302)),
    Row("notifications:open", args=lambda w: [w.notice.uuid], get=known(405), post=only("owner", 302, others=404)),
    Row("notifications:whatsapp_receipts", note="without a signature", get=everybody(403), post=everybody(403)),
    # --- notifications: the letters that were given up ---
    Row("notifications:held", get=only(SECRETARIAT), post=known(405)),
    Row("notifications:held_retry", get=known(405), post=only(SECRETARIAT, 302)),
    Row("notifications:held_set_aside", args=lambda w: [w.letter.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("notifications:held_set_aside", note="that is not held", args=lambda w: [w.nowhere], get=only(SECRETARIAT, 404), post=only(SECRETARIAT, 404)),
    # --- awards: registration and the way of the owner ---
    Row("awards:register", get=everybody(200), post=everybody(405)),
    Row("awards:register_check", get=everybody(200), post=everybody(405)),
    Row("awards:register_account", note="before the questions", get=everybody(302), post=everybody(302)),
    Row("awards:register_done", note="by who did not register", get=everybody(302), post=everybody(302)),
    Row("awards:status_lookup", get=everybody(200), post=everybody(422)),
    Row("awards:owner_home", get=only(OWNERS), post=only(OWNERS, 404)),
    Row("awards:tasks", note="draft", args=lambda w: [w.draft.number], get=only(READERS, others=404), post=known(405)),
    Row("awards:tasks", note="sent", args=lambda w: [w.submitted.number], get=only(READERS_WHEN_SENT, others=404), post=known(405)),
    Row("awards:tasks", note="that is not there", args=lambda w: ["OVOP-2026-9999"], get=known(404), post=known(405)),
    Row(
        "awards:section",
        note="draft",
        args=lambda w: [w.draft.number, "profil"],
        get=only(READERS, others=404),
        post={**only(READERS, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 422)},
    ),
    Row(
        "awards:section",
        note="sent",
        args=lambda w: [w.submitted.number, "profil"],
        get=only(READERS_WHEN_SENT, others=404),
        post={**only(READERS_WHEN_SENT, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 409)},
    ),
    Row(
        "awards:check",
        note="draft",
        args=lambda w: [w.draft.number],
        get=only(READERS, others=404),
        post={**only(READERS, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 422)},
    ),
    Row("awards:status", note="draft", args=lambda w: [w.draft.number], get=only(READERS, others=404), post=known(405)),
    Row("awards:status", note="sent", args=lambda w: [w.submitted.number], get=only(READERS_WHEN_SENT, others=404), post=known(405)),
    Row("awards:sent", args=lambda w: [w.with_office.number], get=only(READERS, others=404), post=known(405)),
    Row("awards:sent_receipt", note="sent", args=lambda w: [w.with_office.number], get=only(READERS, others=404), post=known(405)),
    Row("awards:sent_receipt", note="draft", args=lambda w: [w.draft.number], get=only(READERS, 302, others=404), post=known(405)),
    Row(
        "awards:withdraw",
        note="draft",
        args=lambda w: [w.draft.number],
        get={**only(READERS, 403, others=404), **dict.fromkeys(["owner", "dinas_signer"], 200)},
        post={**only(READERS, 403, others=404), **dict.fromkeys(["owner", "dinas_signer"], 422)},
    ),
    Row("awards:consent", note="awarded", args=lambda w: [w.award.nomination.number], get={**only(READERS_WHEN_SENT, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 200)}, post={**only(READERS_WHEN_SENT, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 422)}),
    Row("awards:consent", note="no award", args=lambda w: [w.submitted.number], get={**only(READERS_WHEN_SENT, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 404)}, post={**only(READERS_WHEN_SENT, 403, others=404), **dict.fromkeys(["owner", "dinas_operator", "dinas_signer"], 404)}),
    # --- awards: the dinas ---
    Row("awards:dinas_home", get=only(DINAS), post=known(405)),
    Row("awards:candidate_new", get=only(DINAS), post=only(DINAS, 422)),
    Row("awards:sentras", get=only(f"{DINAS} province_officer other_province"), post=known(405)),
    Row(
        "awards:sentra",
        args=lambda w: [w.scene.sentra.uuid],
        get={**only(f"{OWN_DINAS} province_officer"), **dict.fromkeys(["other_dinas", "other_province", "superuser"], 404)},
        post=known(405),
    ),
    *(
        Row(
            name,
            args=args,
            get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
            post={**only(OWN_DINAS, 422, others=404), **OTHERS_THAN_DINAS},
        )
        for name, args in (
            ("awards:sentra_edit", lambda w: [w.scene.sentra.uuid]),
            ("awards:sentra_decree_new", lambda w: [w.scene.sentra.uuid]),
            ("awards:sentra_decree", lambda w: [w.scene.sentra.uuid, w.scene.sentra.decrees.get().uuid]),
        )
    ),
    Row("awards:sentra_new", get=only(DINAS), post=only(DINAS, 422)),
    Row(
        "awards:review",
        args=lambda w: [w.with_office.number],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post={**only(OWN_DINAS, 409, others=404), **OTHERS_THAN_DINAS},
    ),
    Row(
        "awards:owner_account",
        args=lambda w: [w.with_office.number],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post={**only(OWN_DINAS, 422, others=404), **OTHERS_THAN_DINAS},
    ),
    Row(
        "awards:owner_unlink",
        args=lambda w: [w.with_office.number],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post={**only(OWN_DINAS, 422, others=404), **OTHERS_THAN_DINAS},
    ),
    Row(
        "awards:join_decline",
        note="asked by nobody",
        args=lambda w: [w.with_office.number],
        get={**only(OWN_DINAS, 302, others=404), **OTHERS_THAN_DINAS},
        post={**only(OWN_DINAS, 409, others=404), **OTHERS_THAN_DINAS},
    ),
    Row(
        "awards:join",
        args=lambda w: [w.with_office.number],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post={**only(OWN_DINAS, 200, others=404), **OTHERS_THAN_DINAS},
    ),
    Row(
        "awards:join_ask",
        args=lambda w: [w.draft.number],
        get={**only("owner", others=403), "other_owner": 404, "superuser": 404},
        post={**only("owner", 302, others=403), "other_owner": 404, "superuser": 404},
    ),
    Row("awards:endorsements", get=only(DINAS), post=known(405)),
    Row("awards:endorsement_new", get=only(DINAS), post=only(DINAS, 422)),
    Row(
        "awards:endorsement",
        args=lambda w: [w.endorsement.uuid],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post=known(405),
    ),
    Row(
        "awards:submit",
        args=lambda w: [w.endorsement.uuid],
        get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS},
        post={**only("dinas_signer", 422, others=404), **OTHERS_THAN_DINAS, "dinas_operator": 403},
    ),
    Row("awards:endorsement_receipt", note="of an act that sent something", args=lambda w: [w.submitted.endorsement.uuid], get={**only(OWN_DINAS, others=404), **OTHERS_THAN_DINAS}, post=known(405)),
    Row("awards:endorsement_receipt", note="of an act that sent nothing", args=lambda w: [w.endorsement.uuid], get={**only(OWN_DINAS, 404, others=404), **OTHERS_THAN_DINAS}, post=known(405)),
    # --- awards: the public ---
    Row("awards:catalogue", get=everybody(200), post=everybody(405)),
    Row("awards:product", args=lambda w: ["x", w.award.nomination.product_id], get=everybody(301), post=everybody(405), note="by another name"),
    Row("awards:product", args=lambda w: ["x", w.draft.product_id], get=everybody(404), post=everybody(405), note="without an award"),
    Row("awards:verify", args=lambda w: [w.award.code], get=everybody(200), post=everybody(405)),
    Row("awards:verify", args=lambda w: ["AAAAAAAAAAA"], get=everybody(404), post=everybody(405), note="of no certificate"),
    Row("awards:verify_lookup", get=everybody(200), post=everybody(405)),
    Row("awards:certificate", args=lambda w: [w.award.code], get=everybody(202), post=everybody(405), note="while it is made"),
    Row("awards:figures", get=everybody(200), post=everybody(405)),
    # --- awards: the officers' part of the result ---
    Row("awards:extensions", args=lambda w: [2026], get=only(SECRETARIAT), post=known(405)),
    Row("awards:extension_new", args=lambda w: [2026], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:extension_new", note="of a published edition", args=lambda w: [2024], get=only(SECRETARIAT, 409), post=only(SECRETARIAT, 409)),
    Row("awards:extension", args=lambda w: [w.extension.uuid], get={**only(f"owner dinas_operator dinas_signer province_officer {SECRETARIAT}"), **dict.fromkeys(("other_owner", "other_dinas", "other_province", "superuser"), 404)}, post=known(405)),
    Row("awards:extension_withdraw", args=lambda w: [w.extension.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:holders", note="nobody to invite", args=lambda w: [2026], get=only(SECRETARIAT), post=only(SECRETARIAT, 409)),
    Row("awards:determination", args=lambda w: [2026], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:publication", args=lambda w: [2026], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:proposals", args=lambda w: [2024], get=only(SECRETARIAT), post=known(405)),
    Row("awards:proposal", note="of one's own", args=lambda w: [w.own_proposal.uuid], get=only(SECRETARIAT), post=only("superuser", 422)),
    Row("awards:proposal", note="of another", args=lambda w: [w.other_proposal.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:proposal", note="that never was", args=lambda w: [w.nowhere], get=only(SECRETARIAT, 404), post=only(SECRETARIAT, 404)),
    Row("awards:proposal_decline", args=lambda w: [w.other_proposal.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("awards:propose", args=lambda w: [w.entered.number, "gugurkan"], get={**only("secretariat"), "superuser": 404}, post={**only("secretariat", 422), "superuser": 404}),
    Row("awards:propose", note="while another waits", args=lambda w: [w.award.nomination.number, "cabut"], get={**only("secretariat", 409), "superuser": 404}, post={**only("secretariat", 422), "superuser": 404}),
    Row("awards:certificates_retry", note="none parked", args=lambda w: [2026], get=known(405), post=only(SECRETARIAT, 409)),
    Row("awards:go_global", get=only("secretariat curator auditor superuser"), post=only("curator superuser", 422)),
    Row("awards:cohort", args=lambda w: [w.cohort.uuid], get=only("secretariat curator auditor superuser"), post=only("curator superuser", 422)),
    # --- assessments: the jury ---
    Row("assessments:jury_queue", get=only(JURORS), post=known(405)),
    Row("assessments:jury_sheet", args=lambda w: [w.entered.blind_code], get=only_for_juror(200), post=only_for_juror(302)),
    Row("assessments:jury_save", args=lambda w: [w.entered.blind_code], get=known(405), post=only_for_juror(400)),
    Row("assessments:jury_send", args=lambda w: [w.entered.blind_code], get=only_for_juror(200), post=only_for_juror(409)),
    Row("assessments:jury_ask_reopening", note="not yet locked", args=lambda w: [w.entered.blind_code], get=only_for_juror(302), post=only_for_juror(422)),
    Row("assessments:jury_conflict", args=lambda w: [w.entered.blind_code], get=only_for_juror(200), post=only_for_juror(422)),
    # --- assessments: a new edition ---
    Row("assessments:edition_new", get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:edition_open", args=lambda w: [w.drafted.year], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:edition_open", note="that was never a draft", args=lambda w: [2026], get=only(SECRETARIAT, 404), post=only(SECRETARIAT, 404)),
    # --- assessments: the book of the jury ---
    Row("assessments:jurors", get=only(SECRETARIAT), post=known(405)),
    Row("assessments:appoint", get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:juror", args=lambda w: [w.actors["juror"].uuid], get=only(SECRETARIAT), post=known(405)),
    Row("assessments:juror_change", args=lambda w: [w.actors["juror"].uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:juror_change", note="of no juror", args=lambda w: [w.actors["owner"].uuid], get=only(SECRETARIAT, 404), post=only(SECRETARIAT, 404)),
    Row("assessments:appointment_end", args=lambda w: [w.actors["juror"].uuid, w.appointment.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:replace_juror", args=lambda w: [w.actors["juror"].uuid, 2026], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:replace_juror", note="without a seat", args=lambda w: [w.actors["juror"].uuid, 2024], get=only(SECRETARIAT, 409), post=only(SECRETARIAT, 422)),
    Row("assessments:institutions", get=only(SECRETARIAT), post=known(405)),
    Row("assessments:institution_new", get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:institution", args=lambda w: [w.appointment.juror.institution.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:institution_end", note="that has jurors", args=lambda w: [w.appointment.juror.institution.uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    # --- assessments: screening, jury and tally as the desk sees them ---
    Row("assessments:desk_home", get=only(DESK), post=known(405)),
    Row("assessments:rubric", get=only(DESK), post=known(405)),
    Row("assessments:schedule", args=lambda w: [2026], get=only(SECRETARIAT), post=known(405)),
    Row("assessments:at_hour", args=lambda w: [2026], get=only(SECRETARIAT), post=known(405)),
    Row("assessments:window", args=lambda w: [2026, "pengusulan"], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:window", note="after the publication", args=lambda w: [2024, "pengusulan"], get=only(SECRETARIAT, 409), post=only(SECRETARIAT, 409)),
    Row("assessments:screening_queue", get=only(DESK), post=only("screener superuser", 302)),
    Row("assessments:screening_file", note="not taken up", args=lambda w: [w.submitted.number], get={**only(DESK), "superuser": 404}, post={**only("screener", 422), "superuser": 404}),
    Row("assessments:screening_file", note="draft", args=lambda w: [w.draft.number], get=only(DESK, 404), post=only(DESK, 404)),
    Row("assessments:screening_answer", note="being answered", args=lambda w: [w.unanswered.number], get={**only("screener"), "superuser": 404}, post={**only("screener", 422), "superuser": 404}),
    Row("assessments:screening_answer", note="not sent back", args=lambda w: [w.submitted.number], get={**only("screener", 302), "superuser": 404}, post={**only("screener", 302), "superuser": 404}),
    Row("assessments:screening_answer", note="draft", args=lambda w: [w.draft.number], get={**only("screener superuser", 404)}, post={**only("screener superuser", 404)}),
    Row("assessments:assignment", args=lambda w: [2026], get=only(AUDITED), post=only(SECRETARIAT, 422)),
    Row("assessments:samples", args=lambda w: [2026], get=only(AUDITED), post=only(SECRETARIAT, 422)),
    Row("assessments:monitor", args=lambda w: [2026], get=only(AUDITED), post=known(405)),
    Row("assessments:entry", args=lambda w: [2026, w.entered.blind_code], get=only(AUDITED), post=known(405)),
    Row("assessments:reopen", note="not yet locked", args=lambda w: [2026, w.entered.blind_code, w.actors["juror"].uuid], get={**only(SECRETARIAT, 409), "superuser": 404}, post={**only(SECRETARIAT, 422), "superuser": 404}),
    Row("assessments:reopenings", args=lambda w: [2026], get=only(AUDITED), post=known(405)),
    Row("assessments:reopening_decline", note="nobody asked", args=lambda w: [2026, w.entered.blind_code, w.actors["juror"].uuid], get={**only(SECRETARIAT, 404), "superuser": 404}, post={**only(SECRETARIAT, 404), "superuser": 404}),
    Row("assessments:withdraw", args=lambda w: [2026, w.entered.blind_code, w.actors["juror"].uuid], get={**only(SECRETARIAT), "superuser": 404}, post={**only(SECRETARIAT, 422), "superuser": 404}),
    Row("assessments:end_seat", args=lambda w: [2026, "kain_tenun", w.actors["juror"].uuid], get=only(SECRETARIAT), post=only(SECRETARIAT, 422)),
    Row("assessments:recap", args=lambda w: [2026], get=only(AUDITED), post=only(SECRETARIAT, 422)),
    Row("assessments:plenary", args=lambda w: [2026], get=only(AUDITED), post=only(SECRETARIAT, 422)),
    # --- front ---
    Row("front:home", get=everybody(200), post=everybody(405)),
    Row("front:start", get=known(302), post=known(405)),
    Row("front:audit", get=only(AUDITED), post=known(405)),
    Row("front:province", get=only("province_officer other_province superuser"), post=known(405)),
    Row("front:heads", get=everybody(200), post=everybody(405)),
    Row("front:help", get=everybody(200), post=everybody(405)),
    Row("front:contact", get=everybody(200), post=everybody(405)),
    Row("front:privacy", get=everybody(200), post=everybody(405)),
    Row("front:accessibility", get=everybody(200), post=everybody(405)),
    Row("front:health_live", get=everybody(200), post=everybody(405)),
    Row("front:health_ready", get=everybody(503), post=everybody(405), note="without a beat"),
    # --- demo: everybody may be anybody there ---
    Row("demo:people", get=everybody(200), post=everybody(405)),
    Row("demo:style", get=everybody(200), post=everybody(405)),
    Row("demo:sign_in_as", args=lambda w: ["owner"], get=everybody(405), post=everybody(404), note="before its people are made"),
    Row("demo:mails", get=everybody(200), post=everybody(405)),
    Row("demo:mail", args=lambda w: ["x.log", 1], get=everybody(404), post=everybody(405)),
]
# fmt: on


@dataclass(frozen=True)
class Deed:
    """A form filled in as it should be, sent by everybody: whoever may not, is stopped for that alone."""

    title: str
    name: str
    args: Callable[[Any], list[Any]]
    fields: Callable[[Any], dict[str, Any]]
    post: Answers


# 302: it is done, and one is led on.
DEEDS = [
    Deed(
        "decline to nominate",
        "awards:review",
        lambda w: [w.with_office.number],
        lambda w: {"tindakan": "tolak", "tolak-kunci": w.key, "tolak-reason": "Bukan produk sentra"},
        {**only("dinas_signer", 302, others=404), **OTHERS_THAN_DINAS, "dinas_operator": 403},
    ),
    Deed(
        "make a file ready",
        "awards:review",
        lambda w: [w.with_office.number],
        lambda w: {"tindakan": "siap", "kunci": w.key},
        {**only(OWN_DINAS, 302, others=404), **OTHERS_THAN_DINAS},
    ),
    Deed(
        "send with the act of the regional head",
        "awards:submit",
        lambda w: [w.endorsement.uuid],
        lambda w: {"kunci": w.key, "candidates": [w.ready.number], "in_letter": "1", "matched": "on"},
        {**only("dinas_signer", 302, others=404), **OTHERS_THAN_DINAS, "dinas_operator": 403},
    ),
    Deed(
        "withdraw",
        "awards:withdraw",
        lambda w: [w.with_office.number],
        lambda w: {"kunci": w.key, "alasan": "Pemilik sakit"},
        {**only(READERS, 403, others=404), **dict.fromkeys(["owner", "dinas_signer"], 302)},
    ),
    Deed(
        "take a file up for screening",
        "assessments:screening_file",
        lambda w: [w.submitted.number],
        lambda w: {"kunci": w.key, "ambil": "ya"},
        {**only("screener", 302), "superuser": 404},
    ),
    Deed(
        "tally",
        "assessments:recap",
        lambda w: [w.judged.edition.year],
        lambda w: {"kunci": w.key},
        only(SECRETARIAT, 302),
    ),
    Deed(
        "publish",
        "awards:publication",
        lambda w: [w.decree.edition.year],
        lambda w: {"kunci": w.key, "name": w.decree.edition.name},
        only(SECRETARIAT, 302),
    ),
]
