"""Deeds of circles: opening them, handing out mandates, ending them, founding again."""
