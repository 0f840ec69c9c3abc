# seatmap in Ruby: WEBrick, a thread for each request.
require "json"
require "net/http"
require "webrick"

HALLS = 100
ARENA = 100
PATH = %r{\A/halls/([1-9]\d{0,5})(/best|/tonight|/rows)?\z}

class Refused < StandardError
  attr_reader :status

  def initialize(status, why)
    super(why)
    @status = status
  end
end

def sold(hall)
  count, width = hall == ARENA ? [160, 150] : [30, 40]
  x = hall
  Array.new(count) do
    Array.new(width) do
      x = x * 48_271 % 2_147_483_647
      x % 100 < 55
    end
  end
end

def heads(rows, row, seat)
  before = 0
  nearer = 0
  while nearer < row
    taken = rows[nearer]
    reach = row - nearer
    other = [seat - reach, 0].max
    last = [seat + reach, taken.length - 1].min
    while other <= last
      before += 1 if taken[other]
      other += 1
    end
    nearer += 1
  end
  before
end

def best(hall, seats)
  rows = sold(hall)
  found = nil
  rows.each_with_index do |taken, row|
    (0..taken.length - seats).each do |first|
      together = first...(first + seats)
      next if together.any? { |seat| taken[seat] }
      cost = together.sum { |seat| (2 * seat - taken.length + 1).abs + heads(rows, row, seat) }
      found = { hall: hall, row: row + 1, seat: first + 1, cost: cost } if !found || cost < found[:cost]
    end
  end
  found || raise(Refused.new(409, "Hall #{hall} has no #{seats} seats together."))
end

def seats_left(hall)
  reply = Net::HTTP.get_response(URI("#{ENV["PARTNER"]}/halls/#{hall}"))
  raise Refused.new(502, "The partner does not answer.") unless reply.is_a?(Net::HTTPOK)
  JSON.parse(reply.body).fetch("seats_left")
rescue SystemCallError, IOError, Timeout::Error, JSON::ParserError, KeyError
  raise Refused.new(502, "The partner does not answer.")
end

def tonight(hall, seats)
  left = seats_left(hall)
  raise Refused.new(409, "The partner has #{left} seats left.") if left < seats
  best(hall, seats).merge(seats_left: left)
end

def read_seats(query)
  asked = query["seats"].to_s
  asked.match?(/\A([1-9]|10)\z/) ? asked.to_i : raise(Refused.new(422, "seats: a whole number from 1 to 10"))
end

def answer(request)
  _, number, what = *PATH.match(request.path)
  health = request.path == "/healthz"
  raise Refused.new(404, "There is no such page.") unless health || (number && number.to_i <= HALLS)
  raise Refused.new(405, "GET a page.") unless request.request_method == "GET"
  return { status: "ok" } if health
  hall = number.to_i
  case what
  when nil then { hall: hall, seats_left: seats_left(hall) }
  when "/rows" then hall
  when "/best" then best(hall, read_seats(request.query))
  else tonight(hall, read_seats(request.query))
  end
end

def stream(hall)
  lambda do |out|
    sold(hall).each_with_index do |row, index|
      out.write(JSON.generate(row: index + 1, free: row.count(false)) + "\n")
    end
  end
end

class Seatmap < WEBrick::HTTPServlet::AbstractServlet
  def service(request, response)
    response["Content-Type"] = "application/json"
    value = answer(request)
    return response.body = JSON.generate(value) unless value.is_a?(Integer)
    response["Content-Type"] = "application/x-ndjson"
    response.chunked = true
    response.body = stream(value)
  rescue Refused => refusal
    response.status = refusal.status
    response["Allow"] = "GET" if refusal.status == 405
    response.body = JSON.generate(error: refusal.message)
  end
end

server = WEBrick::HTTPServer.new(Port: Integer(ENV["PORT"]), BindAddress: "127.0.0.1",
                                 Logger: WEBrick::Log.new(File::NULL), AccessLog: [])
server.mount("/", Seatmap)
trap("TERM") { server.shutdown }
server.start
