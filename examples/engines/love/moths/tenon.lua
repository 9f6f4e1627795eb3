-- Tenon for LuaJIT: every function of libtenon that takes no callback, through the FFI and tenon_cdef.h.
--
--     local tenon = require("tenon")
--     local net = tenon.nn_sequential({tenon.nn_linear(4, 32, true), tenon.nn_relu(), tenon.nn_linear(32, 2, true)})
--     local adam = tenon.adam(net:parameters(), {lr = 1e-3})
--     tenon.scope(function()                       -- what is made in it goes at its end, but for what it returns
--       local loss = net:forward(x):cross_entropy(y)
--       adam:zero_grad(); loss:backward(); adam:step()
--     end)
--
-- tenon.add is tn_add and tenon.FLOAT32 is TN_FLOAT32; x:relu() is tn_relu(x), net:forward(x) is
-- tn_module_forward(net, x). Where C has an array and its count, a table stands here; options are a table of those that
-- differ; nil is TN_NONE; what C writes through pointers is returned. A call that fails raises a tenon.Error.
--
-- A handle lives until the scope around it ends, until its close(), or until the collector finds it unreachable. What
-- is closed can't be used: that is an error, too. A scope may not be left by coroutine.yield.
local ffi = require("ffi")
local M = {}

-- ---- the library -----------------------------------------------------------------------------------------------
local function first_file(paths)
  for _, path in ipairs(paths) do
    local file = io.open(path)
    if file then
      local text = file:read("*a")
      file:close()
      return text
    end
  end
  error("tenon: no tenon_cdef.h in " .. table.concat(paths, ", ") .. "; TENON_CDEF may name it")
end

local function first_library(names)
  local reasons = {}
  for i, name in ipairs(names) do
    local found, library = pcall(ffi.load, name)
    if found then return library end
    reasons[i] = tostring(library)
  end
  error("tenon: the library can't be loaded; TENON_LIBRARY may name it\n" .. table.concat(reasons, "\n"))
end

local header = first_file({os.getenv("TENON_CDEF") or "tenon_cdef.h", "/usr/local/include/tenon/tenon_cdef.h",
  "/usr/include/tenon/tenon_cdef.h"})
ffi.cdef(header)
local C = first_library(os.getenv("TENON_LIBRARY") and {os.getenv("TENON_LIBRARY")} or
  {"tenon", "libtenon.so.0", "./libtenon.so", "/usr/local/lib/libtenon.so.0"})
assert(math.floor(C.tn_abi_version() / 1000) == C.TN_VERSION_MAJOR and C.tn_abi_version() >= C.TN_ABI_VERSION,
  "tenon: the library is of another version than tenon_cdef.h")
M.C = C

-- ---- errors ----------------------------------------------------------------------------------------------------
M.Error = {}
M.Error.__index = M.Error
function M.Error:__tostring() return self.name .. ": " .. self.message end

local function raise()
  local code = C.tn_error_code()
  error(setmetatable({code = code, name = ffi.string(C.tn_status_name(code)),
    message = ffi.string(C.tn_error_message())}, M.Error), 0)
end

-- ---- handles: boxes that know whether they are closed ----------------------------------------------------------
local kinds = {"tensor", "tensors", "values", "dict", "tree", "module", "optimizer", "dataset", "loader", "function",
  "generator"}
local boxes, releases, methods, is_box = {}, {}, {}, {}
local open                       -- the boxes of the innermost scope; nil outside of all
local none = ffi.cast("tn_tensor_t", 1)

-- Outside of scopes the collector is what frees tensors, and it doesn't see their memory: so it is told.
local stats, enough, made = ffi.new("tn_memory_stats_t"), 32 * 2 ^ 20, 0
local function relieve()
  made = made + 1
  if made % 256 ~= 0 then return end
  C.tn_get_memory_stats(C.TN_CPU, stats, ffi.sizeof(stats))
  if stats.live_bytes < enough then return end
  collectgarbage()
  C.tn_get_memory_stats(C.TN_CPU, stats, ffi.sizeof(stats))
  enough = math.max(32 * 2 ^ 20, 2 * tonumber(stats.live_bytes))
