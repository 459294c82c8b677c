/// Programs of this system that the tests of the modules `browser` and `conformance` drive: the browser, and npm's clients in Node.js.
///
/// May import: Playwright, and nothing of Duplex. Start reading at `Chromium` or `NodeScripts`.
@NullMarked
package dev.duplex.browserkit;

import org.jspecify.annotations.NullMarked;
