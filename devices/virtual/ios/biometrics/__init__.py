"""Face ID and Touch ID: the sensor, what it shows, and what apps are told."""
