"""What the parts of the system cost, measured on the real thing."""
