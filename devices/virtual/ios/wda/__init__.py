"""WebDriverAgent: what it answers over HTTP, and how it sees the phone."""
