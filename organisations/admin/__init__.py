"""The office's pages, a module per kind of work."""

from . import accounts, desk, directory, office_data

__all__ = ["accounts", "desk", "directory", "office_data"]
