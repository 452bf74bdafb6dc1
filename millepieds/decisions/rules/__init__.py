"""What deciding asks: the words, the moments, the advice. Plain Python."""
