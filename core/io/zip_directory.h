#pragma once
// The directory of a zip archive, read and checked.
#include "core/io/zip.h"

namespace tenon {

// Where the end record is, whose comment reaches the end of the file; the file's size where there is none.
uint64_t zip_end_at(const Source& source);

// A name that would lead out of the directory the archive is unpacked to, that C would cut short, or none.
bool is_bad_zip_name(std::string_view name);

// Every entry in the directory's order: within the file, apart from each other, and as its local header says.
std::vector<ZipEntry> read_zip_directory(const Source& source);

}  // namespace tenon
