/* As much of Godot 3's native interface (GDNative 1.0 and NativeScript 1.0) as a class with a few methods
   needs, declared by hand, since Debian packages no headers of it. Within Godot 3 it only grows: a function
   keeps its place in the engine's table, and the places are what gdnative_api.json counts. */
#ifndef GODOT_GDNATIVE_H
#define GODOT_GDNATIVE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct gd_variant { /* opaque: any value of a script */
  uint64_t opaque[3];
} gd_variant_t;
typedef void gd_object_t;
typedef void (*gd_function_t)(void);

typedef struct gd_version {
  unsigned major, minor;
} gd_version_t;

/* A table of functions begins with what it is; `next` is a later minor version's additions. */
typedef struct gd_table {
  unsigned type;
  gd_version_t version;
  const struct gd_table* next;
} gd_table_t;
enum { GD_CORE = 0, GD_NATIVESCRIPT = 1 };

typedef struct gd_core {
  gd_table_t head;
  unsigned extension_count;
  const gd_table_t* const* extensions;
  gd_function_t function[744];
} gd_core_t;

/* Places in it. */
enum {
  GD_VARIANT_NEW_NIL = 509,
  GD_VARIANT_NEW_INT = 512,
  GD_VARIANT_NEW_REAL = 513,
  GD_VARIANT_AS_BOOL = 537,
  GD_VARIANT_AS_INT = 539,
  GD_VARIANT_AS_REAL = 540,
  GD_PRINT_ERROR = 741
};
typedef void (*gd_variant_new_nil_t)(gd_variant_t* result);
typedef void (*gd_variant_new_int_t)(gd_variant_t* result, int64_t value);
typedef void (*gd_variant_new_real_t)(gd_variant_t* result, double value);
typedef bool (*gd_variant_as_bool_t)(const gd_variant_t* value);
typedef int64_t (*gd_variant_as_int_t)(const gd_variant_t* value);
typedef double (*gd_variant_as_real_t)(const gd_variant_t* value);
typedef void (*gd_print_error_t)(const char* what, const char* function, const char* file, int line);

/* ---- classes */

typedef struct gd_create {
  void* (*create)(gd_object_t* object, void* data);
  void* data;
  void (*free_data)(void* data);
} gd_create_t;

typedef struct gd_destroy {
  void (*destroy)(gd_object_t* object, void* data, void* self);
  void* data;
  void (*free_data)(void* data);
} gd_destroy_t;

typedef struct gd_method {
  gd_variant_t (*call)(gd_object_t* object, void* data, void* self, int count, gd_variant_t** args);
  void* data;
  void (*free_data)(void* data);
} gd_method_t;

typedef struct gd_attributes {
  int rpc; /* 0: not called from afar */
} gd_attributes_t;

typedef struct gd_nativescript {
  gd_table_t head;
  void (*register_class)(void* handle, const char* name, const char* base, gd_create_t create,
                         gd_destroy_t destroy);
  gd_function_t register_tool_class;
  void (*register_method)(void* handle, const char* class_name, const char* name, gd_attributes_t attributes,
                          gd_method_t method);
} gd_nativescript_t;

/* What the engine hands over when it has loaded the library. */
typedef struct gd_init {
  bool in_editor;
  uint64_t core_hash, editor_hash, no_hash;
  gd_function_t report_version_mismatch, report_loading_error;
  gd_object_t* library;
  const gd_core_t* core;
  const void* library_path;
} gd_init_t;

#endif
