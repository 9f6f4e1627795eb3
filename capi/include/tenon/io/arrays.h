/**
 * tenon/io/arrays.h: arrays in NumPy's files (.npy, .npz), and tables of numbers as text (CSV).
 *
 * Since 0.1.
 */
#ifndef TENON_IO_ARRAYS_H
#define TENON_IO_ARRAYS_H

#include <tenon/common.h>
#include <tenon/dict.h>
#include <tenon/dtype.h>
#include <tenon/io/pytorch.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- NumPy ---- */

/**
 * Writes one tensor, row-major and little-endian, from whichever device. TN_ERR_UNSUPPORTED for bfloat16,
 * which NumPy hasn't got. NumPy: numpy.save.
 */
TN_API tn_status_t tn_npy_save(tn_tensor_t t, const char* path);

/**
 * Reads a file of version 1, 2 or 3, of either byte order, on the CPU. An array in Fortran order comes with
 * its strides, so tn_contiguous may be wanted. TN_ERR_UNSUPPORTED for a dtype that Tenon hasn't got, and for
 * objects, which are pickled: nothing in the file is executed. NumPy: numpy.load(allow_pickle=False).
 */
TN_API tn_tensor_t tn_npy_load(const char* path);

/**
 * Writes the tensors of a dictionary into one archive, each as "name.npy"; its metadata isn't written.
 * compressed 1 deflates them. TN_ERR_VALUE for TN_NONE in it, and for names that are no paths within the
 * archive ("../a", "/a"). NumPy: numpy.savez, numpy.savez_compressed.
 */
TN_API tn_status_t tn_npz_save(tn_dict_t dict, const char* path, int32_t compressed);

/**
 * Reads them back, in the archive's order. Of the options max_inflated_bytes counts, and mapped for arrays
 * that aren't compressed, whose checksums then go unread; NULL: defaults. NumPy: numpy.load.
 */
TN_API tn_dict_t tn_npz_load(const char* path, const tn_load_options_t* o);

/* ---- CSV ---- */

/** What a table looks like. */
typedef struct tn_csv_options {
  size_t struct_size;
  int64_t skip_rows; /**< 0: lines before the first row, such as a header. Loading alone */
  int32_t delimiter; /**< ',': the character between fields: printable ASCII that no number has, or a tab */
  tn_dtype_t dtype;  /**< TN_FLOAT32: of the tensor that is loaded. Saving takes the tensor's own */
} tn_csv_options_t;

TN_API void tn_csv_options_init(tn_csv_options_t* o, size_t size);

/**
 * Reads a table of numbers, one row a line, as a tensor (rows, columns) on the CPU. Fields may stand in
 * quotes and have spaces around; lines without any character are skipped; "nan" and "inf" are numbers, and an
 * empty field is NaN, for floating dtypes alone. The decimal separator is a point, whatever the locale.
 * TN_ERR_IO, with line and field, for text, for rows of different lengths, and for a number that the dtype
 * doesn't reach. An empty file is a tensor (0, 0). NULL: defaults. NumPy: numpy.loadtxt.
 */
TN_API tn_tensor_t tn_csv_load(const char* path, const tn_csv_options_t* o);

/**
 * Writes a tensor of one dimension (a column) or two, each row a line, with as many digits as it takes to
 * read the same bits back; TN_BOOL as 0 and 1. TN_ERR_SHAPE for other tensors, and for rows without columns.
 * NumPy: numpy.savetxt.
 */
TN_API tn_status_t tn_csv_save(tn_tensor_t t, const char* path, const tn_csv_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
