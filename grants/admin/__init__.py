"""The office's pages of the grants, a module per kind of work."""

from . import applications, calls, parts, programmes

__all__ = ["applications", "calls", "parts", "programmes"]
