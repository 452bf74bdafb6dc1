"""What may be searched, and what is found."""
