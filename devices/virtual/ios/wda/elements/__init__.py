"""Elements of the screen as WebDriverAgent sees them, their attributes, and the page source."""
