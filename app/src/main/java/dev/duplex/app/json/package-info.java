/// JSON: writing the few shapes that the program itself says, which needs no library, and reading what others say.
///
/// May import: the JDK, and jackson-core in `JsonText`.
/// Start reading at `JsonObject`.
@NullMarked
package dev.duplex.app.json;

import org.jspecify.annotations.NullMarked;
