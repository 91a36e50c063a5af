"""The office's pages, a module per kind of work."""

from . import accounts, directory, inbox, lists, moderation, office_data, parts, people

__all__ = ["accounts", "directory", "inbox", "lists", "moderation", "office_data", "parts", "people"]
