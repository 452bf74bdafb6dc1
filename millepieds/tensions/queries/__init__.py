"""What the pages of tensions ask."""
