@NullMarked
package dev.duplex.testkit.engine;

import org.jspecify.annotations.NullMarked;
