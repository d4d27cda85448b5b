"""One module a page: `ROUTES` are its paths, `MENU` its title and path in the menu (or None)."""
