/// What every kind of session stands on, without a network.
@NullMarked
package dev.duplex.session;

import org.jspecify.annotations.NullMarked;
