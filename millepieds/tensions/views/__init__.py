"""The pages of tensions: those of whoever says one, those of whoever it is entrusted to."""
