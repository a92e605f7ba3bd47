"""What waits in each room; importing a module registers its items with `today`."""
