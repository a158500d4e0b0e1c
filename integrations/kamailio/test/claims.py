"""Claims: each holds, or ends the test."""

MARK = "eavesdropper"


class Failed(Exception):
    """A claim that did not hold."""


def check(claim, holds, found=""):
    """Prints a claim that holds.

    Raises Failed if it does not hold.
    """
    if not holds:
        raise Failed(f"{claim}: {found}")
    print("ok", claim, flush=True)
