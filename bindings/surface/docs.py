"""Writes the pages of build/docs: the C interface, and the table of names."""
from surface import nametable, page


def write(interface, schemas, calls):
    return {"tenon.html": page.write(interface), **nametable.write(interface, schemas, calls)}
