// The organizers' pages: what makes them quicker. All of it works without. One block a room.

// The shell: keys
