"""Words with what is in danger by them: one table, for the server and for the phone without a network."""

from webapp.safety.rules import HOME, LIFE

# What was typed, what is in danger.
DANGERS = (
    ("mishandeling", {HOME}),
    ("onveilig", {HOME}),
    ("onveilig thuis", {HOME}),
    ("Ik voel me ónveilig", {HOME}),
    ("ik ben bang voor mijn man", {HOME}),
    ("huiselijk geweld", {HOME}),
    ("HUISELIJK  GEWELD", {HOME}),
    ("vrouwenopvang", {HOME}),
    ("hij heeft een mes", {HOME}),
    ("unsafe", {HOME}),
    ("he hits me", {HOME}),
    ("women's shelter", {HOME}),
    ("women’s shelter", {HOME}),
    ("zelfmoord", {LIFE}),
    ("Ik wil niet meer leven.", {LIFE}),
    ("suïcidaal", {LIFE}),
    ("suïcidaal".replace("ï", "i\u0308"), {LIFE}),
    ("i don't want to live", {LIFE}),
    ("hij slaat me en ik wil dood", {LIFE, HOME}),
    ("", set()),
    ("koffie", set()),
    ("veilig fietsen", set()),
    ("brandveiligheid", set()),
    ("schulden", set()),
    ("verkeersveiligheid", set()),
    ("slaapproblemen", set()),
    ("doodeenvoudig", set()),
    ("😀", set()),
)
