"""What meeting asks. Plain Python."""
