"""What the tests of the other languages' clients need from here."""
