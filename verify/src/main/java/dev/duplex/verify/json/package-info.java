/// JSON for what verify says and hears. May import: the JDK, jackson-core.
@NullMarked
package dev.duplex.verify.json;

import org.jspecify.annotations.NullMarked;
