"""What a line of the register says, what the group sees of itself, when someone is forgotten."""
