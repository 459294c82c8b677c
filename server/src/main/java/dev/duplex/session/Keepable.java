package dev.duplex.session;

import dev.duplex.http.Request;

/// A request whose head takes less memory in another form, for who keeps it when it has been answered.
public interface Keepable {
    /// The same, for long. Any thread.
    Request kept();

    /// A request in the form in which it is kept.
    static Request kept(Request request) {
        return request instanceof Keepable it ? it.kept() : request;
    }
}
