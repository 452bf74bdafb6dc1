"""What the pages of home ask: my desk, the register, my data, what has been kept long enough."""
