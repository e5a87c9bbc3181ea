"""What explains the program: the guide, what scores mean, what is new, what this is."""
