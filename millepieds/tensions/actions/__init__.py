"""Saying a tension, entrusting it, opening it, taking it up, closing it."""
