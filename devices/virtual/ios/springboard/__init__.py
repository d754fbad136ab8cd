"""SpringBoard: the home screen, and everything that iOS shows over apps."""
