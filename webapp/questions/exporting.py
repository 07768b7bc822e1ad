"""All that is kept of a question, for its resident: a JSON document."""

import json

from webapp.areas.models import Municipality
from webapp.core.formats import local_iso
from webapp.questions.models import Question
from webapp.questions.queries import content_of, list_told
from webapp.teams.queries import get_team


def export_of(town: Municipality, question: Question) -> str:
    """Everything that can lead to a person and all steps, also the notes of the team: it is the resident's own."""
    content = content_of(question)
    document = {
        "code": question.code,
        "received_at": local_iso(question.received_at),
        "state": question.state,
        "told": content.as_document() if content else None,
        "topic": question.topic,
        "reply_by": question.reply_by,
        "language": question.language,
        "place": question.place_slug,
        "activity": question.activity_slug,
        "neighbourhood": question.neighbourhood_code,
        "area_of_postcode_or_place": question.area_code,
        "position": [question.position.lat, question.position.lon] if question.position else None,
        "for_other": question.for_other,
        "volunteer": question.volunteer,
        "safe_to_call": question.safe_to_call,
        "team": get_team(town, question.team_id).name,
        "steps": [
            {"at": local_iso(one.at), "kind": one.kind, "words": one.words or None, "facts": one.facts}
            for one in list_told(town.id, question.id)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
