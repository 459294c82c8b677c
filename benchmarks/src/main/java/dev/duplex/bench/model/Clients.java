package dev.duplex.bench.model;

import java.util.Arrays;
import java.util.Locale;

/// Who is there in a model; a row of the tables.
enum Clients {
    /// Sessions of a program's own endpoint, in a room.
    ROOM("sessions in a room", "a room"),
    /// Clients of the Centrifuge protocol in JSON, subscribed to a channel.
    CENTRIFUGE_JSON("Centrifuge clients (JSON) in a channel", "Centrifuge clients"),
    /// The same, each alone in a channel of its own that has a history, with nothing in it: the users of notifications.
    CENTRIFUGE_OWN("Centrifuge clients (JSON), each in a channel of its own", "Centrifuge clients");

    private final String title;
    private final String shortly;

    Clients(String title, String shortly) {
        this.title = title;
        this.shortly = shortly;
    }

    /// Whether they speak the protocol, and get answers.
    boolean speak() {
        return this != ROOM;
    }

    /// Whether all are in one channel.
    boolean together() {
        return this != CENTRIFUGE_OWN;
    }

    /// For people.
    String title() {
        return title;
    }

    /// The same in few words.
    String shortly() {
        return shortly;
    }

    /// As it is in results and on a command line.
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Clients of(String option) {
        return Arrays.stream(values())
                .filter(it -> it.option().equals(option))
                .findFirst()
                .orElseThrow();
    }
}
