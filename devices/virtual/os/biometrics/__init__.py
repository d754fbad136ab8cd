"""Fingerprints: the reader, its lockout, the prompt of the system and what apps get of them."""
