@NullMarked
package dev.duplex.verify.log;

import org.jspecify.annotations.NullMarked;
