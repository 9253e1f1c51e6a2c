"""How the desk writes dates, where Django's own pages do it."""
