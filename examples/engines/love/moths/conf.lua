function love.conf(t)
  t.identity = "tenon-moths"
  t.version = "11.4"
  t.window.title = "Moths"
  t.window.width, t.window.height = 1280, 720
  t.window.msaa = 4
  for _, module in ipairs({"audio", "sound", "joystick", "physics", "touch", "video"}) do t.modules[module] = false end
end
