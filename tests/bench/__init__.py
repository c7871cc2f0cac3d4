"""The workshop's own measure: that it counts right answers as right, and wrong ones as wrong."""
