-- The entry: loads the dissectors beside this file. `-X lua_script:…/lwa-rekey.lua`, or the folder among the plugins of
-- Wireshark, which then loads the other files too: by themselves they do nothing.

-- Both ways at once are no reason to complain. Globals are a script's own; what is loaded is known to all.
if package.loaded["lwa-rekey"] then
  return
end
package.loaded["lwa-rekey"] = true

local folder = debug.getinfo(1, "S").source:gsub("^@", ""):match("^.*[/\\]") or ""

local function load(name)
  return dofile(folder .. name)
end

load("xwap.lua")(
  load("per.lua"),
  load("xwap-strings.lua"),
  load("xwap-tree.lua"),
  load("xwap-pairs.lua"),
  load("xwap-schema.lua")
)
load("lwaap.lua")()
