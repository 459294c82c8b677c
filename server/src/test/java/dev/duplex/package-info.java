/// Tests of the public API and of the module's rules.
@NullMarked
package dev.duplex;

import org.jspecify.annotations.NullMarked;
