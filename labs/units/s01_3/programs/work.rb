require_relative "ways"

serve { |_| sleep(0.06) }
