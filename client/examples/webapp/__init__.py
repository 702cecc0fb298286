"""An example: a small web application whose users have sessions by Mintmark."""
