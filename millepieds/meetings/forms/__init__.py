"""What is typed about meetings."""
