"""A module of the desk as an app has one: something waits for the Förderung and nothing for others."""

from darmstadt_mso.lib.desk import Box


def boxes(user):
    empty = Box("empty", "Empty", 0, "/", "done")
    if not user.has_perm("grants.change_application"):
        return [empty]
    quinces = Box("quinces", "Quinces", 3, "/", "", [("Frau Quitte", "", "/")])
    return [empty, quinces, Box("quiet", "Quiet", 9, "/", "", is_quiet=True)]


def actions(user):
    return []
