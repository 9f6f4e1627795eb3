-- The Lua module, without a game around it. Usage: tenon_test.lua   (TENON_CDEF and TENON_LIBRARY in the environment)
local tenon = require("tenon")
local C = tenon.C

local function live()
  collectgarbage()
  collectgarbage()
  return tonumber(C.tn_live_count())
end
local function refused(what, f, ...)
  local ok, reason = pcall(f, ...)
  assert(not ok, what)
  return reason
end
local before = live()

-- Every function that takes no callback has a wrapper, and none is found where there is no function.
local wrapped = 0
for name in io.open(arg[1]):read("*a"):gmatch("tn_(%S+)") do
  assert(type(tenon[name]) == "function", name)
  wrapped = wrapped + 1
end
assert(wrapped >= 705)
refused("a function that isn't there", function() return tenon.no_such_thing end)

-- Arrays, options, outputs, absence, text, operators.
tenon.scope(function()
  local x = tenon.tensor({{1, -2}, {3, -4}})
  assert(tostring(x) == "tensor([[ 1., -2.],\n        [ 3., -4.]])", tostring(x))
  local values, indices = x:topk(1, 1, true, true)
  assert(values:values()[2] == 3 and indices:values()[1] == 0 and indices:dtype() == tenon.INT64)
  assert((2 - x):values()[2] == 4 and (x * x / 2 + x):sum():item() == 13 and (-x):values()[1] == -1)
  assert(table.concat(x:shape(), "x") == "2x2" and tenon.zeros({2, 0, 3}):numel() == 0)
  assert(x:linear(tenon.ones({3, 2}), nil):sum():item() == -6)
  assert(x:add_with(tenon.ones({2, 2}), {alpha = 10}):sum():item() == 38)
  local _, whole = pcall(tenon.item_int64, tenon.tensor(7, tenon.INT64))
  assert(whole == 7)
  assert(tenon.cat({x, x}, 0):size(0) == 4 and x:max():item() == 3)
  assert(tenon.module_new("Tanh", nil):class_name() == "Tanh")
  assert(tenon.version():match("^%d+%.%d+%.%d+$") and tenon.build_info():find("threads"))
end)
assert(live() == before, "a scope left something")

-- Errors are Lua's, with code and message; closed handles say so.
local reason = refused("shapes", function() return tenon.scope(function() return tenon.ones({2}) + tenon.ones({3}) end) end)
assert(getmetatable(reason) == tenon.Error and reason.code == tenon.ERR_SHAPE and tostring(reason):find("add"))
local x = tenon.ones({2})
x:close()
refused("use after close", function() return x:relu() end)
refused("closed twice", function() x:close() end)
local escaped
tenon.scope(function() escaped = tenon.ones({2}) end)
refused("use after its scope", function() return escaped:sum() end)
refused("a module where a tensor is wanted", function() return tenon.relu(tenon.nn_relu()) end)
refused("a table where a tensor is wanted", function() return tenon.relu({}) end)

-- What a scope returns or keeps lives on in the scope around it.
tenon.scope(function()
  local kept
  local returned, number = tenon.scope(function()
    local made = tenon.ones({3})
    kept = tenon.keep(made * 2)
    return made + 1, 5LL
  end)
  assert(number == 5 and returned:sum():item() == 6 and kept:sum():item() == 6)
end)
assert(live() == before)

-- A network learns; recording can be off; without a scope the collector frees all of it, and in time.
local net = tenon.nn_sequential({tenon.nn_linear(2, 16, true), tenon.nn_relu(), tenon.nn_linear(16, 1, true)})
local adam = tenon.adam(net:parameters(), {lr = 0.01})
tenon.manual_seed(3)
local first, last
for step = 1, 200 do
  last = tenon.scope(function()
    local input = tenon.randn({64, 2})
    local loss = net:forward(input):mse_loss(input:sum_dim({1}, true))
    adam:zero_grad()
    loss:backward()
    adam:step()
    return loss:item()
  end)
  first = first or last
end
assert(last < first / 20, first .. " to " .. last)
assert(tenon.no_grad(function() return net:forward(tenon.ones({1, 2})):requires_grad() end) == 0)
for _ = 1, 200000 do local _ = tenon.ones({64}) end
tenon.memory_reset_peak(tenon.CPU)
for _ = 1, 2000 do local _ = tenon.ones({64, 1024}) end
local stats = require("ffi").new("tn_memory_stats_t")
tenon.get_memory_stats(tenon.CPU, stats, require("ffi").sizeof(stats))
assert(tonumber(stats.peak_bytes) < 400e6, "the collector wasn't asked in time: " .. tonumber(stats.peak_bytes))
net, adam, reason, x, escaped = nil, nil, nil, nil, nil
assert(live() == before, live() .. " objects are left, there were " .. before)
print(("tenon.lua: %d functions, errors, scopes, the collector"):format(wrapped))
