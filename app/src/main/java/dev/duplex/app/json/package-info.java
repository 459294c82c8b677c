/// Writing JSON: the few shapes that the program itself says need no library.
///
/// May import: the JDK.
/// Start reading at `JsonObject`.
@NullMarked
package dev.duplex.app.json;

import org.jspecify.annotations.NullMarked;
