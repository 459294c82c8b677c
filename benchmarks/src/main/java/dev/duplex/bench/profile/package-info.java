/// Where a server's time goes: async-profiler in its process (`Profiler`), what it saw (`Stacks`), as a flame graph (`FlameGraph`) and
/// by layers (`Layer`). Imports the JDK's attach API and nothing of a server. Start reading at `Stacks`.
@NullMarked
package dev.duplex.bench.profile;

import org.jspecify.annotations.NullMarked;
