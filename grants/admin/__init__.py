"""The office's pages of the grants, a module per kind of work."""

from . import applications, calls, conflicts, decisions, letter_texts, parts, programmes, sessions

__all__ = ["applications", "calls", "conflicts", "decisions", "letter_texts", "parts", "programmes", "sessions"]
