"""What is held about a resident: shown to them, corrected, erased, let go when it is time."""
