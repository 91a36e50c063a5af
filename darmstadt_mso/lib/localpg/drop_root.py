"""Run as a script: become an account that PostgreSQL accepts, then become the given program.

A program of its own because a namespace can only be entered before there are threads, and because
code between fork and exec is not safe in a process that has some.
"""

import ctypes
import os
import sys

NAMESPACE, ACCOUNT = WAYS = ("namespace", "account")
UNREACHABLE = 97
CLONE_NEWUSER = 0x10000000


def enter_namespace(uid, gid):
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER) != 0:
        sys.exit(1)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} 0 1"), ("gid_map", f"{gid} 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def become_account(uid, gid):
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(way, uid, gid, folder, *command):
    {NAMESPACE: enter_namespace, ACCOUNT: become_account}[way](int(uid), int(gid))
    for path in (folder, command[0]):
        if not os.access(path, os.X_OK):
            print(path)
            sys.exit(UNREACHABLE)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
