"""What keeps a backup from being made or put back, in one sentence that names the file."""


class Problem(Exception):
    """The sentence is for whoever typed the command."""
