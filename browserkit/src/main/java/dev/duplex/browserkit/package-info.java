/// The browser of this system, for the tests of pages and of what browsers speak: the modules `browser` and `conformance`.
///
/// May import: Playwright, and nothing of Duplex. Start reading at `Chromium`.
@NullMarked
package dev.duplex.browserkit;

import org.jspecify.annotations.NullMarked;
