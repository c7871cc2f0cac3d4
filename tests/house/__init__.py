"""The house's contracts: what DESIGN.md promises about the code and about every page, proved."""
