#pragma once
// A folder for the files of a test, which is gone at its end.
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include <string>
#include <vector>

class TemporaryFolder {
 public:
  TemporaryFolder() {
    const char* root = getenv("TMPDIR");
    path_ = std::string(root ? root : "/tmp") + "/tenon-test-XXXXXX";
    if (!mkdtemp(path_.data())) abort();
  }
  ~TemporaryFolder() {
    clear();
    rmdir(path_.c_str());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string in(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> entries() const {
    std::vector<std::string> names;
    DIR* folder = opendir(path_.c_str());
    while (const dirent* entry = readdir(folder))
      if (std::string name = entry->d_name; name != "." && name != "..") names.push_back(name);
    closedir(folder);
    return names;
  }
  void clear() {
    for (const std::string& name : entries()) unlink(in(name).c_str());
  }

 private:
  std::string path_;
};
