"""What reporting and the fair procedure ask: words, who receives, when one decides. Plain Python."""
