"""THE STORM: real processes, killed and cut off while letters are written; a ledger says what arrived."""
