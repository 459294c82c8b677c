/// Programs of this system that the tests of the modules `browser` and `conformance` drive: the browser, npm's clients in Node.js, nginx and HAProxy.
///
/// May import: Playwright, and nothing of Duplex. Start reading at `Chromium`, `NodeScripts` or `ProxyProcess`.
@NullMarked
package dev.duplex.browserkit;

import org.jspecify.annotations.NullMarked;
