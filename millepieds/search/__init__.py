"""Finding words in what one may read."""
