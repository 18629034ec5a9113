"""The things that the lines of the matrix are about: made once, by the verbs, as the people of the season would."""

from __future__ import annotations

from uuid import UUID

from assessments.models import ConflictKind
from assessments.operations.assigning import declare_conflict
from assessments.operations.drafting import draft_edition
from awards.models import ActKind, Nomination, Proposal
from awards.operations import outcome, programme
from awards.operations.proposals import propose
from awards.states import NominationState as S
from ovop_portal.accounts.invitations import invite, path_of
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Notice, Outbox
from regions.models import Office
from tests.accounts.factories import PASSWORD, invitation, person
from tests.awards.extensions import by_hand
from tests.documents.factories import document
from tests.regions.factories import OfficeFactory
from tests.scene import Scene, open_the_edition


class World:
    """A scene, somebody for each column of the table, and one thing for each line. All of it is made at once: a test's own writes are rolled back."""

    key = "5c9c7a3e-6a8f-4f0e-9d2b-0d6f3a1b2c4d"  # of one form that is sent; each sending is rolled back
    nowhere = UUID("00000000-0000-0000-0000-000000000000")

    def __init__(self, mark: str = "") -> None:
        self.scene = scene = Scene.begin(now(), mark=mark)
        self.actors = self._actors()
        # The decree by which the first juror is one.
        self.appointment = scene.jurors[0].appointments.get()
        # The open edition: a file of the owner at each desk.
        self.draft = scene.at(S.DRAFT)
        self.with_office = scene.at(S.WITH_OFFICE)
        self.returned = scene.at(S.RETURNED_TO_OWNER)
        self.ready = scene.at(S.READY)
        self.submitted = scene.at(S.SUBMITTED)
        self.unanswered = scene.at(S.RETURNED_TO_OFFICE)
        self.passed = scene.at(S.PASSED)
        self.entered = scene.at(S.IN_ASSESSMENT)
        recused = self.actors["recused_juror"]
        declare_conflict(recused.juror, [self.entered], ConflictKind.FIRM, by=recused, now=scene.now)
        self.photo = self.entered.product.photos.earliest("pk").document
        self.permit = self.entered.ikm.permits.earliest("pk").document
        # An act of the region that can still be used, and a cohort that can still be filled.
        self.endorsement = scene.endorsement()
        # The last edition: published, with one award.
        self.award = self._last_season().award("Tenun Terbuka")
        self.cohort = programme.open_cohort(
            self.award.nomination.edition, name="Angkatan 1", seats=10, by=self.actors["curator"], now=scene.now
        )
        # An edition under embargo, with its decree, and one whose scores are complete.
        embargoed = self.another_edition(2022)
        self.embargoed = embargoed.at(S.IN_ASSESSMENT)
        outcome.recommend_star([(self.embargoed, 3, "")], by=self.actors["secretariat"], now=scene.now)
        self.decree = outcome.determine(
            embargoed.edition,
            number="3137 Tahun 2022",
            date=scene.now.date(),
            title="Penerima OVOP",
            signatory_name="Menteri Contoh",
            signatory_title="Menteri Perindustrian",
            document=document("awards.determination", now=scene.now),
            by=self.actors["secretariat"],
            now=scene.now,
        )
        self.finished = finished = self.another_edition(2020)
        self.judged = finished.at(S.IN_ASSESSMENT)
        finished.score(self.judged)
        # The next edition, which nobody has opened yet.
        self.drafted = draft_edition(
            scene.edition, year=2028, name="OVOP 2028", by=self.actors["secretariat"], now=scene.now
        )
        # What waits for a second person: by the secretariat, and by somebody else.
        self.own_proposal = self._proposal(self.award.nomination, ActKind.REVOKE, by=self.actors["secretariat"])
        self.other_proposal = self._proposal(self.passed, ActKind.DISQUALIFY, by="system:tests")
        # More time for the region, beyond a window that is open.
        self.extension = by_hand(scene)
        # A file of a kind for which no room answers, and the first notice of the owner.
        self.unread_document = document("project.nobody", now=scene.now)
        # A letter that was given up.
        self.letter = Outbox.objects.earliest("pk")
        Outbox.objects.filter(pk=self.letter.pk).update(parked_at=scene.now, error="ConnectionRefusedError: away")
        # Somebody who is invited to the dinas of the region, and somebody to a national role.
        self.office = Office.objects.at(scene.regency.code).get()
        self.membership = self.actors["dinas_operator"].memberships.get()
        invited = {"now": scene.now, "by": self.actors["secretariat"], "phone": ""}
        self.invitation = invite(
            name="Putu", email="putu@contoh.test", role=Role.DINAS_OPERATOR, office=self.office, **invited
        )
        # Nobody has agreed yet that this one shall judge.
        self.national = invite(name="Made", email="made@contoh.test", role=Role.SCREENER, office=None, **invited)
        # For this one a colleague has.
        self.agreed = invitation(self.actors["secretariat"], Role.SCREENER, now=scene.now)
        self.notice = Notice.objects.filter(recipient=self.actors["owner"]).earliest("pk")

    @property
    def token(self) -> str:
        """What the link of a national invitation ends with."""
        return path_of(self.agreed).rstrip("/").rpartition("/")[2]

    def _proposal(self, nomination: Nomination, act: ActKind, *, by: User | str) -> Proposal:
        day, reason = self.scene.now.date(), self.scene.said("Usaha tutup")
        return propose(nomination, act, basis="BA-1", basis_date=day, reason=reason, by=by, now=self.scene.now)

    def _actors(self) -> dict[str, User]:
        people = self.scene.people
        lone = ("second_screener", *(f"juror{number}" for number in range(1, 6)))
        return {
            **{name: user for name, user in people.items() if name not in lone},
            "juror": people["juror1"],
            "recused_juror": people["juror2"],
            "other_juror": person("Juri Lain", Role.JUROR, now=self.scene.now),
            "other_province": person(
                "Petugas Jawa Tengah", Role.PROVINCE_OFFICER, office=OfficeFactory(code="33"), now=self.scene.now
            ),
            "superuser": User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD),
        }

    def _last_season(self) -> Scene:
        """The edition of 2024."""
        return self.another_edition(2024)

    def another_edition(self, year: int) -> Scene:
        """Another edition, with the same people and places."""
        this = self.scene
        past = Scene(
            this.now,
            open_the_edition(year, this.now),
            this.regency,
            this.other_regency,
            this.commodity,
            this.people,
            this.mark,
        )
        past.__dict__.update(jurors=this.jurors, sentra=this.sentra)
        return past
