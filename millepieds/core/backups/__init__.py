"""A copy of the whole house, sealed to keys that are not here, and the way back from it."""
