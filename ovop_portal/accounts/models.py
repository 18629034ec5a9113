"""Users and their memberships."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import JUDGING_ROLES, NO_DUTIES, OFFICE_ROLES, Duties, Role
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, only_when, shaped, together
from ovop_portal.common.guards import Fixed, Locked, append_only
from ovop_portal.common.names import NameField, key_column
from ovop_portal.common.prepared import Prepared
from ovop_portal.common.rights import ERASE
from ovop_portal.ledger.models import Salted
from regions.models import Office


def masked(address: str) -> str:
    """An e-mail address as others may see it: "s…@contoh.id"."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""


class ContactChannel(models.TextChoices):
    """By what a contact is reached."""

    EMAIL = "email", _("e-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        *,
        name: str,
        phone: str | None = None,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> User:
        """Make a user with a phone number (E.164), an e-mail address, or both."""
        user = self.model(
            name=name, phone=phone or None, email=self.normalize_email(email).lower() if email else None, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, password: str, name: str = "Pengelola sistem", **fields: Any) -> User:
        """Make a system administrator: the only kind of user who may open the Django admin."""
        return self.create_user(name=name, email=email, password=password, is_staff=True, is_superuser=True, **fields)

    def named(self, name: str) -> User | None:
        """The user with this e-mail address or number (E.164)."""
        return self.filter(Q(email=name.lower()) | Q(phone=name)).first()

    def by_actor(self, actors: Iterable[str | None]) -> dict[str, User]:
        """The people among `actors`, as the journal calls them."""
        uuids = {actor.removeprefix("user:") for actor in actors if actor and actor.startswith("user:")}
        return {person.actor: person for person in self.filter(uuid__in=uuids)} if uuids else {}

    def get_by_natural_key(self, username: str | None) -> User:
        name = username or ""
        return self.get(Q(email=name.lower()) | Q(phone=name))

    def holding(self, *roles: str, office: Office | None = None) -> models.QuerySet[User]:
        """Active users who hold one of `roles` today (for `office`, if one is named)."""
        held = Membership.objects.current().filter(role__in=roles)
        if office is not None:
            held = held.filter(office=office)
        return self.filter(is_active=True, pk__in=held.values("user_id"))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in with a phone number or an e-mail address; what they may do comes from their memberships."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nama"), max_length=150)
    name_key = key_column()
    email = models.EmailField(_("e-mail"), max_length=254, null=True, blank=True)
    # When its holder proved to receive mail there; None for a new address.
    email_verified_at = models.DateTimeField(_("e-mail dipastikan"), null=True, blank=True, editable=False)
    phone = models.CharField(_("nomor WhatsApp"), max_length=16, null=True, blank=True, unique=True)
    # When its holder proved to receive messages there; None for a number that has nobody's word.
    phone_verified_at = models.DateTimeField(_("nomor dipastikan"), null=True, blank=True, editable=False)
    # By what the person wants to be told, the most wanted first (`reaching.py`); None: they have not said.
    reached_by = ArrayField(
        models.CharField(max_length=10, choices=ContactChannel.choices),
        verbose_name=_("cara menerima kabar"),
        null=True,
        blank=True,
        editable=False,
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka pengelola"), default=False)
    # Sessions that began before this hour are over, whatever their cookie says.
    sessions_end_at = models.DateTimeField(_("sesi diakhiri"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("terdaftar"), db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        # Tens of thousands of owners, looked through by the alphabet.
        indexes = [models.Index(fields=["name_key", "id"], name="user_name_key")]
        triggers = [Fixed(name="accounts_user_fixed", fields=["uuid"])]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_can_be_reached"
            ),
            only_when("user_phone_e164", Q(phone__isnull=False), Q(phone__regex=r"^\+[1-9][0-9]{7,14}$")),
            not_blank("user_has_name", "name"),
            only_when("user_verified_has_email", Q(email_verified_at__isnull=False), Q(email__isnull=False)),
            only_when("user_verified_has_phone", Q(phone_verified_at__isnull=False), Q(phone__isnull=False)),
            only_when(
                "user_reached_by_known",
                Q(reached_by__isnull=False),
                Q(reached_by__contained_by=ContactChannel.values, reached_by__len__lte=len(ContactChannel)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def role_labels(self) -> list[str]:
        """The labels of `roles`, codes that a list has annotated."""
        return [str(Role(role).label) for role in getattr(self, "roles", [])]

    @property
    def masked_email(self) -> str:
        """The address as others may see it: "s…@contoh.id"."""
        return masked(self.email or "")

    @property
    def actor(self) -> str:
        """How the ledger names this person: a text that outlives the account and carries no personal data."""
        return f"user:{self.uuid}"

    @cached_property
    def duties(self) -> Duties:
        """The user's current memberships, united. One query, once for each loaded user."""
        if not self.is_active or self.pk is None:
            return NO_DUTIES
        by_role: dict[str, set[int]] = {}
        for role, office_id in _roles_held(user=self.pk):
            by_role.setdefault(role, set()).update([office_id] if office_id else [])
        return Duties({role: frozenset(offices) for role, offices in by_role.items()})


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Memberships in force now, by the database's clock."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), starts_at__lte=Now())

    def at(self, moment: datetime) -> MembershipQuerySet:
        """Memberships in force at `moment`."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)

    def for_profile(self) -> MembershipQuerySet:
        """Memberships in force, with the names of office and place, in the order they were given."""
        return (
            self.current().select_related("office__regency__province", "office__province").order_by("starts_at", "pk")
        )


class Membership(models.Model):
    """A user holds a role, for an office or for the nation, from one moment to another. It ends; it is never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("pengguna"))
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("kantor")
    )
    starts_at = models.DateTimeField(_("mulai"), db_default=Now())
    ends_at = models.DateTimeField(_("berakhir"), null=True, blank=True)
    granted_by = models.CharField(_("diberikan oleh"), max_length=80)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints = [
            one_of("membership_role_known", "role", Role.values),
            models.CheckConstraint(
                condition=Q(role__in=sorted(OFFICE_ROLES), office__isnull=False)
                | (~Q(role__in=sorted(OFFICE_ROLES)) & Q(office__isnull=True)),
                name="membership_office_fits_role",
            ),
            in_order("membership_dates_in_order", "starts_at", "ends_at"),
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="membership_held_once",
            ),
            shaped("membership_granted_by_actor", "granted_by", r"^(user|system):"),
        ]
        # Who might do what, and when, is history: another role is another membership.
        triggers = [
            Fixed(name="accounts_membership_fixed", fields=["user", "role", "office", "starts_at", "granted_by"]),
            Locked(name="accounts_membership_locked", field="ends_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting_for_second(self) -> InvitationQuerySet:
        """Open, to a role that judges, and agreed to by nobody yet."""
        return self.open().filter(role__in=JUDGING_ROLES, agreed_at__isnull=True)

    def open(self) -> InvitationQuerySet:
        """Neither taken nor withdrawn; some of them too old."""
        return self.filter(taken_at__isnull=True, withdrawn_at__isnull=True)

    def for_list(self) -> InvitationQuerySet:
        """With office and place, the latest first."""
        return self.select_related("office__regency__province", "office__province").order_by("-sent_at", "-pk")


class Invitation(models.Model):
    """Somebody is asked to hold a role (`invitations.py`). Whoever has the link of it, once and in time, takes the role with an account of their own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nama"), max_length=150)
    email = models.EmailField(_("e-mail"), max_length=254, null=True, blank=True)
    phone = models.CharField(_("nomor WhatsApp"), max_length=16, null=True, blank=True)
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("kantor")
    )
    made_at = models.DateTimeField(_("dibuat"))
    made_by = models.CharField(_("diundang oleh"), max_length=80)
    # The second person, for a role that judges; before that nothing goes out.
    agreed_at = models.DateTimeField(_("disetujui"), null=True, blank=True)
    agreed_by = models.CharField(_("disetujui oleh"), max_length=80, null=True, blank=True)
    # The link is made of it and of the secret of the settings; another one makes the link before it void.
    seed = models.UUIDField()
    fingerprint = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("dikirim"))
    ends_at = models.DateTimeField(_("berlaku sampai"))
    taken_at = models.DateTimeField(_("diterima"), null=True, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("diterima oleh")
    )
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        indexes = [models.Index(fields=["-sent_at", "-id"], name="invitation_newest")]
        constraints = [
            not_blank("invitation_has_name", "name"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="invitation_can_be_reached"
            ),
            only_when("invitation_phone_e164", Q(phone__isnull=False), Q(phone__regex=r"^\+[1-9][0-9]{7,14}$")),
            only_when("invitation_email_is_lower", Q(email__isnull=False), Q(email=Lower("email"))),
            # An owner is nobody without a firm, and is invited with it.
            one_of("invitation_role_given", "role", sorted(set(Role.values) - {Role.OWNER})),
            models.CheckConstraint(
                condition=Q(role__in=sorted(OFFICE_ROLES), office__isnull=False)
                | (~Q(role__in=sorted(OFFICE_ROLES)) & Q(office__isnull=True)),
                name="invitation_office_fits_role",
            ),
            *(
                models.UniqueConstraint(
                    fields=[contact, "role", "office"],
                    condition=Q(taken_at__isnull=True, withdrawn_at__isnull=True, **{f"{contact}__isnull": False}),
                    nulls_distinct=False,
                    name=f"invitation_open_once_{contact}",
                )
                for contact in ("email", "phone")
            ),
            in_order("invitation_dates_in_order", "sent_at", "ends_at"),
            shaped("invitation_made_by_actor", "made_by", r"^(user|system):"),
            shaped("invitation_is_fingerprint", "fingerprint", r"^[0-9a-f]{64}$"),
            together("invitation_agreed_by_somebody", "agreed_at", "agreed_by"),
            only_when("invitation_agreed_by_actor", Q(agreed_by__isnull=False), Q(agreed_by__regex=r"^(user|system):")),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("made_by")), name="invitation_agreed_by_another"
            ),
            only_when(
                "invitation_to_judge_agreed",
                Q(role__in=sorted(JUDGING_ROLES), taken_at__isnull=False),
                Q(agreed_at__isnull=False),
            ),
            together("invitation_taken_by_somebody", "taken_at", "taken_by"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_ends_one_way"
            ),
        ]
        triggers = [
            Fixed(
                name="accounts_invitation_fixed",
                fields=["uuid", "name", "email", "phone", "role", "office", "made_at", "made_by"],
            ),
            Fixed(name="accounts_invitation_agreed", fields=["agreed_at", "agreed_by"], once="agreed_at"),
            Locked(name="accounts_invitation_taken", field="taken_at"),
            Locked(name="accounts_invitation_withdrawn", field="withdrawn_at"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.uuid}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"invitation:{self.uuid}"

    @property
    def is_open(self) -> bool:
        return self.taken_at is None and self.withdrawn_at is None

    @property
    def waits_for_second(self) -> bool:
        """Has nobody but its giver agreed yet to one that needs two? Its link leads nowhere till then."""
        return self.role in JUDGING_ROLES and self.agreed_at is None


class HolderCode(models.Model):
    """The code by which the holder of an account is known to an officer (`holder_codes.py`): one for each account, valid for minutes, used once."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    # The code is made of it and of the secret of the settings.
    seed = models.UUIDField()
    fingerprint = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [shaped("holder_code_is_fingerprint", "fingerprint", r"^[0-9a-f]{64}$")]

    def __str__(self) -> str:
        return f"until {self.ends_at:%c}"


class Purpose(models.TextChoices):
    """What a code that went to a contact opens."""

    CHANGE_EMAIL = "change_email"
    CHANGE_PHONE = "change_phone"
    RECOVER = "recover"


class ContactCode(models.Model):
    """A contact that an account wants to call its own, and the code that goes there (`contact_codes.py`): one for each account and purpose."""

    MOST_TRIES = 5

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channel = models.CharField(max_length=10, choices=ContactChannel.choices)
    contact = models.CharField(max_length=254)
    # The code is made of it, of the contact and of the secret of the settings.
    seed = models.UUIDField(unique=True)
    ends_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    rights = ERASE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "purpose"], name="contact_code_one_waits"),
            one_of("contact_code_purpose_known", "purpose", Purpose.values),
            one_of("contact_code_channel_known", "channel", ContactChannel.values),
            models.CheckConstraint(
                condition=Q(channel=ContactChannel.EMAIL, contact__contains="@")
                | (~Q(channel=ContactChannel.EMAIL) & Q(contact__regex=r"^\+[1-9][0-9]{7,14}$")),
                name="contact_code_is_contact",
            ),
            between("contact_code_tries_few", "tries", 0, 5),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.ends_at:%c}"

    @property
    def masked(self) -> str:
        """The contact as a shared screen may show it: "s…@contoh.id", "…7890"."""
        return masked(self.contact) or f"…{self.contact[-4:]}"


