"""Mail that waits in a table and leaves after commit."""
