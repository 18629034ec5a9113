"""People, offices and invitations: the secretariat after all of them, whoever signs for an office after its own."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ovop_portal.accounts import invitations
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.limits import WAIT, Limit, within_limits
from ovop_portal.accounts.models import Invitation, Membership, User
from ovop_portal.accounts.operations import change_account, close_account, end_role, reopen_account
from ovop_portal.accounts.pages.people import listing
from ovop_portal.accounts.pages.people.forms import ContactForm, InviteForm, OfficeForm
from ovop_portal.accounts.pages.people.slip import slip_of
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.rules import roles_to_give
from ovop_portal.accounts.second_step.factors import has_factor
from ovop_portal.accounts.second_step.gate import stepped_up, stepped_up_when_sent
from ovop_portal.common.clock import now
from ovop_portal.common.forms import OvopForm, render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from regions.models import Office
from regions.operations import keep_office

# More than an office or the secretariat needs in an hour; and what nobody wants to find in a mailbox on one day.
BY_PERSON, TO_ADDRESS = Limit("invite.person", most=200, seconds=3600), Limit("invite.address", most=6, seconds=86400)
CONTACTS = "accounts.mend_contacts"
PEOPLE, PERSON, OFFICE = "accounts.manage_people", "accounts.manage_person", "accounts.manage_office"


@require_safe
@allow(PEOPLE)
def people(request: SignedIn) -> HttpResponse:
    """The accounts, by role and search."""
    context = {"people": listing.People(request.GET.dict()), "roles": Role.choices}
    return render(request, "accounts/people/people.html", context)


@require_safe
@allow(PEOPLE)
def person(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One person: contacts, and every role held, with what can be done about it."""
    user = get_object_or_404(User, uuid=uuid)
    has_second_step = has_factor(user)
    context = {
        "person": user,
        "memberships": listing.roles_of(user),
        "may_manage": request.user.has_perm(PERSON, user),
        "may_mend": request.user.has_perm(CONTACTS, user),
        "has_second_step": has_second_step,
        "may_reset": has_second_step and request.user.has_perm("accounts.reset_second_step", user),
    }
    return render(request, "accounts/people/person.html", context)


@page_and_form
@allow(PEOPLE)
@stepped_up
def contacts(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Mend the name or the contacts of somebody; the former address is told."""
    user, moment = _person(request, uuid, CONTACTS), now()
    form = ContactForm.of(user, sent_by(request))

    def work() -> tuple[str, str]:
        change_account(user, **form.answers, by=request.user, now=moment)
        return reverse("accounts:person", args=[user.uuid]), _("Data {name} tersimpan").format(name=user.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "accounts/people/contacts.html", {"person": user}, form)


@page_and_form
@allow(PEOPLE)
@stepped_up
def closing(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Close an account, or open it again, after a second look."""
    user, form, moment = _person(request, uuid, PERSON), OvopForm(sent_by(request)), now()

    def work() -> tuple[str, str]:
        deed, words = (
            (close_account, _("Akun {name} ditutup"))
            if user.is_active
            else (reopen_account, _("Akun {name} dibuka lagi"))
        )
        deed(user, by=request.user, now=moment)
        return reverse("accounts:person", args=[user.uuid]), words.format(name=user.name)

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "accounts/people/closing.html", {"person": user}, form)


@page_and_form
@allow(OFFICE)
@stepped_up
def ending(request: SignedIn, uuid: UUID, pk: int) -> HttpResponse:
    """End a role, after a second look. Whoever signs for an office ends roles of that office."""
    rows = Membership.objects.select_related("user", "office__regency__province", "office__province")
    membership = get_object_or_404(rows, pk=pk, user__uuid=uuid)
    if membership.office:
        require(request.user, OFFICE, membership.office)
    else:
        require(request.user, PERSON, membership.user)
    form, moment = OvopForm(sent_by(request)), now()

    def work() -> tuple[str, str]:
        end_role(membership, by=request.user, now=moment)
        words = _("Peran {role} {name} berakhir")
        return _home_of(membership, request.user), words.format(
            role=membership.get_role_display(), name=membership.user.name
        )

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    context = {"membership": membership, "back": _home_of(membership, request.user)}
    return done or render_form(request, "accounts/people/ending.html", context, form)


@require_safe
@allow(PEOPLE)
def offices(request: SignedIn) -> HttpResponse:
    """The offices: who has nobody, and where nobody has come in yet."""
    return render(request, "accounts/people/offices.html", {"offices": listing.Offices(request.GET.dict())})


