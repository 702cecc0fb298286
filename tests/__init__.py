"""Tests of Mintmark; `unit` mirrors the tree, the other folders say what they hold."""
