"""Circles meet, and the town comes: from an agenda made by all to minutes that those present approved."""
