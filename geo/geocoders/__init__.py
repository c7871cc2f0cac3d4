"""The geocoders of this world, a module each: the only ones in the house that talk to geopy."""
