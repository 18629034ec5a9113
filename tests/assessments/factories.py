"""The jury for tests: `JurorFactory(name="Juri 6", now=scene.now)` is one more juror, of an institution of their own."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from assessments.models import Institution, Juror
from assessments.operations.jurors import appoint
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import NOW, SYSTEM, person


class InstitutionFactory(DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Lembaga Uji {n}")


class JurorFactory(DjangoModelFactory[Juror]):
    """Somebody who holds the role, and judges for an institution."""

    class Meta:
        model = Juror
        skip_postgeneration_save = True

    class Params:
        name = factory.Sequence(lambda n: f"Juri Uji {n}")
        now = NOW

    @factory.post_generation
    def appointed(juror: Juror, create: bool, extracted: bool | None, **_more: object) -> None:  # noqa: N805
        """By a decree without a last day; `appointed=False`: by none."""
        if create and extracted is not False:
            day = date(2020, 1, 2)
            appoint([juror], decree_number="1/UJI/2020", decree_date=day, starts_on=day, by=SYSTEM, now=NOW)

    user = factory.LazyAttribute(lambda juror: person(juror.name, Role.JUROR, now=juror.now))
    institution = factory.SubFactory(InstitutionFactory)
