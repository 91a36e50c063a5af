"""Entries confirm themselves or fade: asked by mail, reminded, handed to the office and, at last, hidden."""
