-- Asks smime-presenced about the SIP message that Kamailio is working on: HTTP/1.1 over a Unix socket.
--
-- Functions for lua_run(), each with the path of the service's socket:
--
--   smime_judge(SOCKET, "in"|"out", URI)  $var(smime) becomes pass, protect, tunnel, open, clear or refuse; URI is
--                                    that of smime_protect
--   smime_protect(SOCKET, "yes"|"no", URI)  protects the message, in a tunnel or not, for URI ("": for whom the
--                                    message names); $var(smime) becomes done or refuse
--   smime_open(SOCKET)               opens the message; $var(smime) becomes done or refuse
--
-- Each function first sets $var(smime) to "down" and $var(smime_code) to 503, so whatever fails leaves these. The
-- return code of lua_run() says nothing: read $var(smime) only. With "refuse", $var(smime_code) is the status of the
-- SIP response. After smime_open, $var(smime_signer) is the address in the signer's certificate, and $var(smime_event)
-- the Event of the opened message: $hdr(Event) remains that of the message as it was received.
--
-- All functions read $mb, the message as it was received: call them before the first change to the message.

local socket = require "socket"
local unix = require "socket.unix"

-- Seconds.
local connect_deadline = 0.5
local total_deadline = 3
-- A kept connection that was idle longer than this is not used for /v1/open.
local open_idle_limit = 2
-- After a deadline has passed, requests fail at once for this time, so that a slow service does not block all workers.
local pause_after_deadline = 1

-- Kamailio sends at most 65,535 octets.
local longest_answer = 65535

-- Per worker process and socket path: {stream, used}.
local connections = {}
local paused_until = 0

-- LuaSocket keeps a limit for each wait ("b") beside that for a whole call ("t"); the shorter one counts.
local function limit(stream, seconds)
    stream:settimeout(seconds, "b")
    stream:settimeout(seconds, "t")
end

local function close(path)
    local kept = connections[path]
    connections[path] = nil
    if kept then kept.stream:close() end
end

-- Whether a kept connection has neither been closed by the service nor has octets that no request asked for.
local function is_quiet(stream)
    limit(stream, 0)
    local octet, err = stream:receive(1)
    return octet == nil and err == "timeout"
end

-- Returns a connection and whether it was kept from an earlier request.
local function connection(path, idle_limit)
    local kept = connections[path]
    if kept then
        local idle = socket.gettime() - kept.used
        if idle >= 0 and idle <= idle_limit and is_quiet(kept.stream) then return kept, true end
        close(path)
    end
    local stream = unix.stream and unix.stream() or unix()
    limit(stream, connect_deadline)
    local connected, err = stream:connect(path)
    if not connected then
        stream:close()
        return nil, false, "connect: " .. tostring(err)
    end
    kept = { stream = stream, used = socket.gettime() }
    connections[path] = kept
    return kept, false
end

-- Reads one answer. Returns {status, fields, body}, or nil, the error, and whether an octet had arrived.
local function read_answer(stream, deadline)
    local function receive(what)
        limit(stream, math.max(deadline - socket.gettime(), 0.001))
        return stream:receive(what)
    end
    local line, err, partial = receive("*l")
    if not line then return nil, err, partial ~= nil and #partial > 0 end
    local status = line:match("^HTTP/1%.1 (%d%d%d)")
    if not status then return nil, "not HTTP", true end
    local fields = {}
    while true do
        line, err = receive("*l")
        if not line then return nil, err, true end
        if line == "" then break end
        local name, value = line:match("^([^:]+):%s*(.-)%s*$")
        if not name then return nil, "malformed field", true end
        fields[name:lower()] = value
    end
    local length = tonumber(fields["content-length"] or "")
    if not length or length < 0 or length > longest_answer then return nil, "no usable Content-Length", true end
    local body = ""
    if length > 0 then
        body, err = receive(length)
        if not body then return nil, err, true end
    end
    return { status = tonumber(status), fields = fields, body = body }
end

-- Sends one request on one connection.
local function attempt(path, target, message, deadline, idle_limit)
    local kept, was_kept, err = connection(path, idle_limit)
    if not kept then return nil, err, false end
    limit(kept.stream, math.max(deadline - socket.gettime(), 0.001))
    local request = "POST " .. target .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/sip\r\nContent-Length: "
        .. #message .. "\r\n\r\n" .. message
    local sent, answer, arrived
    sent, err = kept.stream:send(request)
    if sent then answer, err, arrived = read_answer(kept.stream, deadline) end
    if not answer then
        close(path)
        return nil, tostring(err), was_kept and not arrived and err ~= "timeout"
    end
    kept.used = socket.gettime()
    if (answer.fields["connection"] or ""):lower() == "close" then close(path) end
    return answer
