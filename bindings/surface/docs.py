"""Writes the pages of build/docs: the C interface, and the table of names."""
from surface import page


def write(interface, schemas, calls):
    return {"tenon.html": page.write(interface)}
