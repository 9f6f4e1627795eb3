-- The network of one moth at this moment: what each neuron says, what flows between them, and the odds of each choice
-- as a rose of winds. Warm is positive, cold negative.
local mind = {}
local graphics = love.graphics
local names = {"lamp x", "lamp y", "speed x", "speed y"}

local function colour(value, alpha)
  if value >= 0 then graphics.setColor(1, 0.70, 0.35, alpha) else graphics.setColor(0.40, 0.68, 1, alpha) end
end

-- Read anew when the network has learnt.
local function weights_of(brain)
  local shown = brain.shown
  if not shown or shown.updates ~= brain.updates then
    shown = {updates = brain.updates}
    for i = 1, 3 do shown[i] = brain:weights(2 * (i - 1)) end
    brain.shown = shown
  end
  return shown
end

local function column(count, x, y, height)
  local places = {}
  for i = 1, count do places[i] = {x, y + (i - 0.5) / count * height} end
  return places
end

local function draw_flow(weights, values, from, to)
  for j, target in ipairs(to) do
    for i, source in ipairs(from) do
      local flow = weights[(j - 1) * #from + i] * values[i]
      if math.abs(flow) > 0.12 then
        colour(flow, math.min(0.8, math.abs(flow) * 0.35))
        graphics.line(source[1], source[2], target[1], target[2])
      end
    end
  end
end

local function draw_rose(odds, x, y, radius)
  graphics.setColor(1, 1, 1, 0.10)
  graphics.circle("line", x, y, radius)
  for i = 1, 8 do
    local angle, half, length = (i - 1) * math.pi / 4, math.pi / 10, 9 + math.sqrt(odds[i + 1]) * (radius - 9)
    graphics.setColor(1, 0.80, 0.45, 0.35 + 0.65 * odds[i + 1])
    graphics.arc("fill", "pie", x, y, length, angle - half, angle + half, 8)
  end
  graphics.setColor(0.052, 0.056, 0.074)
  graphics.circle("fill", x, y, 8)
  graphics.setColor(0.55, 0.85, 1, 0.35 + 0.65 * odds[1])
  graphics.circle("fill", x, y, 3 + 4 * odds[1])
end

function mind.draw(brain, moth, x, y, width, height, font)
  local layers, value = brain:inside(moth)
  local weights = weights_of(brain)
  local rose = 58
  local places = {column(#layers[1], x + 58, y + 40, height - 80), column(#layers[2], x + 128, y, height),
    column(#layers[3], x + 200, y, height)}
  local ports = {}
  for i = 1, brain.choices do
    local angle = (i - 5) / 4 * 0.9
    ports[i] = {x + width - rose - rose * math.cos(angle), y + height / 2 + rose * math.sin(angle)}
  end
  graphics.setLineWidth(1)
  draw_flow(weights[1], layers[1], places[1], places[2])
  draw_flow(weights[2], layers[2], places[2], places[3])
  draw_flow(weights[3], layers[3], places[3], ports)
  graphics.setFont(font)
  for layer = 1, 3 do
    for i, place in ipairs(places[layer]) do
      local says = layers[layer][i]
      graphics.setColor(0.13, 0.14, 0.18)
      graphics.circle("fill", place[1], place[2], 3.6)
      colour(says, math.min(1, 0.15 + math.abs(says)))
      graphics.circle("fill", place[1], place[2], layer == 1 and 5 or 3.4)
      if layer == 1 then
        graphics.setColor(0.55, 0.55, 0.6)
        graphics.printf(names[i], place[1] - 62, place[2] - 7, 50, "right")
      end
    end
  end
  draw_rose(layers[#layers], x + width - rose, y + height / 2, rose)
  return value
end

return mind
