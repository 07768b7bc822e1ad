"""What is hard to read is found where it stands, and plain words are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plain_language.texts import demo_texts, interface_texts
from webapp.plain_language.rules import MANY_WORDS, TOO_MANY_WORDS, check_text
from webapp.plain_language.values import Finding, Kind, Weight


def found(text: str, language: str = "nl") -> list[tuple[str, str]]:
    return [(str(finding.kind), finding.words) for finding in check_text(text, language).findings]


def only(text: str, language: str, kind: Kind) -> Finding:
    (finding,) = (finding for finding in check_text(text, language).findings if finding.kind is kind)
    return finding


@pytest.mark.parametrize(
    ("language", "text", "words", "alternative"),
    [
        ("nl", "Je vraagt een maatwerkvoorziening aan.", "maatwerkvoorziening", "hulp speciaal voor jou"),
        ("nl", "Voor deze BESCHIKKINGEN betaal je niets.", "BESCHIKKINGEN", "brief met ons besluit"),
        ("nl", "Een laagdrempelige plek.", "laagdrempelige", "je kunt zo binnenlopen"),
        ("nl", "Wij hebben dat geëvalueerd.", "geëvalueerd", "terugkijken"),
        ("nl", "Dan kun je een aanvraag voor hulp indienen.", "aanvraag voor hulp indienen", "aanvragen"),
        ("nl", "De clie\u0308nt belt zelf.", "clie\u0308nt", "je, de mensen die we helpen"),
        ("en", "Service users can walk in.", "Service users", "you, the people we help"),
        ("en", "This utilises your self-reliance.", "self-reliance", "managing on your own"),
    ],
)
def test_jargon_is_found_in_its_forms_with_what_to_say_instead(
    language: str, text: str, words: str, alternative: str
) -> None:
    finding = only(text, language, Kind.JARGON)

    assert (finding.words, finding.alternative) == (words, alternative)
    assert text[slice(*finding.span)] == words


@pytest.mark.parametrize(
    ("language", "text", "kind", "words"),
    [
        ("nl", "U dient dit formulier tijdig in te leveren.", "formal", "dient dit formulier tijdig in te"),
        ("nl", "Tevens is er koffie.", "formal", "Tevens"),
        ("en", "Call us prior to your visit.", "formal", "prior to"),
        ("nl", "Het aanvragen van hulp kan hier.", "nominal", "Het aanvragen van"),
        ("en", "The provision of help is free.", "nominal", "The provision of"),
        ("nl", "Je moet niet denken dat het niet onmogelijk is.", "double_negation", "niet … onmogelijk"),
        ("nl", "Zonder pas kun je hier niet naar binnen.", "double_negation", "Zonder … niet"),
        ("en", "That is not uncommon here.", "double_negation", "not … uncommon"),
        ("nl", "LET OP DE TIJDEN", "capitals", "LET OP DE TIJDEN"),
        ("en", "Everyone is WELCOME here.", "capitals", "WELCOME"),
        ("nl", "Hulp via de Wmo.", "abbreviation", "Wmo"),
        ("nl", "Vraag een PGB aan.", "abbreviation", "PGB"),
        ("nl", "Er zijn spelletjes (o.a. schaken).", "abbreviation", "o.a."),
        ("en", "Bring food, e.g. soup.", "abbreviation", "e.g."),
        ("nl", "Dit is de vrijwilligersverzekering van ons.", "long_word", "vrijwilligersverzekering"),
    ],
)
def test_what_makes_a_text_hard_is_found(language: str, text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je betaalt niets en je hebt geen afspraak nodig."),  # two clauses
        ("nl", "Het eten van onze kok is lekker."),
        ("nl", "In het westen van de stad."),
        ("nl", "De Wet op hulp (Wmo) helpt. Met de Wmo krijg je hulp."),
        ("nl", "Kijk op tv of bel de GGD."),
        ("nl", "Mail naar INFO@BRUGHUIS.NL of kijk op https://www.mantelzorgondersteuningbeschikking.nl/PGB."),
        ("nl", "Bel 078 - 202 11 11 of kom om 9.30 uur."),
        ("nl", "Vraag naar Christiaan Vollenhovenschoolmeester."),
        ("en", "No cookies. No account. Nobody follows you."),
        ("en", "The rest of the day is free."),
    ],
)
def test_plain_words_are_left_alone(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_sentence_of_sixteen_words_is_long_and_one_of_twenty_one_too_long() -> None:
    for count, weights in ((MANY_WORDS, []), (MANY_WORDS + 1, ["warn"]), (TOO_MANY_WORDS, ["warn"]), (21, ["bad"])):
        report = check_text("loop " * (count - 1) + "loop.", "nl")

        assert [finding.weight for finding in report.findings] == weights


def test_an_abbreviation_is_told_once_and_not_when_the_text_explains_it() -> None:
    assert found("Een PGB is geld. Met een PGB kies je zelf.") == [("abbreviation", "PGB")]
    assert found("Een persoonsgebonden budget (PGB) is geld. Met een PGB kies je zelf.") == []


def test_another_language_is_not_checked_and_says_so() -> None:
    report = check_text("Wniosek zostanie rozpatrzony. PGB.", "pl")

    assert (report.checked, report.findings, report.measure) == (False, (), None)


def test_the_worst_sentences_come_heaviest_first() -> None:
    text = "Kom gerust langs. Tevens krijg je een beschikking. Je wordt geholpen."
    worst = check_text(text, "nl").worst_sentences

    assert [(sentence.text, sentence.burden) for sentence in worst] == [
        ("Tevens krijg je een beschikking.", 6),
        ("Je wordt geholpen.", 1),
    ]


def test_the_figure_is_higher_for_easier_words_and_silent_for_a_short_text() -> None:
    easy = check_text("Kom langs en drink koffie. Je hoeft niets te doen. " * 6, "nl").measure
    hard = check_text("Verantwoordelijkheidsgevoel veronderstelt zelfredzaamheid van betrokkenen. " * 10, "nl").measure
    short = check_text("Kom langs.", "nl").measure

    assert easy
    assert hard
    assert short
    assert (easy.band, hard.band, short.band) == ("easy", "hard", "too_short")
    assert easy.score > hard.score
    assert easy.name == "Flesch-Douma"


def test_our_own_texts_have_nothing_bad() -> None:
    bad = [
        (language, finding.kind, finding.words)
        for language, text in [*interface_texts(), *demo_texts()]
        for finding in check_text(text, language).bad
    ]

    assert bad == []


def test_of_our_own_texts_less_than_one_in_twenty_has_any_finding_in_the_demonstration() -> None:
    texts = list(demo_texts())
    with_findings = [text for language, text in texts if check_text(text, language).findings]

    assert len(texts) > 1_000
    assert len(with_findings) < len(texts) / 20


HOSTILE = (
    "a.",
    "a. ",
    "x\n",
    "wordt ",
    "dient ",
    "a-",
    "niet ",
    "GROOT ",
    "e\u0301",
    "is ",
    "(",
    "\n",
    "het lopen van ",
    "@",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_takes_about_four_times_the_time(piece: str) -> None:
    """Processor time against processor time; a rule that looks at all for each would take sixteen times."""

    def seconds(size: int) -> float:
        before = time.process_time()
        check_text(piece * (size // len(piece)), "nl")
        return time.process_time() - before

    check_text("warm", "nl")
    assert any(seconds(200_000) < 9 * seconds(50_000) + 0.1 for _again in range(3))  # a busy machine may stumble


@given(st.text(max_size=300), st.sampled_from(["nl", "en"]))
def test_any_text_gets_a_report_whose_places_lie_in_the_text(text: str, language: str) -> None:
    report = check_text(text, language)

    for finding in report.findings:
        assert 0 <= finding.start < finding.end <= len(text)
    for finding in report.findings:
        assert finding.weight in Weight
    assert report.checked
