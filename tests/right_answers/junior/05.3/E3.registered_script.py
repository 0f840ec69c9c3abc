DELETE_IF_OWNER = """
local holder = redis.call("GET", KEYS[1])
if not holder or holder ~= ARGV[1] then
    return false
end
redis.call("DEL", KEYS[1])
return 1
"""


def hold(cache, seat, owner, life_ms):
    got = cache.set("hold:" + seat, owner.encode(), px=life_ms, nx=True)
    return True if got else False


def give_back(cache, seat, owner):
    script = cache.register_script(DELETE_IF_OWNER)
    return script(keys=["hold:" + seat], args=[owner]) is not None
