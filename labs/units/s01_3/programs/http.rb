require "json"
require "socket"
require_relative "scheduler"

$ledger = { now: 0, peak: 0 }  # visitors whose seats are being looked up in this process

# The seats of a visitor. It takes 20 ms, in which others may run.
def ledger(visitor)
  $ledger[:now] += 1
  $ledger[:peak] = [$ledger[:peak], $ledger[:now]].max
  sleep(0.02)
  (1..visitor.sum % 4).map { |number| "#{visitor}/#{number}" }
ensure
  $ledger[:now] -= 1
end

# Reads one request, and answers with what the block makes of its path, as JSON.
def answer(socket)
  name = socket.gets.to_s.split[1].to_s.delete_prefix("/")
  nil until socket.gets.to_s.strip.empty?
  socket.write(reply(name == "ledger" ? $ledger : yield(name)))
rescue StandardError, NotImplementedError => error
  place = error.backtrace.to_a.first.to_s.slice(/[\w.]+:\d+/)
  socket.write(reply({ error: "#{error.class}: #{error.message.lines.first.to_s.chomp}", at: place }))
ensure
  socket.close
end

def reply(value)
  body = JSON.generate(value)
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
    "Content-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
end
