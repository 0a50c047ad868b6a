"""What lines say: dates, sources, names, signatures, furniture. Used by fields and clutter."""
