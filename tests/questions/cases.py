"""Words with the lines and the warning that belong to them: one table, for the server and for the browser."""

from webapp.questions.crisis import DANGER

# What was typed, the subject, the lines that are shown.
LINES = (
    ("Ik wil niet meer leven.", "", {"113"}),
    ("ik denk aan zelfmoord", "", {"113"}),
    ("Soms denk ik aan zelfdodingsgedachten", "", {"113"}),
    ("I don’t want to live", "", {"113"}),
    ("I don't want to live", "", {"113"}),
    ("Suïcidaal", "", {"113"}),
    ("Suïcidaal".replace("ï", "i\u0308"), "", {"113"}),
    ("Mijn man SLAAT mij", "", {"veilig-thuis"}),
    ("ik word\nmishandeld", "", {"veilig-thuis"}),
    ("He hits me", "", {"veilig-thuis"}),
    ("De deurwaarder komt morgen", "", {"geldfit"}),
    ("I have debts", "", {"geldfit"}),
    ("Ik ben eenzaam", "", {"luisterlijn"}),
    ("Hij heeft een mes!", "", {DANGER}),
    ("ik wil dood", "geld", {"113", "geldfit"}),
    ("", "", set()),
    ("Waar kan ik koffie drinken?", "", set()),
    ("Slagroom", "", set()),
    ("doodeenvoudig", "", set()),
    ("overslaan", "", set()),
    ("😀", "", set()),
)

# What was typed, and whether a citizen service number is in it.
NUMBERS = (
    ("bsn 111222333 dank", True),
    ("111.222.333", True),
    ("111-222-333, 123456782", True),
    ("1112 22 333", True),
    ("(111222333)", True),
    ("010464554", True),
    ("رقم ١١١٢٢٢٣٣٣", True),
    ("123456789", False),
    ("000000000", False),
    ("bel 0612345678", False),
    ("+31111222333", False),
    ("NL91ABNA0417164300", False),
    ("2026-11-26", False),
    ("1112223330", False),
    ("", False),
)
