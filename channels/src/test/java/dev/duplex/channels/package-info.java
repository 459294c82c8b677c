/// Tests of the hub: on lanes driven by hand where order is the question, on threads where races are.
@NullMarked
package dev.duplex.channels;

import org.jspecify.annotations.NullMarked;
