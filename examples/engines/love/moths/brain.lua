-- One small network flies all moths, and learns from all of them: advantage actor-critic. The trunk's last layer has
-- a logit for each choice, and one output more that estimates what reward is still to come.
local ffi = require("ffi")
local tenon = require("tenon")
local Brain = {}
Brain.__index = Brain

local steps, discount, caution, curiosity = 8, 0.9, 0.5, 0.003

function Brain.new(world, hidden)
  local self = setmetatable({world = world, hidden = hidden, choices = world.choices, steps = steps, at = 0,
    updates = 0, entropy = math.log(world.choices)}, Brain)
  self.net = tenon.nn_sequential({
    tenon.nn_linear(world.inputs, hidden, true), tenon.module_new("Tanh"),
    tenon.nn_linear(hidden, hidden, true), tenon.module_new("Tanh"),
    tenon.nn_linear(hidden, world.choices + 1, true)})
  self.adam = tenon.adam(self.net:parameters(), {lr = 4e-3})
  local many = steps * world.count
  self.seen = ffi.new("float[?]", many * world.inputs)
  self.actions = ffi.new("int64_t[?]", many)
  self.rewards, self.returns = ffi.new("float[?]", many), ffi.new("float[?]", many)
  self.values, self.ended = ffi.new("float[?]", many), ffi.new("uint8_t[?]", many)
  return self
end

local function from(data, dtype, ...)
  return tenon.tensor_new(data, dtype, {...})
end

-- Chooses for every moth: softmax's odds, drawn by the largest logit with Gumbel noise on it.
function Brain:act()
  local world = self.world
  tenon.scope(function()
    tenon.no_grad(function()
      local seen = from(world.seen, tenon.FLOAT32, world.count, world.inputs)
      local logits = self.net:forward(seen):narrow(1, 0, self.choices)
      local noise = -(-tenon.rand({world.count, self.choices}):clamp_min(1e-9):log()):log()
      local choice = (logits + noise):argmax(1, false)
      choice:read(world.actions, tenon.INT64, world.count * 8)
    end)
  end)
  local place = self.at * world.count
  ffi.copy(self.seen + place * world.inputs, world.seen, world.count * world.inputs * 4)
  ffi.copy(self.actions + place, world.actions, world.count * 8)
end

-- Takes the step's rewards; after every 8 of them it learns.
function Brain:reward()
  local world, place = self.world, self.at * self.world.count
  ffi.copy(self.rewards + place, world.rewards, world.count * 4)
  ffi.copy(self.ended + place, world.ended, world.count)
  self.at = self.at + 1
  if self.at == steps then
    self.at = 0
    tenon.scope(function() self:learn() end)
  end
end

-- What each step was worth: its reward and, discounted, those after it; beyond the last step the network's estimate.
function Brain:look_back(last)
  local count = self.world.count
  for i = 0, count - 1 do
    local worth = last[i]
    for step = steps - 1, 0, -1 do
      local place = step * count + i
      worth = self.rewards[place] + (self.ended[place] == 0 and discount * worth or 0)
      self.returns[place] = worth
    end
  end
end

function Brain:learn()
  local world, many = self.world, steps * self.world.count
  local output = self.net:forward(from(self.seen, tenon.FLOAT32, many, world.inputs))
  local value = output:select(1, self.choices)
  local last = ffi.new("float[?]", world.count)
  tenon.no_grad(function()
    local next_output = self.net:forward(from(world.seen, tenon.FLOAT32, world.count, world.inputs))
    next_output:select(1, self.choices):read(last, tenon.FLOAT32, world.count * 4)
  end)
  self:look_back(last)

  local returns = from(self.returns, tenon.FLOAT32, many)
  local advantage = returns - value:detach()
  advantage = (advantage - advantage:mean()) / (advantage:std(true) + 1e-6)
  local log_odds = output:narrow(1, 0, self.choices):log_softmax(1)
  local chosen = log_odds:gather(1, from(self.actions, tenon.INT64, many, 1)):squeeze_dim(1)
  local entropy = -(log_odds:exp() * log_odds):sum_dim({1}, false):mean()
  local loss = caution * value:mse_loss(returns) - (chosen * advantage):mean() - curiosity * entropy
  self.adam:zero_grad()
  loss:backward()
  self.adam:step()
  self.updates = self.updates + 1
  self.entropy = entropy:item()
end

-- What goes on inside for one moth: the outputs of every layer, and the odds of its choices.
function Brain:inside(moth)
  return tenon.scope(function()
    return tenon.no_grad(function()
      local x = from(self.world.seen + moth * self.world.inputs, tenon.FLOAT32, 1, self.world.inputs)
      local layers = {x:values()}
      for i = 0, self.net:child_count() - 1 do
        x = self.net:child(tostring(i)):forward(x)
        if i % 2 == 1 then layers[#layers + 1] = x:values() end
      end
      layers[#layers + 1] = x:narrow(1, 0, self.choices):softmax(1):values()
      return layers, x:select(1, self.choices):item()
    end)
  end)
end

-- The weights of a layer, one row for each of its outputs.
function Brain:weights(layer)
  return tenon.scope(function() return self.net:parameter(layer .. ".weight"):values() end)
end

function Brain:sum_of_weights()
  return tenon.scope(function()
    local sum = 0
    local all = self.net:parameters()
    for i = 0, all:count() - 1 do sum = sum + all:get(i):detach():sum():item() end
    return sum
  end)
end

return Brain
