"""The pages of the town, and the desk of whoever publishes."""
