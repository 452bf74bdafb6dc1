"""Circles, roles, mandates: the only source of rights."""
