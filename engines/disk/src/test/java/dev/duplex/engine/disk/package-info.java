@NullMarked
package dev.duplex.engine.disk;

import org.jspecify.annotations.NullMarked;