end

local function box(kind, handle)
  if handle == nil then raise() end
  if kind == "tensor" and handle == none then return nil end
  local made_box = boxes[kind](handle)
  if open then open[#open + 1] = made_box else relieve() end
  return made_box
end

local function close(kind, self)
  if self.h == nil then error("tenon: this " .. kind .. " is closed already", 3) end
  releases[kind](self.h)
  self.h = nil
end

local function handle(kind, value, argument)
  if value == nil and kind == "tensor" then return none end
  if not ffi.istype(boxes[kind], value) then
    error(("tenon: %s must be a %s, not %s"):format(argument, kind, tostring(value)), 3)
  end
  if value.h == nil then error("tenon: " .. argument .. " was closed, or its scope has ended", 3) end
  return value.h
end

-- Runs f; what it returns goes to the scope around this one, the rest of what it made is closed.
local function leave(outer, mine, ok, ...)
  local kept = mine.kept
  if ok then
    for i = 1, select("#", ...) do
      local value = select(i, ...)
      if type(value) == "cdata" and is_box[tonumber(ffi.typeof(value))] then kept[#kept + 1] = value end
    end
  end
  local stays = {}
  for _, value in ipairs(kept) do stays[tostring(value.h)] = true end
  for _, value in ipairs(mine) do
    if value.h ~= nil then
      if not stays[tostring(value.h)] then value:close()
      elseif outer then outer[#outer + 1] = value end
    end
  end
  open = outer
  if not ok then error((...), 0) end
  return ...
end

function M.scope(f, ...)
  local outer, mine = open, {kept = {}}
  open = mine
  return leave(outer, mine, pcall(f, ...))
end

-- Hands a handle of this scope to the one around it, for what isn't returned.
function M.keep(value)
  if open then open.kept[#open.kept + 1] = value end
  return value
end

-- ---- wrappers, written from the declarations -------------------------------------------------------------------
local declared = {}
for result, name, list in header:gmatch("\n([%w_][%w_%* ]-) ?(tn_[%w_]+)(%b());") do
  declared[name] = {result = result:gsub(" *%*", "*"), list = list}
end

local function list_of(element, values)
  local array = ffi.new(element .. "[?]", math.max(#values, 1))
  for i, value in ipairs(values) do array[i - 1] = value end
  return array, #values
end

local function handles_of(kind, values, argument)
  local array = ffi.new("tn_" .. kind .. "_t[?]", math.max(#values, 1))
  for i, value in ipairs(values) do array[i - 1] = handle(kind, value, argument) end
  return array, #values
end

local function options_of(name, values)
  local o = ffi.new("tn_" .. name .. "_options_t")
  C["tn_" .. name .. "_options_init"](o, ffi.sizeof(o))
  for key, value in pairs(values) do o[key] = value end
  return o
end

local function text_of(f)
  local length = tonumber(f(nil, 0))
  if length < 0 then raise() end
  local buffer = ffi.new("char[?]", length + 1)
  f(buffer, length + 1)
  return ffi.string(buffer, length)
end

local support = {box = box, handle = handle, list = list_of, handles = handles_of, options = options_of,
  text = text_of, raise = raise, ffi = ffi, C = C}

-- The source of the wrapper of one function: how its arguments become C's, and what it gives back.
local function source_of(name)
  local c_type, lua, before, given, back = declared[name].result, {}, {}, {}, {}
  local parameters = {}
  for part in declared[name].list:sub(2, -2):gsub("%s+", " "):gmatch("[^,]+") do
    local kind, argument = part:match("^ ?(.-[ %*])([%w_]+)$")
    if part ~= "void" then parameters[#parameters + 1] = {kind and kind:gsub(" $", "") or part, argument or "callback"} end
  end
  local function outputs_from(i)
    for j = i, #parameters do
      if not parameters[j][1]:match("^tn_%w+_t%*$") and not parameters[j][1]:match("^int64_t%*$") then return false end
    end
    return true
  end
  local i = 1
  while i <= #parameters do
    local kind, argument = parameters[i][1], parameters[i][2]
    local next_is_count = parameters[i + 1] and parameters[i + 1][1] == "int64_t"
    local var, taken = "a" .. i, true
    local of = kind:match("^tn_(%w+)_t$")
    local items = kind:match("^const tn_(%w+)_t%*$")
    local numbers = kind:match("^const ([%w_]+)%*$")
    local options = kind:match("^const tn_([%w_]+)_options_t%*$")
    if of and releases[of] then
      before[#before + 1] = ("local h%d = s.handle(%q, %s, %q)"):format(i, of, var, argument)
      given[#given + 1] = "h" .. i
    elseif options then
      before[#before + 1] = ("local o%d = %s and s.options(%q, %s)"):format(i, var, options, var)
      given[#given + 1] = "o" .. i
    elseif next_is_count and (items and releases[items] or numbers and numbers ~= "char" and numbers ~= "void") then
      local make = items and ("s.handles(%q, %s, %q)"):format(items, var, argument) or
        ("s.list(%q, %s)"):format(numbers, var)
      before[#before + 1] = ("local p%d, n%d = nil, 0; if %s then p%d, n%d = %s end"):format(i, i, var, i, i, make)
      given[#given + 1] = ("p%d, n%d"):format(i, i)
      i = i + 1
    elseif kind == "char*" and next_is_count then
      return ("local function f(s, fn) return function(%s) s.C.tn_error_clear() %s return s.text(function(b, n) " ..
        "return fn(%s) end) end end return f"):format(table.concat(lua, ", "), table.concat(before, " "),
        table.concat(given, ", ") .. (#given > 0 and ", " or "") .. "b, n")
    elseif outputs_from(i) then
      taken = false
      local target = kind:sub(1, -2)
      before[#before + 1] = ("local r%d = s.ffi.new(%q)"):format(i, target .. "[1]")
      given[#given + 1] = "r" .. i
      local made_kind = target:match("^tn_(%w+)_t$")
      back[#back + 1] = made_kind and ("s.box(%q, r%d[0])"):format(made_kind, i) or ("tonumber(r%d[0])"):format(i)
    elseif kind == "tn_dtype_t" or kind == "tn_device_t" then
      given[#given + 1] = var .. " or 0"
    else
      given[#given + 1] = var
    end
    if taken then lua[#lua + 1] = var end
    i = i + 1
  end
  local made_kind = c_type:match("^tn_(%w+)_t$")
  local result = "r"
  if #back > 0 then result = table.concat(back, ", ")
  elseif c_type == "tn_status_t" or c_type == "void" then result = ""
  elseif made_kind and releases[made_kind] then result = ("s.box(%q, r)"):format(made_kind)
  elseif c_type == "int64_t" then result = "tonumber(r)"
  elseif c_type == "const char*" then result = "r ~= nil and s.ffi.string(r) or nil" end
  return ("local function f(s, fn) return function(%s) %s s.C.tn_error_clear() local r = fn(%s) " ..
    "if s.C.tn_error_code() ~= 0 then s.raise() end return %s end end return f"):format(table.concat(lua, ", "),
    table.concat(before, " "), table.concat(given, ", "), result)
end

local function wrapper(name)
  if not declared[name] then return nil end
  return assert(loadstring(source_of(name), "=" .. name))()(support, C[name])
end

-- ---- how they are found ----------------------------------------------------------------------------------------
for _, kind in ipairs(kinds) do
  ffi.cdef(("struct tenon_lua_%s { tn_%s_t h; };"):format(kind, kind))
  releases[kind] = C["tn_" .. kind .. "_release"]
  methods[kind] = setmetatable({close = function(self) close(kind, self) end}, {__index = function(known, name)
    local method = wrapper("tn_" .. kind .. "_" .. name) or (kind == "tensor" and wrapper("tn_" .. name))
    if not method then error(("tenon: a %s has no %s"):format(kind, tostring(name)), 2) end
    known[name] = method
    return method
  end})
end

setmetatable(M, {__index = function(_, name)
  local value = wrapper("tn_" .. name)
  if not value then
    local found, constant = pcall(function() return tonumber(C["TN_" .. name]) end)
    if not found then error("tenon: there is no " .. tostring(name), 2) end
    value = constant
  end
  rawset(M, name, value)
  return value
end})

-- ---- as Lua has it ---------------------------------------------------------------------------------------------
local function arithmetic(name, reversed)
  return function(a, b)
    if type(b) == "number" then return M[name .. "_scalar"](a, b) end
    if type(a) == "number" then return reversed(b, a) end
    return M[name](a, b)
  end
end

for _, kind in ipairs(kinds) do
  local meta = {__index = methods[kind], __gc = function(self) if self.h ~= nil then releases[kind](self.h) end end}
  if kind == "tensor" then
    meta.__add = arithmetic("add", function(x, n) return M.add_scalar(x, n) end)
    meta.__sub = arithmetic("sub", function(x, n) return M.rsub_scalar(x, n) end)
    meta.__mul = arithmetic("mul", function(x, n) return M.mul_scalar(x, n) end)
    meta.__div = arithmetic("div", function(x, n) return M.reciprocal(x) * n end)
    meta.__unm = function(x) return M.neg(x) end
  end
  if kind == "tensor" or kind == "module" then meta.__tostring = function(self) return self:text() end end
  boxes[kind] = ffi.metatype("struct tenon_lua_" .. kind, meta)
  is_box[tonumber(boxes[kind])] = true
end

-- A tensor of a number, or of numbers in tables in tables; float32 unless it is said otherwise.
function M.tensor(values, dtype)
  local shape, inner = {}, values
  while type(inner) == "table" do
    shape[#shape + 1] = #inner
    inner = inner[1]
  end
  local flat = {}
  local function walk(value, depth)
    if depth > #shape then flat[#flat + 1] = value; return end
    assert(#value == shape[depth], "tenon: rows of different lengths")
    for _, row in ipairs(value) do walk(row, depth + 1) end
  end
  walk(values, 1)
  local whole = dtype == M.INT64
  local data = list_of(whole and "int64_t" or "double", flat)
  local dims, n = list_of("int64_t", shape)
  local made_box = box("tensor", C.tn_tensor_new(data, whole and C.TN_INT64 or C.TN_FLOAT64, dims, n))
  return whole and made_box or made_box:to(0, dtype or C.TN_FLOAT32)
end

-- The values, row-major, in one table.
function methods.tensor.values(self)
  local n = self:numel()
  local buffer = ffi.new("double[?]", math.max(n, 1))
  if C.tn_tensor_read(handle("tensor", self, "self"), buffer, C.TN_FLOAT64, n * 8) ~= 0 then raise() end
  local list = {}
  for i = 1, n do list[i] = buffer[i - 1] end
  return list
end

-- The sizes of all dimensions, in a table.
function methods.tensor.shape(self)
  local sizes = {}
  for i = 1, self:ndim() do sizes[i] = self:size(i - 1) end
  return sizes
end

-- Runs f without recording.
function M.no_grad(f, ...)
  local before = C.tn_set_grad_enabled(0)
  local function finish(ok, ...)
    C.tn_set_grad_enabled(before)
    if not ok then error((...), 0) end
    return ...
  end
  return finish(pcall(f, ...))
end

return M
