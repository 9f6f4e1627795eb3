#pragma once
// Where a tensor's elements are.
#include <cstdint>
#include <string>

namespace tenon {

enum class DeviceType : uint8_t { cpu = 0, cuda = 1 };
constexpr int kDeviceTypes = 2;

struct Device {
  DeviceType type = DeviceType::cpu;
  uint8_t index = 0;
  bool operator==(const Device& other) const { return type == other.type && index == other.index; }
  bool is_cpu() const { return type == DeviceType::cpu; }
};

inline std::string device_name(Device device) {
  return device.is_cpu() ? "cpu" : "cuda:" + std::to_string(device.index);
}

}  // namespace tenon
