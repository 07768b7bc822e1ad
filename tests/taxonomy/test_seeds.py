"""Each need that the sources name (S01 to S71) has a place in the model or in the taxonomy.

A row names what carries it: `axis:id` for a term, `Model.column` for a fact. What belongs to a page or a function that
comes with a later feature is named by the facts it will read.
"""

import pytest

from webapp.activities.models import Activity, ActivityText
from webapp.areas.models import Municipality, Neighbourhood, Postcode
from webapp.extensions import Base
from webapp.places.models import Organisation, Place, PlaceText
from webapp.schedule.models import Slot
from webapp.taxonomy.rules import SECRET_KIND, known

SEEDS: dict[str, str] = {
    "S01": "Activity.wor",
    "S02": "Neighbourhood.code Place.neighbourhood_code",
    "S03": "provider_type:bewonersinitiatief provider_type:informeel-vrijwillig provider_type:professioneel",
    "S04": "Municipality.team_name Municipality.team_phone",
    "S05": "place_kind:buurthuis Slot.starts_at",
    "S06": "place_kind:mfa Activity.place_id Activity.organisation_id",
    "S07": "place_kind:informatiepunt",
    "S08": "place_kind:inloop activity_kind:inloop Activity.walkin Slot.starts_at",
    "S09": "activity_kind:meedoen-project group:kwetsbaar",
    "S10": "place_kind:leerwerkplek theme:werk-leren",
    "S11": "place_kind:huiskamer group:kinderen-0-4 group:kinderen-4-12 attribute:begeleid",
    "S12": "place_kind:peuterplek theme:gezin topic:opvoeden Activity.price_cents",
    "S13": "topic:kinderopvang topic:scouting topic:consultatiebureau place_kind:sportplek Place.website",
    "S14": "place_kind:jongerencentrum group:jongeren attribute:whatsapp",
    "S15": "topic:maatschappelijk-werk theme:gezin topic:school",
    "S16": "topic:jeugdhulp theme:gezin",
    "S17": "theme:bewegen-gezond topic:buiten-spelen attribute:buiten Activity.free",
    "S18": "group:nieuw-18 group:nieuw-in-nederland",
    "S19": "group:ouderen attribute:welkom Place.phone",
    "S20": "theme:mantelzorg topic:respijt group:mantelzorgers",
    "S21": "theme:geld activity_kind:spreekuur topic:schuldhulp place_kind:telefoon",
    "S22": "topic:schuldhulp theme:geld",
    "S23": "topic:regelingen-hulp topic:formulierenhulp topic:kindpakket place_kind:voedselbank place_kind:kledingbank",
    "S24": "topic:post-en-papieren Slot.starts_at",
    "S25": "topic:huis-kwijt",
    "S26": "topic:inkomensbeheer topic:beschermingsbewind topic:schuldhulp",
    "S27": "group:mannen group:jongeren group:nieuw-18 topic:rouw",
    "S28": "topic:sociaal-raadslieden",
    "S29": "topic:maatschappelijk-werk",
    "S30": "theme:ontmoeten topic:initiatief provider_type:bewonersinitiatief",
    "S31": "theme:creatief",
    "S32": "topic:opvang Place.point Place.phone",
    "S33": "theme:veilig topic:huiselijk-geweld place_kind:telefoon",
    "S34": "topic:integratie group:nieuw-in-nederland theme:ontmoeten",
    "S35": "group:nieuw-in-nederland Activity.spoken attribute:tolk topic:inburgering activity_kind:dagbesteding",
    "S36": "theme:taal-digitaal topic:taalcafe topic:taalles topic:inburgering",
    "S37": "topic:computerhulp Municipality.team_phone Municipality.team_address",
    "S38": "theme:vrijwilligerswerk Activity.volunteer topic:groen topic:duurzame-energie topic:zorg topic:sport"
    " topic:cultuur topic:integratie topic:democratie attribute:ook-met-uitkering attribute:weinig-nederlands",
    "S39": "attribute:maatschappelijke-stage Activity.min_age",
    "S40": "activity_kind:maatje attribute:ervaringsdeskundige activity_kind:lotgenoten",
    "S41": "theme:eten activity_kind:maaltijd Activity.price_cents attribute:halal attribute:vegetarisch",
    "S42": "activity_kind:spreekuur topic:dietist topic:leefstijl theme:bewegen-gezond",
    "S43": "activity_kind:sport attribute:rustig-tempo",
    "S44": "activity_kind:dagbesteding topic:dagbesteding-vrij topic:dagbesteding-indicatie Activity.no_referral",
    "S45": "Activity.no_referral",
    "S46": "theme:praten-steun topic:terwijl-je-wacht",
    "S47": "activity_kind:lotgenoten group:lotgenoten topic:zingeving topic:rouw place_kind:geloofsgebouw",
    "S48": "activity_kind:informatie topic:alarmering topic:bereikbaar-24-uur topic:zorgen-om-iemand",
    "S49": "place_kind:online Activity.online",
    "S50": "dimension:PG1 dimension:PG2 dimension:PG3 dimension:PG4 dimension:PG5 dimension:PG6 Activity.dimensions",
    "S51": "Municipality.team_phone topic:schuldhulp",
    "S52": "PlaceText.version PlaceText.made_by ActivityText.version ActivityText.made_by",
    "S53": "topic:energiehulp theme:wonen-spullen",
    "S54": "Organisation.name ActivityText.contact_role",
    "S55": "ActivityText.contact_role Activity.phone",
    "S56": "Organisation.quality_label Organisation.quality_label_until Organisation.quality_label_url",
    "S57": "Place.checked_on Activity.checked_on",
    "S58": "Place.neighbourhood_code Place.themes Activity.themes",
    "S59": "topic:democratie Activity.topics",
    "S60": "programme:IZA programme:GALA programme:WOZO programme:SPUK programme:NPLV programme:NPRZ"
    " programme:preventiefonds programme:zorgverzekeraar Activity.programmes",
    "S61": "law:Wmo law:Jeugdwet law:Participatiewet law:Wpg law:Zvw law:Wlz law:Omgevingswet Activity.laws",
    "S62": "Activity.free activity_kind:groep activity_kind:hulp",
    "S63": "PlaceText.summary ActivityText.summary",
    "S64": "provider_type:sociale-onderneming",
    "S65": "theme:ontmoeten attribute:welkom",
    "S66": "Place.wheelchair attribute:toilet attribute:rolstoeltoilet attribute:ringleiding attribute:rustig"
    " group:beperking",
    "S67": "theme:werk-leren group:zonder-werk",
    "S68": "place_kind:jongerencentrum group:jongeren",
    "S69": "topic:buurtgesprek topic:buurtfeest",
    "S70": "Place.external_id Place.source Organisation.slug",
    "S71": "Activity.no_referral Activity.laws Organisation.provider_type",
}
MODELS: dict[str, type[Base]] = {
    model.__name__: model
    for model in (
        Activity, ActivityText, Municipality, Neighbourhood, Organisation, Place, PlaceText, Postcode, Slot,
    )
}  # fmt: skip


def test_no_seed_is_forgotten() -> None:
    assert list(SEEDS) == [f"S{number:02}" for number in range(1, 72)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_can_be_kept(seed: str) -> None:
    for carrier in SEEDS[seed].split():
        if ":" in carrier:
            axis, id_ = carrier.split(":")
            assert known(axis, id_), carrier
        else:
            model, column = carrier.split(".")
            assert column in MODELS[model].__table__.columns, carrier


def test_what_needs_a_pin_or_must_not_have_one_is_told_by_its_kind() -> None:
    """S32 and S33: a phone line has no pin, a secret place no kind."""
    assert not known("place_kind", SECRET_KIND)
