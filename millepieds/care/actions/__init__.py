"""Reporting, entrusting, opening; then hearing, deciding, appealing, answering."""
