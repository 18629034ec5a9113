from ikm.models.commodity import CommodityGroup
from ikm.models.firm import Ikm, LegalForm, OwnerLink, YearlyFigures
from ikm.models.joining import Joining, JoinRefusal
from ikm.models.permit import Permit, PermitKind
from ikm.models.product import MarketReach, PhotoSlot, Product, ProductPhoto
from ikm.models.sentra import Sentra, SentraDecree

__all__ = [
    "CommodityGroup",
    "Ikm",
    "JoinRefusal",
    "Joining",
    "LegalForm",
    "MarketReach",
    "OwnerLink",
    "Permit",
    "PermitKind",
    "PhotoSlot",
    "Product",
    "ProductPhoto",
    "Sentra",
    "SentraDecree",
    "YearlyFigures",
]
