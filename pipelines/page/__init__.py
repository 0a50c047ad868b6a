"""The page's tree: layouts, the generic reader, rows, headline, breadcrumb, images, guards. Used by read."""
