"""Who may open the files of a firm: its owner, its dinas and province, the secretariat. Files that the record dropped are opened by the rooms that kept them in
a snapshot.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ikm.models import Ikm, SentraDecree
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.documents.models import Document
from ovop_portal.documents.readers import name_place, register
from regions.models import Office

PERMIT, PHOTO, SENTRA_DECREE = "ikm.permit", "ikm.photo", "ikm.sentra_decree"


def reads_the_firm(user: User | AnonymousUser, document: Document) -> bool:
    """A permit or a photo of a firm that is theirs to work with."""
    held = Q(permits__document=document) | Q(products__photos__document=document)
    return Ikm.objects.with_papers_for(user).filter(held).exists()


def knows_the_sentra(user: User | AnonymousUser, document: Document) -> bool:
    """The decree of a sentra: for its region, and for whoever may read a firm in it."""
    if not user.is_authenticated:
        return False
    decrees = SentraDecree.objects.filter(document=document)
    offices = Office.objects.filter(pk__in=user.duties.offices(*DINAS_ROLES, Role.PROVINCE_OFFICER))
    of_the_region = Q(sentra__regency__in=offices.values("regency_id")) | Q(
        sentra__regency__province__in=offices.values("province_id")
    )
    return decrees.filter(of_the_region | Q(sentra__firms__in=Ikm.objects.with_papers_for(user))).exists()


register(PERMIT, reads_the_firm)
register(PHOTO, reads_the_firm)
register(SENTRA_DECREE, knows_the_sentra)
name_place(PERMIT, "dokumen-usaha")
name_place(PHOTO, "foto-produk")
name_place(SENTRA_DECREE, "keputusan-sentra")
