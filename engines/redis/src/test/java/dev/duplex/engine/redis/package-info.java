@NullMarked
package dev.duplex.engine.redis;

import org.jspecify.annotations.NullMarked;
