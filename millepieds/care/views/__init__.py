"""The pages of whoever reports, of whoever receives, of whoever something was decided about."""
