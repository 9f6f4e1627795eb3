-- The night: moths with momentum, a lamp that wanders, walls. It knows nothing of networks: the brain reads `seen`,
-- writes `actions`, and gets `rewards` and `ended` back. All of one kind lies in one array, which tensors copy from.
local ffi = require("ffi")
local World = {}
World.__index = World

World.width, World.height = 1.2, 1
World.inputs, World.choices = 4, 9
local push, drag, reach = 0.0009, 0.95, 0.045
-- Choice 0 is to glide, the others to beat the wings towards one of eight winds.
local thrust_x, thrust_y = {[0] = 0}, {[0] = 0}
for i = 1, 8 do
  thrust_x[i], thrust_y[i] = push * math.cos((i - 1) * math.pi / 4), push * math.sin((i - 1) * math.pi / 4)
end

function World.new(count, random)
  local self = setmetatable({count = count, random = random, time = 0, touches = 0, lamp_x = 0.6, lamp_y = 0.5}, World)
  for _, name in ipairs({"x", "y", "vx", "vy"}) do self[name] = ffi.new("double[?]", count) end
  self.seen = ffi.new("float[?]", count * World.inputs)
  self.actions = ffi.new("int64_t[?]", count)
  self.rewards = ffi.new("float[?]", count)
  self.ended = ffi.new("uint8_t[?]", count)
  for i = 0, count - 1 do
    self.x[i], self.y[i] = random() * World.width, random() * World.height
  end
  self:look()
  return self
end

-- Somewhere on the walls, at rest.
function World:enter(i)
  local along = self.random()
  if self.random() < 0.5 then
    self.x[i], self.y[i] = along * World.width, self.random() < 0.5 and 0.01 or World.height - 0.01
  else
    self.x[i], self.y[i] = self.random() < 0.5 and 0.01 or World.width - 0.01, along * World.height
  end
  self.vx[i], self.vy[i] = 0, 0
end

function World:distance(i)
  local dx, dy = self.lamp_x - self.x[i], self.lamp_y - self.y[i]
  return math.sqrt(dx * dx + dy * dy)
end

-- What each moth sees: where the lamp is from here, and how it moves itself.
function World:look()
  for i = 0, self.count - 1 do
    local at = i * 4
    self.seen[at], self.seen[at + 1] = (self.lamp_x - self.x[i]) * 2, (self.lamp_y - self.y[i]) * 2
    self.seen[at + 2], self.seen[at + 3] = self.vx[i] * 60, self.vy[i] * 60
  end
end

local function bounce(position, speed, limit)
  if position < 0 then return -position, -speed * 0.5 end
  if position > limit then return 2 * limit - position, -speed * 0.5 end
  return position, speed
end

-- One step. A moth is rewarded for what it comes nearer, and for touching the lamp, which ends its flight.
function World:step(lamp_x, lamp_y)
  self.time = self.time + 1
  for i = 0, self.count - 1 do
    local before, choice = self:distance(i), tonumber(self.actions[i])
    self.vx[i] = (self.vx[i] + thrust_x[choice]) * drag
    self.vy[i] = (self.vy[i] + thrust_y[choice]) * drag
    self.x[i], self.vx[i] = bounce(self.x[i] + self.vx[i], self.vx[i], World.width)
    self.y[i], self.vy[i] = bounce(self.y[i] + self.vy[i], self.vy[i], World.height)
    local now = self:distance(i)
    local touched = now < reach
    self.rewards[i] = 10 * (before - now) + (touched and 1 or 0)
    self.ended[i] = touched and 1 or 0
    if touched then
      self.touches = self.touches + 1
      if self.on_touch then self.on_touch(i) end
      self:enter(i)
    end
  end
  local t = self.time / 600
  self.lamp_x = lamp_x or World.width * (0.5 + 0.34 * math.sin(2.3 * t))
  self.lamp_y = lamp_y or World.height * (0.5 + 0.32 * math.sin(3.1 * t + 1))
  self:look()
end

return World
