"""Numbers as people type them: in the digits of any script, with whatever stands between."""


def ascii_digits(text: str) -> str:
    """Only its digits, as 0 to 9."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
