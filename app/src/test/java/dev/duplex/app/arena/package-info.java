@NullMarked
package dev.duplex.app.arena;

import org.jspecify.annotations.NullMarked;
