@NullMarked
package dev.duplex.room;

import org.jspecify.annotations.NullMarked;
