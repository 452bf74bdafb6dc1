"""One file a command: its first line is its help, `arguments` what may be typed, `run` what it answers."""
