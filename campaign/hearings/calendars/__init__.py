"""Hearings as calendars have them: iCalendar (RFC 5545), sent and published (RFC 5546, 7986)."""
