@NullMarked
package dev.duplex.api;

import org.jspecify.annotations.NullMarked;
