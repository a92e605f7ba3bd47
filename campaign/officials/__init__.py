"""Bodies and their wards.

**Body**: a council, committee or board; it has its own words, zone and thresholds.
**Ward**: a division that one seat of a body stands for, with its Open Civic Data id.
"""
