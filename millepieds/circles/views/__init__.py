"""The pages of circles: who decides what, taking a role, holding a mandate, building the structure."""
