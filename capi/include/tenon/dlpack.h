/**
 * tenon/dlpack.h: the structures of DLPack 1.1, by which array libraries hand each other tensors without a
 * copy.
 *
 * They are the specification's (https://dmlc.github.io/dlpack/latest/c_api.html), names and layouts alike,
 * so the types of the integers are its own as well. Where <dlpack/dlpack.h> was included before, it is used
 * instead; a program that needs more than stands here includes it first.
 */
#ifndef TENON_DLPACK_H
#define TENON_DLPACK_H

#include <tenon/common.h>

#ifndef DLPACK_DLPACK_H_
#  define DLPACK_DLPACK_H_

#  define DLPACK_MAJOR_VERSION 1
#  define DLPACK_MINOR_VERSION 1

#  ifdef __cplusplus
extern "C" {
#  endif

typedef struct {
  uint32_t major; /**< another major is another layout */
  uint32_t minor;
} DLPackVersion;

#  ifdef __cplusplus
typedef enum : int32_t {
#  else
typedef enum {
#  endif
  kDLCPU = 1,
  kDLCUDA = 2,
  kDLCUDAHost = 3,
  kDLOpenCL = 4,
  kDLVulkan = 7,
  kDLMetal = 8,
  kDLVPI = 9,
  kDLROCM = 10,
  kDLROCMHost = 11,
  kDLExtDev = 12,
  kDLCUDAManaged = 13,
  kDLOneAPI = 14,
  kDLWebGPU = 15,
  kDLHexagon = 16,
  kDLMAIA = 17
} DLDeviceType;

typedef struct {
  DLDeviceType device_type;
  int32_t device_id;
} DLDevice;

typedef enum {
  kDLInt = 0U,
  kDLUInt = 1U,
  kDLFloat = 2U,
  kDLOpaqueHandle = 3U,
  kDLBfloat = 4U,
  kDLComplex = 5U,
  kDLBool = 6U
} DLDataTypeCode;

typedef struct {
  uint8_t code; /**< a DLDataTypeCode */
  uint8_t bits;
  uint16_t lanes; /**< 1, but for vector types */
} DLDataType;

typedef struct {
  void* data;
  DLDevice device;
  int32_t ndim;
  DLDataType dtype;
  int64_t* shape;
  int64_t* strides; /**< in elements; NULL for row-major */
  uint64_t byte_offset;
} DLTensor;

/** The form from before version 1.0. The library neither makes nor takes it. */
typedef struct DLManagedTensor {
  DLTensor dl_tensor;
  void* manager_ctx;
  void (*deleter)(struct DLManagedTensor* self);
} DLManagedTensor;

#  define DLPACK_FLAG_BITMASK_READ_ONLY (1UL << 0UL)
#  define DLPACK_FLAG_BITMASK_IS_COPIED (1UL << 1UL)
#  define DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED (1UL << 2UL)

/** What tn_to_dlpack gives and tn_from_dlpack takes. */
typedef struct DLManagedTensorVersioned {
  DLPackVersion version;
  void* manager_ctx;
  void (*deleter)(struct DLManagedTensorVersioned* self);
  uint64_t flags;
  DLTensor dl_tensor;
} DLManagedTensorVersioned;

#  ifdef __cplusplus
}
#  endif
#endif
#endif
