"""What apps may do, and how their user is asked."""
