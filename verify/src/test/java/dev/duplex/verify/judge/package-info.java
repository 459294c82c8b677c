@NullMarked
package dev.duplex.verify.judge;

import org.jspecify.annotations.NullMarked;
