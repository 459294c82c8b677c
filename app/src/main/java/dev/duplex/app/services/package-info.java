/// What the program itself serves: the echo, the services that test clients need, the page of the
/// development mode.
///
/// May import: the JDK, `dev.duplex`, `dev.duplex.channels`, `dev.duplex.http`.
/// Start reading at `TestServices`.
@NullMarked
package dev.duplex.app.services;

import org.jspecify.annotations.NullMarked;
