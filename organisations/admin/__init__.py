"""The office's pages, a module per kind of work."""

from . import accounts, directory, inbox, lists, office_data, parts

__all__ = ["accounts", "directory", "inbox", "lists", "office_data", "parts"]
