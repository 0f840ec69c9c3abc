require "json"
require "ripper"
require "socket"
require_relative "scheduler"

$ledger = { now: 0, peak: 0, asked: 0 }  # visitors whose seats are being looked up in this process
$bought = Hash.new(0)

# The seats of a visitor. It takes 20 ms, in which others may run.
def ledger(visitor)
  $ledger[:asked] += 1
  $ledger[:now] += 1
  $ledger[:peak] = [$ledger[:peak], $ledger[:now]].max
  sleep(0.02)
  (1..visitor.sum % 4 + $bought[visitor]).map { |number| "#{visitor}/#{number}" }
ensure
  $ledger[:now] -= 1
end

# What the program itself keeps outside of its calls: the name of each variable, and what it holds.
def kept
  program = File.expand_path($PROGRAM_NAME)
  own = Object.constants.select do |name|
    file, = Object.const_source_location(name)
    file && File.expand_path(file) == program
  end
  globals = Ripper.lex(File.read(program)).filter_map { |_, kind, word| word if kind == :on_gvar }
  globals.to_h { |name| [name, eval(name).inspect] }
    .merge(variables(TOPLEVEL_BINDING.receiver), *own.map { |name| constant(Object, name) })
end

def constant(home, name)
  value = home.const_get(name)
  return { "#{name}" => value.inspect } unless value.is_a?(Module)

  of_class = value.class_variables.to_h { |known| [known, value.class_variable_get(known).inspect] }
  variables(value).merge(of_class, *value.constants(false).map { |inner| constant(value, inner) })
end

def variables(object)
  object.instance_variables.to_h { |name| [name, object.instance_variable_get(name).inspect] }
end

# What others ask than visitors: how busy the ledger was, what is kept; and a seat is bought.
def aside(path)
  case path
  in ["ledger"] then $ledger
  in ["kept"] then kept
  in ["buy", visitor] then { seats: $bought[visitor] += 1 }
  else nil
  end
end

# Reads one request, and answers with what the block makes of its path, as JSON.
def answer(socket)
  name = socket.gets.to_s.split[1].to_s.delete_prefix("/")
  nil until socket.gets.to_s.strip.empty?
  socket.write(reply(aside(name.split("/")) || yield(name)))
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
