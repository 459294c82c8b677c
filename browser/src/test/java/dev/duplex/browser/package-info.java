/// The pages of the development mode as people see them: the real program, a real browser.
///
/// May import: Playwright, the browser, of `app` what its tests start the program with, of `verify` the proxy that breaks connections.
/// Start reading at `BenchTest`.
@NullMarked
package dev.duplex.browser;

import org.jspecify.annotations.NullMarked;
