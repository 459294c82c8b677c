/// The pages of the development mode as people see them: the real program, a real browser. And several programs behind a balancer, with npm's clients.
///
/// May import: Playwright, the browser and other programs of the system (`browserkit`), of `app` what its tests start the program with, the proxy that breaks
/// connections (`faults`), and `verify` for what several programs promise. Start reading at `BenchTest`, or at `ThroughBalancersTest` (which `./chaos` runs).
@NullMarked
package dev.duplex.browser;

import org.jspecify.annotations.NullMarked;
