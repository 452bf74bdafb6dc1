"""Who may enter: persons, their addresses, what they agreed to.

Being a person here gives no right: see circles.
"""