end

-- Returns the answer, or nil and the error. Only an idempotent request that met a closed kept connection is repeated.
local function ask(path, target, message, is_idempotent)
    local now = socket.gettime()
    if now < paused_until and paused_until - now <= pause_after_deadline then return nil, "paused after a deadline" end
    local deadline = now + total_deadline
    local idle_limit = is_idempotent and math.huge or open_idle_limit
    local answer, err, can_repeat = attempt(path, target, message, deadline, idle_limit)
    if not answer and can_repeat and is_idempotent then
        answer, err = attempt(path, target, message, deadline, idle_limit)
    end
    if not answer and err == "timeout" then paused_until = socket.gettime() + pause_after_deadline end
    return answer, err
end

local compact = {
    c = "content-type", e = "content-encoding", f = "from", i = "call-id", k = "supported", l = "content-length",
    m = "contact", o = "event", s = "subject", t = "to", u = "allow-events", v = "via", r = "refer-to",
    b = "referred-by", x = "session-expires", y = "identity",
}

-- Fields that proxies own, or that name the transaction, dialog or sender: never changed here, whatever is inside.
local untouched = {
    via = true, route = true, ["record-route"] = true, ["max-forwards"] = true, from = true, to = true,
    ["call-id"] = true, cseq = true, contact = true, ["content-length"] = true, ["content-type"] = true,
    ["proxy-authorization"] = true, ["p-asserted-identity"] = true, ["p-preferred-identity"] = true,
    ["remote-party-id"] = true,
}