@require_safe
@allow(OFFICE)
def office(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One office: how it is reached, its people, and who is invited."""
    found, moment = _office(request, uuid), now()
    context = {
        "office": found,
        "memberships": listing.people_of(found),
        "invitations": listing.invitations_of(found),
        "may_invite": bool(roles_to_give(request.user, found)),
        "is_secretariat": request.user.has_perm(PEOPLE),
        "now": moment,
    }
    return render(request, "accounts/people/office.html", context)


@require_safe
@allow(OFFICE)
def own_offices(request: SignedIn) -> HttpResponse:
    """From the menu of whoever signs for offices: to the one, or to choose among several."""
    held = request.user.duties.offices(Role.DINAS_SIGNER)
    rows = list(Office.objects.for_labels().filter(pk__in=held).order_by("pk"))
    if len(rows) == 1:
        return redirect("accounts:office", uuid=rows[0].uuid)
    return render(request, "accounts/people/own_offices.html", {"offices": rows})


@page_and_form
@allow(OFFICE)
def office_change(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Mend what is recorded of an office."""
    found, moment = _office(request, uuid), now()
    form = OfficeForm.of(found, sent_by(request))

    def work() -> tuple[str, str]:
        for name, value in form.answers.items():
            setattr(found, name, value)
        keep_office(found, by=request.user, now=moment)
        return reverse("accounts:office", args=[found.uuid]), _("Data dinas tersimpan")

    done = carry_out(request, form, work, now=moment) if form.is_bound else None
    return done or render_form(request, "accounts/people/office_change.html", {"office": found}, form)


@page_and_form
@allow(PEOPLE)
@stepped_up
def invite(request: SignedIn) -> HttpResponse:
    """Invite somebody to a national role."""
    return _invite(request, None)


@page_and_form
@allow(OFFICE)
@stepped_up
def invite_to_office(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Invite somebody to a role of an office."""
    return _invite(request, _office(request, uuid))


def _invite(request: SignedIn, place: Office | None) -> HttpResponse:
    asked, roles, moment = {"role": request.GET.get("peran")}, roles_to_give(request.user, place), now()
    form = InviteForm(sent_by(request), office=place, roles=roles, initial=asked)

    def work() -> tuple[str, str]:
        made = invitations.invite(**form.answers, office=place, by=request.user, now=moment)
        return reverse("accounts:invitation", args=[made.uuid]), _outcome(made)

    refusal, done = 422, None
    if form.is_valid() and not _may_write(request, form.cleaned_data["email"]):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_bound:
        done = carry_out(request, form, work, now=moment)
    return done or render_form(request, "accounts/people/invite.html", {"office": place}, form, refusal=refusal)


@require_safe
@allow(PEOPLE)
def open_invitations(request: SignedIn) -> HttpResponse:
    """All invitations that nobody has taken yet."""
    rows = Paginator(listing.invitations_of(None), listing.PER_PAGE).get_page(request.GET.get("laman"))
    context = {"page": rows, "now": now()}
    return render(request, "accounts/people/invitations.html", context)


@page_and_form
@allow(OFFICE)
@never_cache
@stepped_up_when_sent
def invitation(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One invitation: its slip to print, send it again, take it back."""
    found, form, moment = _invitation(request, uuid), OvopForm(sent_by(request)), now()
    withdraws, agrees = "tarik" in request.POST, "setuju" in request.POST

    def work() -> tuple[str, str]:
        if withdraws:
            invitations.withdraw(found, by=request.user, now=moment)
            return _after(found), _("Undangan {name} ditarik").format(name=found.name)
        if agrees:
            invitations.agree(found, by=request.user, now=moment)
            return request.path, _outcome(found)
        invitations.send_again(found, by=request.user, now=moment)
        return request.path, _("Undangan {name} dikirim ulang. Tautan yang lama tidak berlaku lagi").format(
            name=found.name
        )

    refusal = 422
    if form.is_bound and not withdraws and not _may_write(request, found.email or ""):
        form.add_error(None, WAIT)
        refusal = 429
    elif form.is_bound and (done := carry_out(request, form, work, now=moment)):
        return done
    people = User.objects.by_actor([found.made_by, found.agreed_by])
    context = {
        "invitation": found,
        "giver": people.get(found.made_by),
        "second": people.get(found.agreed_by or ""),
        "may_agree": found.is_open and found.waits_for_second and found.made_by != request.user.actor,
        "slip": slip_of(found) if found.is_open and not found.email else None,
        "is_too_old": found.ends_at <= moment,
        "back": _after(found),
    }
    return render_form(request, "accounts/people/invitation.html", context, form, refusal=refusal)


def _may_write(request: SignedIn, address: str) -> bool:
    """Whether another letter of an invitation may go out from this person, and to this address."""
    person = BY_PERSON.of(request.user.uuid)
    return within_limits(person, TO_ADDRESS.of(address)) if address else within_limits(person)


def _outcome(found: Invitation) -> str:
    """What has become of an invitation, for whoever just made it or agreed to it."""
    if found.waits_for_second:
        return _("Undangan {name} menunggu persetujuan orang kedua").format(name=found.name)
    if found.email:
        return _("Undangan dikirim ke {address}").format(address=found.email)
    return _("Undangan siap dicetak")


def _person(request: SignedIn, uuid: UUID, permission: str) -> User:
    found = get_object_or_404(User, uuid=uuid)
    require(request.user, permission, found)
    return found


def _office(request: SignedIn, uuid: UUID) -> Office:
    found = get_object_or_404(Office.objects.for_labels(), uuid=uuid)
    require(request.user, OFFICE, found)
    return found


def _invitation(request: SignedIn, uuid: UUID) -> Invitation:
    found = get_object_or_404(Invitation.objects.for_list(), uuid=uuid)
    require(request.user, OFFICE if found.office else PEOPLE, found.office)
    if found.role not in roles_to_give(request.user, found.office):
        raise PermissionDenied(found.role)
    return found


def _after(found: Invitation) -> str:
    """Where the list is in which the invitation stands."""
    if found.office:
        return reverse("accounts:office", args=[found.office.uuid])
    return reverse("accounts:invitations")


def _home_of(membership: Membership, reader: User) -> str:
    """Where its reader came from: the office, or the person."""
    if membership.office and not reader.has_perm(PEOPLE):
        return reverse("accounts:office", args=[membership.office.uuid])
    return reverse("accounts:person", args=[membership.user.uuid])
