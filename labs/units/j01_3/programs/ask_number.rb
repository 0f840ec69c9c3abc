# Calls methods of quote.rb, a call on each line of stdin; nothing is served.
$LOADED_FEATURES << File.realpath("web.rb", __dir__)

def serve
end

def refuse(_why)
  throw :refused, "refused"
end

require_relative "quote"

$stdin.each_line { |call| puts(catch(:refused) { eval(call) }.inspect) }
