"""Looking into files from outside, in a process of its own. It gets no settings, no database and no secrets, so nothing of ours is imported here."""
