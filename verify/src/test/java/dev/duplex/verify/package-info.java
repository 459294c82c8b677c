@NullMarked
package dev.duplex.verify;

import org.jspecify.annotations.NullMarked;
