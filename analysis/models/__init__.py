"""Shipped models, with their sources, licences and how good they are."""
