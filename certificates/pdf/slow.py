"""What the fast path says when it is not sure."""


class SlowPath(Exception):
    """This document is drawn by WeasyPrint instead: something in it is not proven to come out equal. Says what."""
