"""The text everyone signs, and the movement's rules as dated data."""
