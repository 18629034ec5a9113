"""What the supervisor says when it cannot go on: one line with the cure, and a non-zero exit."""


class Problem(Exception):
    """One clear line for the person at the keyboard."""
