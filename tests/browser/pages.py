"""Every kind of page that a visitor can meet, as the rest of its address behind language and town."""

from tests.browser import harm

LANGUAGES = ("nl", "en")
PAGES = {
    "home": "",
    "places": "places",
    "map": "places#map",  # on a phone: instead of the list
    "activities": "activities",
    "filtered": "activities?theme=geld&free=1&walkin=1&postcode=2951",
    "nothing found": "places?q=qqqqqq",
    "place": "places/het-brughuis",
    "place in a later week": "places/het-brughuis?week=2",
    "today": "today",
    "today near a postcode": "today?postcode=2951&theme=geld",
    "nothing on a day": "today?q=qqqqqq",
    "activity": "activities/inloop-geld-en-post",
    "harmful": f"places/{harm.SLUG}",
    "harmful in a list": "places?q=stolen",
    "harmful filter": "places?q=%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D" + "W" * 60,
    "search": "search?q=schulden",
    "search near a postcode": "search?q=koffie&postcode=2951",
    "search in vain": "search?q=qqqqwwww",
    "search without words": "search",
    "harmful search": "search?q=%3Cimg%20src%3Dx%3E%7B%7B7*7%7D%7D",
    "life events": "life-events",
    "life event": "life-events/loss",
    "life event with a fast way out": "life-events/worried",
    "helper": "helper",
    "helper, last question": "helper?about=geld&who=any&how=one-to-one",
    "helper, result": "helper?about=any&who=ouderen&how=any&when=evening&postcode=2951",
    "helper, widened": "helper?about=geld&who=kinderen-0-4&how=from-home&when=today",
    "ask": "ask?place=het-brughuis",
    "ask about safety": "ask?topic=veilig",
    "report": "report?place=het-brughuis",
    "reported": "report?activity=inloop-geld-en-post&sent=1",
    "about": "about",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "no connection": "offline",
    "not found": "places/bestaat-niet",
    "bad request": "places?open=ooit",
    "no such day": "today?day=ooit",
    "endless search": "search?q=" + "a" * 4_000,
    "slip beside its field": "search?q=koffie&postcode=29511",
    "only in Dutch": "activities/breien-en-haken",
}
STATUS = {"not found": 404, "bad request": 400, "no such day": 400, "endless search": 400, "slip beside its field": 400}
