@NullMarked
package dev.duplex.channels.memory;

import org.jspecify.annotations.NullMarked;
