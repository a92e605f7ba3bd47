"""The record as files say it: the clerk's, Legistar's, tables."""
