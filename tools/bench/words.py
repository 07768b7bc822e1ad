"""What the made-up town is written with. Varied on purpose: texts that repeat themselves would zip too well."""

_NAMES = """
    Anjer Beuk Ceder Dorsvloer Eikenhof Fontein Grutto Haven Iepenburcht Jasmijn Kade Lindehof Molenwiek
    Notenboom Oever Populier Kwartel Rietkraag Smidse Tuinderij Uiterwaard Veerhuis Wilgenroos Zwaluw Akker Brug
    Dijk Ekster Gaard Heide Klaver Lavendel Meidoorn Nachtegaal Olm Plataan Roerdomp Sleutelbloem Tarwe Vlonder
    Waterlelie Zonnehoek
"""
_STREETS = """
    Dorpsstraat Kerkplein Havenkade Molenweg Schoolstraat Polderdreef Langebrink Oranjelaan Wilhelminapark
    Beatrixstraat Lijsterbeslaan Rembrandtplein Vermeerlaan Dijkweg Industrieweg Stationsplein Rietveld
    Burgemeestersingel Vijverhof Plantsoen Hoogstraat Weverij Korenbloemweg Zuiderkade
"""
NAMES = _NAMES.split()
STREETS = _STREETS.split()
SENTENCES = (
    (
        "Hier is altijd iemand die met je meekijkt.",
        "There is always someone here who looks along with you.",
    ),
    (
        "Kom gewoon binnen, de koffie staat klaar.",
        "Just come in, the coffee is ready.",
    ),
    (
        "Je hoeft niets mee te nemen en niets te betalen.",
        "You need to bring nothing and pay nothing.",
    ),
    (
        "We helpen met brieven, formulieren en de computer.",
        "We help with letters, forms and the computer.",
    ),
    (
        "Op woensdag koken we samen met groenten uit de tuin.",
        "On Wednesdays we cook together with vegetables from the garden.",
    ),
    (
        "Er is een rustige hoek als het je te druk wordt.",
        "There is a quiet corner when it gets too busy for you.",
    ),
    (
        "Een vrijwilliger laat je de eerste keer alles zien.",
        "A volunteer shows you around the first time.",
    ),
    (
        "Kinderen zijn welkom en kunnen veilig buiten spelen.",
        "Children are welcome and can play outside safely.",
    ),
    (
        "Spreek je nog weinig Nederlands? Dan nemen we de tijd.",
        "Do you speak little Dutch? Then we take our time.",
    ),
    (
        "De ingang is naast de fietsenstalling, de deur gaat vanzelf open.",
        "The entrance is next to the bicycle shed, the door opens by itself.",
    ),
    (
        "Samen wandelen we een uur, en niemand hoeft hard.",
        "We walk for an hour together, and nobody has to go fast.",
    ),
    (
        "Vraag gerust of iemand je belt in plaats van mailt.",
        "Feel free to ask for a call instead of a mail.",
    ),
    (
        "Wie wil, blijft na afloop nog even napraten.",
        "Those who like stay for a chat afterwards.",
    ),
    (
        "Je kunt hier ook zelf iets voor een ander doen.",
        "You can also do something for someone else here.",
    ),
)
# Two out of ten have no times at all: a phone number to call, or by appointment.
HOURS = (
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-12:30,13:30-17:00; PH off",
    "Tu-Sa 10:00-18:00; Th 10:00-21:00",
    "Mo,We 13:30-16:00",
    "Tu 19:00-21:30",
    "Mo-Su 08:00-22:00",
    'We[1] 10:00-11:30 "Eerste woensdag van de maand"',
    "Sa,Su 11:00-17:00; PH off",
    None,
    None,
)
