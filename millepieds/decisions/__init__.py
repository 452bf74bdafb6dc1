"""Whoever holds a perimeter decides in it, once those first concerned were asked; anyone can follow how."""
