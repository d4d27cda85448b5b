"""What is said of an answer as a whole: story, trap, reaction, what to pursue."""
