@NullMarked
package dev.duplex.channels.engine;

import org.jspecify.annotations.NullMarked;
