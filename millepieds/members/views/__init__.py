"""The pages of the door: knocking, welcoming, signing, leaving."""
