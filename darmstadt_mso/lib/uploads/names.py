"""The name that a file has on the device of whoever sends it, fit to be shown and given back."""

import unicodedata

LONGEST = 120  # characters


def cleaned(name):
    """Without folders and without signs that nobody sees or that turn the writing around; the ending stays."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    return f"{stem.strip()[:LONGEST]}{dot}{ending[:10]}"


def ending(name):
    """In small letters, without the dot; "" where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
