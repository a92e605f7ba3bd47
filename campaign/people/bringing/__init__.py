"""People whom an organization brings in a file: read, looked at, carried out, undone."""
