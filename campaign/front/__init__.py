"""What a visitor sees first: the home page, a campaign's page, and what is kept about them."""
