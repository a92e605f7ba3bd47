"""How a body hears the public: templates, windows, and when each of them is open."""
