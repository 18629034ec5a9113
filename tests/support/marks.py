"""What a stranger sends to hold a portal up: marks piled upon a letter, in the order that costs normalisation the most."""

# Generous for any answer, and far below what the square of a full body would cost (hours).
AT_ONCE = 0.5


def pile(count: int) -> str:
    """A letter under `count` marks, two bytes each."""
    return "a" + "\u0316\u0301" * (count // 2)
