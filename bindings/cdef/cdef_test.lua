-- What LuaJIT makes of tenon_cdef.h. Usage: cdef_test.lua CDEF LIBRARY SYMBOLS EXPECTED
local ffi = require("ffi")
local cdef, library, symbols, expected = unpack(arg)

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end
local text = read(cdef)
ffi.cdef(text)
local C = ffi.load(library)

local functions = 0
for name in read(symbols):gmatch("%S+") do
  assert(type(C[name]) == "cdata", name)
  functions = functions + 1
end
assert(functions >= 705, "symbols.txt lacks functions")

local checked = 0
for line in read(expected):gmatch("[^\n]+") do
  local kind, name, rest = line:match("^(%S+) (%S+) (.+)$")
  local found, wanted
  if kind == "offset" then
    local field, bytes = rest:match("^(%S+) (%d+)$")
    found, wanted = ffi.offsetof(name, field), tonumber(bytes)
  elseif kind == "size" then
    found, wanted = ffi.sizeof(name), tonumber(rest)
  else
    found, wanted = tonumber(C[name]), tonumber(rest)
  end
  if found ~= wanted then error(line .. ", but LuaJIT has " .. tostring(found)) end
  checked = checked + 1
end

-- Arrays, handles, numbers and absence as they cross.
local before = C.tn_live_count()
local none = ffi.cast("tn_tensor_t", 1)
local scope = C.tn_scope_begin()
local x = C.tn_tensor_new(ffi.new("float[4]", {1, -2, 3, -4}), C.TN_FLOAT32, ffi.new("int64_t[2]", {2, 2}), 2)
local w = C.tn_ones(ffi.new("int64_t[2]", {3, 2}), 2, C.TN_FLOAT32, C.TN_CPU)
local y = C.tn_linear(x, w, none)
assert(y ~= nil and C.tn_item(C.tn_sum(C.tn_relu(y))) == 0 and C.tn_item(C.tn_sum(y)) == -6)
assert(C.tn_add(x, C.tn_ones(ffi.new("int64_t[1]", 3), 1, C.TN_FLOAT32, C.TN_CPU)) == nil)
assert(C.tn_error_code() == C.TN_ERR_SHAPE and ffi.string(C.tn_error_message()):find("add"))
C.tn_error_clear()
assert(C.tn_scope_end(scope) == C.TN_OK)
assert(C.tn_live_count() == before)
print(("cdef: LuaJIT takes it: %d functions, %d constants, sizes and offsets"):format(functions, checked))
