@NullMarked
package dev.duplex.races;

import org.jspecify.annotations.NullMarked;
