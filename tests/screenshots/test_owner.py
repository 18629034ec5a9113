"""The owner's pages on a phone and on a desk, in their main states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from awards.models import Nomination, Window, WindowKind
from awards.operations import candidates, outcome, sending
from awards.operations.screening import enter_assessment
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Product
from ovop_portal.common.clock import now as read_clock
from tests.regions.factories import DistrictFactory, OfficeFactory, RegencyFactory
from tests.scene import Scene, open_the_edition, person
from tests.support.pages import empty_draft

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
