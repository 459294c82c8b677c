/// The pages of the development mode as people see them: the real program, a real browser.
///
/// May import: Playwright, and of `app` what its tests start the program with. Start reading at
/// `BenchTest`.
@NullMarked
package dev.duplex.browser;

import org.jspecify.annotations.NullMarked;
