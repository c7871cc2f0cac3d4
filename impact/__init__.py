"""The window: what has been achieved, for everybody to see; reads other rooms' rows, writes only its own."""
