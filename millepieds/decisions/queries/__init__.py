"""What the pages of decisions ask."""