-- Returns the fields of a message by full name in lower case, each with its values in order, the names as written in
-- order of first appearance, and the body.
local function parse(message)
    local head, body = message:match("^(.-\r\n)\r\n(.*)$")
    if not head then return nil end
    local values, names, last = {}, {}, nil
    for line in head:gsub("\r\n[ \t]+", " "):gsub("^[^\r]*\r\n", ""):gmatch("([^\r\n]+)\r\n") do
        local name, value = line:match("^([^%s:]+)%s*:%s*(.-)%s*$")
        if not name then return nil end
        local full = compact[name:lower()] or name:lower()
        if not values[full] then
            values[full] = {}
            names[#names + 1] = { full = full, written = name }
        end
        table.insert(values[full], value)
    end
    return { values = values, names = names, body = body }
end

local function is_same(a, b) return a and b and table.concat(a, "\0") == table.concat(b, "\0") end

-- Makes the message that Kamailio will send equal to the service's answer: body, Content-* and every field that the
-- answer has added, removed or changed. Returns the parsed answer, or false if that failed.
local function replace_message(original, answer)
    local before, after = parse(original), parse(answer)
    if not before or not after then return false end
    for _, name in ipairs(before.names) do
        if not untouched[name.full] and not is_same(before.values[name.full], after.values[name.full]) then
            if KSR.hdr.remove(name.full) < 0 then return false end
        end
    end
    for _, name in ipairs(after.names) do
        local values = after.values[name.full]
        if not untouched[name.full] and not is_same(before.values[name.full], values) then
            for _, value in ipairs(values) do
                if KSR.hdr.append(name.written .. ": " .. value .. "\r\n") < 0 then return false end
            end
        end
    end
    if after.body == "" then
        if before.body == "" then return after end
        if before.values["content-type"] then KSR.hdr.remove("Content-Type") end
        return KSR.textopsx.remove_body() > 0 and after
    end
    local type = after.values["content-type"]
    return type ~= nil and KSR.textops.set_body(after.body, type[1]) > 0 and after
end

local function reset()
    KSR.pv.sets("$var(smime)", "down")
    KSR.pv.seti("$var(smime_code)", 503)
    KSR.pv.sets("$var(smime_reason)", "unavailable")
    KSR.pv.sets("$var(smime_signer)", "")
    KSR.pv.sets("$var(smime_event)", "")
end

-- The statuses that a refusal may have. A NOTIFY never gets one that ends the subscription (RFC 6665 section 4.2.2,
-- RFC 5057 section 5.1).
local refusals = { [400] = true, [403] = true, [415] = true, [488] = true, [493] = true, [503] = true }

local function refuse(status, reason)
    local code = tonumber(status)
    if not code or not refusals[code] then code = 403 end
    if KSR.pv.get("$rm") == "NOTIFY" and code ~= 503 then code = 403 end
    KSR.pv.seti("$var(smime_code)", code)
    KSR.pv.sets("$var(smime_reason)", reason or "refused")
    KSR.pv.sets("$var(smime)", "refuse")
end

-- Reads what the service says about a message that it did not accept. All but a decision about the message is "down".
local function read_refusal(answer)
    if answer.status == 422 or answer.status == 403 then
        refuse(answer.body:match('"sipStatus"%s*:%s*(%d%d%d)'), answer.body:match('"code"%s*:%s*"([%w%-]+)"'))
    else
        KSR.pv.sets("$var(smime_reason)", "http-" .. answer.status)
    end
end

-- Runs the work so that an error of any kind leaves "down". Then the connection is closed, since the next answer on it
-- may belong to another request.
local function guarded(path, work)
    reset()
    local worked, err = pcall(work)
    if not worked then
        reset()
        KSR.err("smime-presence: " .. tostring(err) .. "\n")
    end
    if KSR.pv.get("$var(smime)") == "down" then close(path) end
end

local function asked(path, target, message, is_idempotent)
    local answer, err = ask(path, target, message, is_idempotent)
    if not answer then KSR.err("smime-presence: " .. target .. ": " .. tostring(err) .. "\n") end
    return answer
end

-- The parameter for a recipient; none if the message names it.
local function recipient_parameter(uri)
    if not uri or uri == "" then return "" end
    return "&to=" .. uri:gsub("[^%w%-._~:@]", function(character) return string.format("%%%02X", character:byte()) end)
end

function smime_judge(path, direction, recipient)
    guarded(path, function()
        local target = "/v1/judge?direction=" .. direction .. recipient_parameter(recipient)
        local answer = asked(path, target, KSR.pv.get("$mb"), true)
        if not answer then return end
        if answer.status ~= 200 then return read_refusal(answer) end
        local handling = answer.body:match('"handling"%s*:%s*"(%a+)"')
        if handling == "refuse" then
            refuse(answer.body:match('"sipStatus"%s*:%s*(%d%d%d)'), answer.body:match('"reason"%s*:%s*"([%w%-]+)"'))
        elseif handling == "protect" then
            local in_tunnel = answer.body:match('"tunnel"%s*:%s*(%a+)')
            if in_tunnel == "true" then KSR.pv.sets("$var(smime)", "tunnel") end
            if in_tunnel == "false" then KSR.pv.sets("$var(smime)", "protect") end
        elseif handling == "open" or handling == "pass" or handling == "clear" then
            KSR.pv.sets("$var(smime)", handling)
        end
    end)
end

function smime_protect(path, in_tunnel, recipient)
    guarded(path, function()
        local message = KSR.pv.get("$mb")
        local target = "/v1/protect?tunnel=" .. (in_tunnel == "yes" and "true" or "false")
            .. recipient_parameter(recipient)
        local answer = asked(path, target, message, true)
        if not answer then return end
        if answer.status ~= 200 then return read_refusal(answer) end
        if replace_message(message, answer.body) then KSR.pv.sets("$var(smime)", "done") end
    end)
end

-- The signer's SIP address: the one that From names if the certificate has it, else the first.
local function signer(list)
    local from = "sip:" .. tostring(KSR.pv.get("$fU")) .. "@" .. tostring(KSR.pv.get("$fd"))
    local first
    for address in (list or ""):gmatch('"([^"]*)"') do
        if address == from then return address end
        if not first and address:match("^sips?:") then first = address end
    end
    return first or ""
end

function smime_open(path)
    guarded(path, function()
        local message = KSR.pv.get("$mb")
        local answer = asked(path, "/v1/open", message, false)
        if not answer then return end
        if answer.status ~= 200 then return read_refusal(answer) end
        local opened = replace_message(message, answer.body)
        if opened then
            local events = opened.values["event"]
            if events and #events == 1 then KSR.pv.sets("$var(smime_event)", events[1]) end
            KSR.pv.sets("$var(smime_signer)", signer(answer.fields["smime-signer"]))
            KSR.pv.sets("$var(smime)", "done")
        end
    end)
end
