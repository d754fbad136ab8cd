"""Apps on an iPhone: which are installed, which run, and which is in front."""
