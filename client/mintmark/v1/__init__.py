"""Generated from protos/mintmark/v1 by `make proto`; never edited by hand."""
