"""The arithmetic of democracy: pure functions that anyone can check, without a clock or a network."""
