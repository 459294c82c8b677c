/// Tests of the testkit, and of those parts of the server that need no more than it.
@NullMarked
package dev.duplex.testkit;

import org.jspecify.annotations.NullMarked;
