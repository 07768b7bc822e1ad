"""A sentence that pure code can say and that is still translated when it is shown: it remembers its pattern. Pure."""


class Sentence(str):
    """English words, for a log, a command or a test; `pattern` and `values` are for core.words.translated."""

    pattern: str
    values: dict[str, object]
    __slots__ = ("pattern", "values")


def say(pattern: str, **values: object) -> Sentence:
    """`say("%(value)s is no day", value=…)`. The pattern stands in the catalogues; a value may be a Sentence too."""
    return say_again(pattern, values)


def say_again(pattern: str, values: dict[str, object]) -> Sentence:
    """What was said before and kept apart from its values."""
    sentence = Sentence(pattern % values if values else pattern)
    sentence.pattern, sentence.values = pattern, values
    return sentence
