"""Programmes as the public sees them."""

from .terms import texts

TRANSLATED = ("name", "purpose", "guideline", "legal_basis")


def texts_of(programme):
    """{field: {language: text}}"""
    return {name: texts(programme, name) for name in TRANSLATED}
