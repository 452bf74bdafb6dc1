"""What saying a tension asks: the ladders, the words, the moments. Plain Python."""
