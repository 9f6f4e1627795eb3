-- What is to be seen: the night on the left; on the right how it goes, and what goes on in the network of one moth.
local chart = require("chart")
local mind = require("mind")
local View = {}
View.__index = View

local graphics = love.graphics
local scale, trail = 720, 40

-- Light that falls off from the middle.
local function glow_image()
  local size = 256
  local data = love.image.newImageData(size, size)
  data:mapPixel(function(x, y)
    local dx, dy = (x + 0.5) / size * 2 - 1, (y + 0.5) / size * 2 - 1
    local light = math.max(0, 1 - math.sqrt(dx * dx + dy * dy))
    return 1, 1, 1, light * light
  end)
  return graphics.newImage(data)
end

local function backdrop()
  local w, h = scale * 1.2, scale
  return graphics.newMesh({{0, 0, 0, 0, 0.035, 0.045, 0.095}, {w, 0, 0, 0, 0.035, 0.045, 0.095},
    {w, h, 0, 0, 0.075, 0.070, 0.115}, {0, h, 0, 0, 0.060, 0.060, 0.110}}, "fan", "static")
end

function View.new(world, brain)
  local self = setmetatable({world = world, brain = brain, glow = glow_image(), backdrop = backdrop(), trails = {},
    sparks = {}, flutter = 0, followed = 0}, View)
  self.title, self.text, self.small = graphics.newFont(30), graphics.newFont(15), graphics.newFont(12)
  for i = 0, world.count - 1 do self.trails[i] = {} end
  world.on_touch = function(i)
    self.sparks[#self.sparks + 1] = {x = world.x[i] * scale, y = world.y[i] * scale, age = 0}
    self.trails[i] = {}
  end
  return self
end

-- Where in the world a pixel is, kept inside the walls.
function View:place_of(x, y)
  return math.max(0, math.min(x / scale, self.world.width)), math.max(0, math.min(y / scale, self.world.height))
end

function View:update()
  self.flutter = self.flutter + 0.9
  for i = 0, self.world.count - 1 do
    local points = self.trails[i]
    table.insert(points, 1, self.world.y[i] * scale)
    table.insert(points, 1, self.world.x[i] * scale)
    for last = #points, 2 * trail + 1, -1 do points[last] = nil end
  end
  for i = #self.sparks, 1, -1 do
    local spark = self.sparks[i]
    spark.age = spark.age + 1 / 24
    if spark.age > 1 then table.remove(self.sparks, i) end
  end
end

function View:draw_light(x, y, radius, r, g, b, a)
  graphics.setColor(r, g, b, a)
  graphics.draw(self.glow, x, y, 0, radius / 128, radius / 128, 128, 128)
end

function View:draw_lamp()
  local x, y = self.world.lamp_x * scale, self.world.lamp_y * scale
  graphics.setBlendMode("add")
  self:draw_light(x, y, 420, 1, 0.62, 0.25, 0.30)
  self:draw_light(x, y, 150, 1, 0.74, 0.38, 0.55)
  self:draw_light(x, y, 46, 1, 0.92, 0.70, 0.95)
  graphics.setBlendMode("alpha")
  graphics.setColor(1, 0.97, 0.88)
  graphics.circle("fill", x, y, 8)
  for _, spark in ipairs(self.sparks) do
    graphics.setColor(1, 0.85, 0.5, 0.7 * (1 - spark.age))
    graphics.setLineWidth(2)
    graphics.circle("line", spark.x, spark.y, 8 + 26 * spark.age)
  end
end

function View:draw_trail(points, light)
  graphics.setLineWidth(2)
  for i = 1, #points - 3, 2 do
    graphics.setColor(0.75, 0.80, 1, (1 - i / (2 * trail)) * (0.08 + 0.16 * light))
    graphics.line(points[i], points[i + 1], points[i + 2], points[i + 3])
  end
end

-- Two pairs of wings that beat, brighter near the lamp.
function View:draw_moth(i, light)
  local world = self.world
  local beat = 0.55 + 0.45 * math.abs(math.sin(self.flutter * 0.35 + i * 2.4))
  local r, g, b = 0.42 + 0.55 * light, 0.46 + 0.40 * light, 0.62 + 0.05 * light
  graphics.push()
  graphics.translate(world.x[i] * scale, world.y[i] * scale)
  graphics.rotate(math.atan2(world.vy[i], world.vx[i]))
  for side = -1, 1, 2 do
    graphics.setColor(r * 0.8, g * 0.8, b * 0.85, 0.95)
    graphics.polygon("fill", -1, 0, -8, 8 * side * beat, -12, 4 * side * beat, -7, 0)
    graphics.setColor(r, g, b, 0.95)
    graphics.polygon("fill", 5, 0, 3, 10 * side * beat, -2, 14 * side * beat, -8, 10 * side * beat, -3, 0)
  end
  graphics.setColor(r * 0.4, g * 0.36, b * 0.4)
  graphics.ellipse("fill", -1, 0, 7, 1.8)
  graphics.pop()
end

function View:draw_night()
  graphics.setScissor(0, 0, scale * 1.2, scale)
  graphics.setColor(1, 1, 1)
  graphics.draw(self.backdrop)
  self:draw_lamp()
  for i = 0, self.world.count - 1 do
    local light = math.exp(-4 * self.world:distance(i))
    self:draw_trail(self.trails[i], light)
    self:draw_moth(i, light)
  end
  local x, y = self.world.x[self.followed] * scale, self.world.y[self.followed] * scale
  graphics.setColor(0.55, 0.85, 1, 0.85)
  graphics.setLineWidth(1.5)
  graphics.circle("line", x, y, 21)
  graphics.setScissor()
end

local function words(font, text, x, y, brightness)
  graphics.setFont(font)
  graphics.setColor(brightness, brightness, brightness * 1.05)
  graphics.print(text, x, y)
end

function View:draw(history, pace)
  self:draw_night()
  local left, width = scale * 1.2, 1280 - scale * 1.2
  graphics.setColor(0.052, 0.056, 0.074)
  graphics.rectangle("fill", left, 0, width, 720)
  left, width = left + 28, width - 56
  words(self.title, "Moths", left, 24, 0.95)
  words(self.text, ("%d moths, one network: it learns as they fly"):format(self.world.count), left, 64, 0.62)
  words(self.text, "Lamps found per 1000 steps", left, 112, 0.85)
  words(self.small, ("update %d   lamps %d   entropy %.2f"):format(self.brain.updates, self.world.touches,
    self.brain.entropy), left, 134, 0.55)
  chart.draw(history, left, 160, width, 170, self.small)
  words(self.text, "What the ringed one thinks", left, 366, 0.85)
  local value = mind.draw(self.brain, self.followed, left, 412, width, 236, self.small)
  words(self.small, ("expects a reward of %.2f"):format(value), left, 388, 0.55)
  words(self.small, ("mouse: carry the lamp    space: %s    R: forget"):format(pace == 1 and "faster" or "slower"),
    left, 686, 0.45)
end

return View
