"""What every area may use: base page, refusals, words, powers, deeds, privacy registry."""
