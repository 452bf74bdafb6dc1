"""Calling, holding and closing a meeting."""
