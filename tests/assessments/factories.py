"""The jury for tests: `JurorFactory(name="Juri 6", now=scene.now)` is one more juror, of an institution of their own."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from assessments.models import Institution, Juror
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import NOW, person


class InstitutionFactory(DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Lembaga Uji {n}")


class JurorFactory(DjangoModelFactory[Juror]):
    """Somebody who holds the role, and judges for an institution."""

    class Meta:
        model = Juror

    class Params:
        name = factory.Sequence(lambda n: f"Juri Uji {n}")
        now = NOW

    user = factory.LazyAttribute(lambda juror: person(juror.name, Role.JUROR, now=juror.now))
    institution = factory.SubFactory(InstitutionFactory)
