"""Opening a question, asking, advising, deciding."""
