"""The ids of what HSDS knows apart and we do not. Pure: they follow from ids that stay, so they stay too."""

from uuid import UUID

from webapp.areas.models import Municipality
from webapp.taxonomy.published import made_id

# Turned over in these places (none of version or variant) an id of a service is that of its one place of delivery, and
# back: so this is found by its id without a table, where one made of a name would have to be looked for in all.
_TURNED = 0x5A17C3D9_6B1E_0F24_1C3D_8E62B94F70A5


def id_at_location(service: UUID) -> UUID:
    """Of a service its service_at_location, and the other way round."""
    return UUID(int=service.int ^ _TURNED)


def municipality_id(town: Municipality) -> str:
    """The organisation that offers what names no other."""
    return made_id("organization", town.code)


def location_id(owner: UUID) -> str:
    """Of a place, or of an activity that is held somewhere else than at one."""
    return made_id("location", str(owner))
