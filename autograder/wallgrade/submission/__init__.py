"""What was handed in: find it, read it however damaged it is, and put it onto the release."""