class OpenSession(AbstractBaseSession):
    """A browser that somebody has come in with (`session_store.py`). The columns repeat what stands in the session itself, so that its user can find it."""

    # Names it on a page; the key itself opens the account. While a session changes its key there are two rows for a moment.
    mark = models.UUIDField(null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="sessions")
    browser = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    rights = ERASE

    class Meta:
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")
        constraints = [together("open_session_of_somebody", "user", "mark", "began_at", "seen_at")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from ovop_portal.accounts.session_store import SessionStore

        return SessionStore


class FactorReset(Salted):
    """Somebody lost what they take the second step with, and an officer took it off the account: when, by whom and why."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("pengguna"))
    reason = models.TextField(_("alasan"))
    reset_by = models.CharField(max_length=80)
    reset_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pelepasan langkah kedua")
        verbose_name_plural = _("pelepasan langkah kedua")
        constraints = [
            not_blank("factor_reset_has_reason", "reason"),
            shaped("factor_reset_by_actor", "reset_by", r"^(user|system):"),
        ]
        triggers = append_only("accounts_factorreset")

    def __str__(self) -> str:
        return f"{self.user_id} {self.reset_at:%Y-%m-%d}"


class TryCount(models.Model):
    """How often something was tried since the first try of its window (`limits.py`). `key` is a fingerprint."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    rights = ERASE

    class Meta:
        constraints = [shaped("try_count_key_is_fingerprint", "key", r"^[0-9a-f]{64}$")]

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%c}"


# Every page of the signed-in asks this.
_roles_held = Prepared(
    lambda user: Membership.objects.current().filter(user=user).values_list("role", "office_id"), user=int
)
