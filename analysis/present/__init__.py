"""Frames for people: words, numbers, tables, figures and the texts side by side."""
