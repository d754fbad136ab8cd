"""What is done on the screen: fingers that touch and move, and text that is typed."""
