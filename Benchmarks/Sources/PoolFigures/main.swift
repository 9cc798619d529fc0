internal import Glibc

// pool-figures FIGURE: measures one figure of the process pool in this fresh process and prints it, one line `name value`
// for each number. `Peers/ratios` holds these figures against those of other pools and of the system.

exit(measure(CommandLine.arguments.dropFirst()))
