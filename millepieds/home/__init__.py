"""What waits for my voice. Pages that read many areas; no area knows it."""
