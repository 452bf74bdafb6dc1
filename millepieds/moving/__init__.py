"""An existing movement moves in with its spreadsheets, and can move out with everything it built."""
