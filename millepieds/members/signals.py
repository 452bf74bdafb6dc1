"""What an area above must know at once, said in the past tense."""

from django.dispatch import Signal

left = Signal()  # person, at
