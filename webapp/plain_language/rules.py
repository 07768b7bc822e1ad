"""check_text(): where a Dutch or English text is not plain, how heavy that is, and which sentences are the worst.

Pure: a text in, a report out. Linear in the length of the text: nothing looks further than a few words around."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from webapp.plain_language import style
from webapp.plain_language.lexicon import LANGUAGES, Lexicon, lexicon
from webapp.plain_language.measure import measure
from webapp.plain_language.passive import passives
from webapp.plain_language.sentences import split_sentences
from webapp.plain_language.values import Finding, Kind, Report, Sentence, Weight, WorstSentence

# Dutch writing guides for B1 ask for about 10 words on average and not more than 15 in a sentence; the style guide
# of GOV.UK advises at most 25. Above 20 we call it bad in both languages: our readers are not those of a ministry.
MANY_WORDS = 15
TOO_MANY_WORDS = 20
BURDEN = {Weight.WARN: 1, Weight.BAD: 3}
WORST = 3


def check_text(text: str, language: str) -> Report:
    if language not in LANGUAGES:
        return Report(language, checked=False)
    known = lexicon(language)
    sentences = split_sentences(text, known.words)
    findings = sorted(_findings(text, sentences, language, known), key=lambda finding: finding.span)
    return Report(
        language,
        checked=True,
        findings=tuple(findings),
        measure=measure(sentences, language),
        worst_sentences=_worst(text, sentences, findings),
    )


def _findings(text: str, sentences: Sequence[Sentence], language: str, known: Lexicon) -> Iterator[Finding]:
    shouted: list[Finding] = []
    for sentence in sentences:
        loud = list(style.capitals(sentence))
        shouted += loud
        yield from loud
        yield from _of_sentence(text, sentence, language, known)
    yield from style.abbreviations(text, sentences, known, shouted)


def _of_sentence(text: str, sentence: Sentence, language: str, known: Lexicon) -> Iterator[Finding]:
    yield from _long_sentence(text, sentence)
    yield from passives(sentence, language, known.words)
    yield from style.terms(sentence, known)
    yield from style.long_words(sentence, language, known)
    yield from style.double_negations(sentence, known)
    yield from style.nominals(sentence, language, known)
    yield from style.dotted(text, sentence, known)


def _long_sentence(text: str, sentence: Sentence) -> Iterator[Finding]:
    count = len(sentence.words)
    if count > MANY_WORDS:
        weight = Weight.BAD if count > TOO_MANY_WORDS else Weight.WARN
        code = f"long_sentence_{weight}"
        words = text[sentence.start : sentence.end]
        yield Finding(sentence.start, sentence.end, Kind.LONG_SENTENCE, words, code, weight, count=count)


def _worst(text: str, sentences: Sequence[Sentence], findings: Sequence[Finding]) -> tuple[WorstSentence, ...]:
    """At most three, the heaviest first, of equal ones the first; none without a finding."""
    own = _by_sentence(sentences, findings)
    burdens = {place: sum(BURDEN[finding.weight] for finding in some) for place, some in own.items()}
    places = nlargest(WORST, burdens, key=lambda place: (burdens[place], -place))
    return tuple(_worst_sentence(text, sentences[place], burdens[place], own[place]) for place in places)


def _by_sentence(sentences: Sequence[Sentence], findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    own: dict[int, list[Finding]] = defaultdict(list)
    place = 0
    for finding in findings:
        while sentences[place].end <= finding.start:
            place += 1
        own[place].append(finding)
    return own


def _worst_sentence(text: str, sentence: Sentence, burden: int, findings: Sequence[Finding]) -> WorstSentence:
    return WorstSentence(sentence.start, sentence.end, text[sentence.start : sentence.end], burden, tuple(findings))
