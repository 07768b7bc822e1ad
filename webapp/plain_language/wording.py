"""Each finding as a sentence that says what to do. The texts wait here as ids and are said in a request."""

from webapp.core.words import _
from webapp.plain_language.values import Finding, Measure, Report


def N_(sentence: str) -> str:
    """Marks a text for the catalogue without saying it yet."""
    return sentence


SENTENCES = {
    "long_sentence_warn": N_("This sentence has %(count)s words. Can it be shorter?"),
    "long_sentence_bad": N_("This sentence has %(count)s words. Make two sentences of it."),
    "long_word": N_("“%(words)s” is a long word. Choose a shorter word, or say it in a few words."),
    "passive": N_("Say who does it. Now it only says “%(words)s”."),
    "jargon": N_("Not everyone knows “%(words)s”. Say for example: %(alternative)s."),
    "formal": N_("“%(words)s” sounds like a letter from an office. Say for example: %(alternative)s."),
    "double_negation": N_("Two times “not” is hard to follow: “%(words)s”. Say what does happen."),
    "abbreviation": N_("Not everyone knows “%(words)s”. Write it in full the first time: %(alternative)s."),
    "abbreviation_unknown": N_("Not everyone knows “%(words)s”. Write it in full the first time."),
    "shortened": N_("Write “%(words)s” in full. Say for example: %(alternative)s."),
    "nominal": N_("“%(words)s” makes the sentence stiff. Say who does what."),
    "capitals": N_("Words in capitals are hard to read: “%(words)s”. Use small letters."),
}
BANDS = {
    "too_short": N_("This text is too short for a figure."),
    "easy": N_("The words and sentences are short. That reads easily (%(name)s: %(score)s)."),
    "normal": N_("The words and sentences are not very short. Can some be shorter? (%(name)s: %(score)s)"),
    "hard": N_("The words and sentences are long. Make them shorter (%(name)s: %(score)s)."),
}


def advice(finding: Finding) -> str:
    return _(SENTENCES[finding.code], words=finding.words, alternative=finding.alternative, count=finding.count)


def length_advice(measure: Measure) -> str:
    """Of the length of words and sentences only: the figure knows nothing else."""
    return _(BANDS[measure.band], name=measure.name, score=round(measure.score))


def summary(report: Report) -> str:
    if not report.checked:
        return _("We can only check texts in Dutch and English. Let someone else read this text.")
    if not report.findings:
        return _("We found nothing that makes this text hard.")
    return _("These are hints. You decide what is best for your readers.")
