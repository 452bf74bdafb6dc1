"""Joining, being welcomed, signing, leaving. A membership is one period of a person in the movement."""
