"""THE WORKSHOP: how fast this house is, beside others on the same machine, in the same run."""
