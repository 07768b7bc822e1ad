"""Single words and phrases that make a text hard: jargon, abbreviations, negations, names of doings, capitals."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from webapp.plain_language.lexicon import GAP, Lexicon, Term
from webapp.plain_language.syllables import count_syllables
from webapp.plain_language.values import Finding, Kind, Sentence, Word

GAP_WORDS = 5
MANY_SYLLABLES = {"nl": 6, "en": 6}
MANY_LETTERS = {"nl": 18, "en": 15}
SHOUTED_LETTERS = 7  # one word in capitals that is longer is no abbreviation
ARTICLES = {"het"}


def terms(sentence: Sentence, known: Lexicon) -> Iterator[Finding]:
    words, place = sentence.words, 0
    while place < len(words):
        found = _find_term(words, place, known.terms.get(words[place].low, ()))
        if found is None:
            place += 1
            continue
        term, end = found
        yield _of_term(term, words[place:end])
        place += 1 if GAP in term.words else end - place


def _find_term(words: Sequence[Word], place: int, candidates: Sequence[Term]) -> tuple[Term, int] | None:
    for term in candidates:
        end = _match(words, place, term.words)
        if end is not None:
            return term, end
    return None


def _match(words: Sequence[Word], place: int, wanted: Sequence[str]) -> int | None:
    """Where the phrase ends. After a gap the next word is taken at its first place."""
    for number, part in enumerate(wanted):
        if part == GAP:
            continue
        reach = GAP_WORDS + 1 if number and wanted[number - 1] == GAP else 1
        ahead = words[place : place + reach]
        found = next((step for step, word in enumerate(ahead) if word.low == part), None)
        if found is None:
            return None
        place += found + 1
    return place


def _of_term(term: Term, words: Sequence[Word]) -> Finding:
    start, end = words[0].start, words[-1].end
    shown = " ".join(word.text for word in words)
    return Finding(start, end, term.kind, shown, str(term.kind), term.weight, term.say)


def long_words(sentence: Sentence, language: str, known: Lexicon) -> Iterator[Finding]:
    """Not names: what has a capital and does not begin the sentence."""
    for place, word in enumerate(sentence.words):
        is_name = place and word.text[0].isupper()
        if not word.is_word or is_name or word.low in known.words.long_but_known or "-" in word.text:
            continue
        syllables = count_syllables(word.low, language) if len(word.low) > MANY_SYLLABLES[language] else 1
        if syllables >= MANY_SYLLABLES[language] or len(word.low) >= MANY_LETTERS[language]:
            yield Finding(word.start, word.end, Kind.LONG_WORD, word.text, "long_word", count=len(word.low))


def double_negations(sentence: Sentence, known: Lexicon) -> Iterator[Finding]:
    before: Word | None = None
    for place, word in enumerate(sentence.words):
        if place in sentence.breaks or word.low in known.words.borders:
            before = None
        is_second = word.low in known.words.negatives or word.low in known.words.opposites
        if before and is_second and (word.low not in known.words.opposites or sentence.words[place - 1] is before):
            yield Finding(
                before.start, word.end, Kind.DOUBLE_NEGATION, f"{before.text} … {word.text}", "double_negation"
            )
            before = None
        elif word.low in known.words.negatives:
            before = word


def nominals(sentence: Sentence, language: str, known: Lexicon) -> Iterator[Finding]:
    """ "het aanvragen van", "the provision of"."""
    for first, middle, last in zip(sentence.words, sentence.words[1:], sentence.words[2:], strict=False):
        if language == "nl":
            is_doing = first.low == "het" and last.low == "van" and _is_doing(middle.low, known)
        else:
            is_doing = first.low == "the" and last.low == "of" and middle.low in known.words.nominal
        if is_doing:
            shown = f"{first.text} {middle.text} {last.text}"
            yield Finding(first.start, last.end, Kind.NOMINAL, shown, "nominal", alternative=middle.low)


def _is_doing(word: str, known: Lexicon) -> bool:
    is_infinitive = word.endswith("en") or word in {"zien", "doen", "gaan", "staan", "aangaan", "nagaan", "opdoen"}
    return is_infinitive and len(word) > 4 and word not in known.words.things


def capitals(sentence: Sentence) -> Iterator[Finding]:
    for shouted, run in groupby(sentence.words, key=lambda word: word.is_capitals):
        words = list(run)
        letters = sum(len(word.text) for word in words)
        if shouted and letters >= SHOUTED_LETTERS and (len(words) > 1 or len(words[0].text) >= SHOUTED_LETTERS):
            shown = " ".join(word.text for word in words)
            yield Finding(words[0].start, words[-1].end, Kind.CAPITALS, shown, "capitals")


def abbreviations(
    text: str, sentences: Sequence[Sentence], known: Lexicon, shouted: Sequence[Finding]
) -> Iterator[Finding]:
    """Each once, where it stands first, unless the text tells what it means: in full, or between brackets."""
    seen = {word.low for sentence in sentences for word in sentence.words if _is_explained(text, word)}
    spans = iter(shouted)
    loud = next(spans, None)
    low = text.lower()
    for word in (word for sentence in sentences for word in sentence.words):
        while loud and loud.end <= word.start:
            loud = next(spans, None)
        if loud and loud.start <= word.start:
            continue
        short = _short_of(word, known)
        if short and short not in seen:
            seen.add(short)
            yield from _of_letters(low, word, short, known)


def _is_explained(text: str, word: Word) -> bool:
    """Wet maatschappelijke ondersteuning (Wmo), or Wmo (the law on …)."""
    between = text[max(0, word.start - 1) : word.start] == "(" and text[word.end : word.end + 1] == ")"
    return between or text[word.end : word.end + 2] == " ("


def _short_of(word: Word, known: Lexicon) -> str:
    """The abbreviation that begins here, in small letters; empty for a common word."""
    if word.low in known.words.letters_known:
        return ""
    if word.is_capitals and 2 <= len(word.text) < SHOUTED_LETTERS:
        return word.low
    if word.low in known.letters and word.text[:1].isupper() and len(word.low) > 2 and not word.text.islower():
        return word.low
    return ""


def _of_letters(low: str, word: Word, short: str, known: Lexicon) -> Iterator[Finding]:
    meaning = known.letters.get(short, "")
    if meaning and meaning.lower() in low:
        return
    code = "abbreviation" if meaning else "abbreviation_unknown"
    yield Finding(word.start, word.end, Kind.ABBREVIATION, word.text, code, alternative=meaning)


def dotted(text: str, sentence: Sentence, known: Lexicon) -> Iterator[Finding]:
    """o.a., bijv., e.g.: the piece between two spaces that holds them, without its brackets."""
    last_end = sentence.start
    for word in sentence.words:
        if word.start < last_end:
            continue
        end = word.end
        while end < sentence.end and not text[end].isspace() and end - word.start < LONGEST_DOTTED:
            end += 1
        piece = text[word.start : end].rstrip("),;:!?")
        if piece.lower() in known.letters and not piece.isalpha():
            last_end = end
            meaning = known.letters[piece.lower()]
            yield Finding(
                word.start, word.start + len(piece), Kind.ABBREVIATION, piece, "shortened", alternative=meaning
            )


LONGEST_DOTTED = 12
