"""One interview in the page: its sound over a socket, its screen, and what becomes of it when the page goes away."""
