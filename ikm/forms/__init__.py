"""The record of a firm as forms, one for each part of it.

A part may be saved before it is whole: with `partial=True` empty answers are taken, and only what cannot be read is refused. What a whole part is
belongs to the room that asks for it.
"""
