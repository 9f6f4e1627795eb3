-- A curve over all updates: each one's count as a faint line, their moving mean as a bright one.
local chart = {}
local graphics = love.graphics
local window = 20

local function smooth(history)
  local means, sum = {}, 0
  for i, value in ipairs(history) do
    sum = sum + value - (history[i - window] or 0)
    means[i] = sum / math.min(i, window)
  end
  return means
end

local function curve(values, x, y, width, height, top)
  local points, step = {}, math.max(1, math.floor(#values / width))
  for i = 1, #values, step do
    points[#points + 1] = x + (i - 1) / math.max(1, #values - 1) * width
    points[#points + 1] = y + height - math.min(values[i] / top, 1) * height
  end
  return points
end

function chart.draw(history, x, y, width, height, font)
  local means, highest = smooth(history), 10
  for _, value in ipairs(means) do highest = math.max(highest, value) end
  local top = math.ceil(highest * 1.15 / 5) * 5
  graphics.setFont(font)
  graphics.setLineWidth(1)
  for level = 0, top, 5 do
    local at = y + height - level / top * height
    graphics.setColor(1, 1, 1, level == 0 and 0.25 or 0.08)
    graphics.line(x + 30, at, x + width, at)
    graphics.setColor(0.5, 0.5, 0.55)
    graphics.printf(("%g"):format(level), x, at - 8, 24, "right")
  end
  if #history < 2 then return end
  local left, across = x + 30, width - 30
  graphics.setLineJoin("bevel")
  graphics.setColor(1, 0.75, 0.35, 0.16)
  graphics.line(curve(history, left, y, across, height, top))
  local points = curve(means, left, y, across, height, top)
  graphics.setLineWidth(2.5)
  graphics.setColor(1, 0.78, 0.40)
  graphics.line(points)
  graphics.circle("fill", points[#points - 1], points[#points], 4)
end

return chart
