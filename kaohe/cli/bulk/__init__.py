"""The commands over columns, one file each; heavy libraries are imported when they are used."""
