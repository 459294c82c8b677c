@NullMarked
package dev.duplex.verify.client;

import org.jspecify.annotations.NullMarked;
