"""What speaks for or against each label in a clause."""
