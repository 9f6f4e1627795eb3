-- Moths learn to find the lamp, while you watch. None of them knows anything at first; one network flies all of them
-- and learns from what they meet. Needs libtenon.so and tenon_cdef.h, and nothing else of Tenon (see tenon.lua).
--
--     love moths [--seed N] [--frames N] [--pace N] [--screenshot FILE]
--
-- Hold the mouse to carry the lamp. Space: faster; R: forget everything; Escape: quit.
local tenon = require("tenon")
local World = require("world")
local Brain = require("brain")
local View = require("view")

local options = {seed = 7, frames = math.huge, pace = 1}
local world, brain, view, history, touched_before, frame

-- Uniform numbers from Tenon's generator, so that one seed decides everything.
local function randomness()
  local numbers, at = {}, 0
  return function()
    if at == #numbers then numbers, at = tenon.scope(function() return tenon.rand({256}):values() end), 0 end
    at = at + 1
    return numbers[at]
  end
end

local function begin()
  tenon.manual_seed(options.seed)
  world = World.new(64, randomness())
  brain = Brain.new(world, 32)
  view = View.new(world, brain)
  history, touched_before, frame = {}, 0, 0
end

function love.load(arguments)
  local i = 1
  while i <= #arguments do
    local name = arguments[i]:match("^%-%-(%a+)$")
    assert(name and (options[name] or name == "screenshot") and arguments[i + 1], "what is " .. arguments[i] .. "?")
    options[name] = tonumber(arguments[i + 1]) or arguments[i + 1]
    i = i + 2
  end
  begin()
end

-- Lamps found since the last update, for each thousand steps of a moth.
local function remember()
  if brain.updates == #history then return end
  local found = world.touches - touched_before
  touched_before = world.touches
  history[#history + 1] = found / (brain.steps * world.count) * 1000
end

function love.update()
  if not world then return end
  local lamp_x, lamp_y
  if love.mouse.isDown(1) then lamp_x, lamp_y = view:place_of(love.mouse.getPosition()) end
  for _ = 1, options.pace do
    brain:act()
    world:step(lamp_x, lamp_y)
    brain:reward()
    view:update()
    remember()
  end
end

-- The mean of the first, or the last, n updates.
local function mean_of(first, n)
  local sum = 0
  for i = first, first + n - 1 do sum = sum + history[i] end
  return sum / n
end

local function finish(picture)
  if options.screenshot then
    local file = assert(io.open(options.screenshot, "wb"))
    file:write(picture:encode("png"):getString())
    file:close()
  end
  local n = math.min(25, #history)
  print(("updates: %d"):format(brain.updates))
  print(("found at first: %.4f"):format(mean_of(1, n)))
  print(("found at last: %.4f"):format(mean_of(#history - n + 1, n)))
  print(("weights: %.17g"):format(brain:sum_of_weights()))
  world, brain, view = nil, nil, nil
  jit.flush()  -- compiled code holds on to what it has seen
  collectgarbage()
  collectgarbage()
  print(("alive: %d"):format(tenon.live_count()))
  love.event.quit()
end

function love.draw()
  if not world then return end
  view:draw(history, options.pace)
  frame = frame + 1
  if frame == options.frames then love.graphics.captureScreenshot(finish) end
end

function love.keypressed(key)
  if key == "escape" then love.event.quit() end
  if key == "space" then options.pace = options.pace == 1 and 8 or 1 end
  if key == "r" then begin() end
end
