-- Takes somebody out.
take_out(ARGV[1])
return {}
