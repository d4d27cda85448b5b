"""A session with sound: the loop, the devices, the screen."""
