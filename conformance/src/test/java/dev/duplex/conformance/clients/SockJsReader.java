package dev.duplex.conformance.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Receives by one of the transports that browsers only have, as their scripts do: opens a session,
/// and asks for the next response whenever one ends.
final class SockJsReader {
    private static final JsonMapper JSON = new JsonMapper();

    /// How a transport's response carries frames.
    enum Transport {
        EVENTSOURCE("eventsource", "data: ", ""),
        HTMLFILE("htmlfile?c=callback", "p(", ");"),
        JSONP("jsonp?c=callback", "/**/callback(", ");");

        private final String address;
        private final String before;
        private final String after;

        Transport(String address, String before, String after) {
            this.address = address;
            this.before = before;
            this.after = after;
        }

        /// The frame in a line of a response, where there is one.
        private Optional<String> frame(String line) {
            if (!line.startsWith(before) || !line.endsWith(after)) {
                return Optional.empty();
            }
            String frame = line.substring(before.length(), line.length() - after.length());
            return Optional.of(this == EVENTSOURCE ? frame : JSON.readValue(frame, String.class));
        }
    }

    private final Transport transport;
    private final HttpClient http;
    private final HttpRequest request;
    private final List<String> messages = new ArrayList<>();
    private boolean opened;

    /// @param session the URL of a session, of a page's own origin
    SockJsReader(Transport transport, HttpClient http, URI session) {
        this.transport = transport;
        this.http = http;
        request =
                HttpRequest.newBuilder(URI.create(session + "/" + transport.address))
                        .header("Origin", session.getScheme() + "://" + session.getAuthority())
                        .build();
    }

    /// Reads until this message has come, and gives all that came up to it.
    List<String> readUntil(String last) throws IOException, InterruptedException {
        while (messages.isEmpty() || !messages.getLast().equals(last)) {
            HttpResponse<Stream<String>> response =
                    http.send(request, HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new AssertionError(transport + " answered " + response.statusCode());
            }
            try (Stream<String> lines = response.body()) {
                Iterator<String> each = lines.iterator();
                while (each.hasNext()) {
                    transport.frame(each.next()).ifPresent(this::take);
                    if (!messages.isEmpty() && messages.getLast().equals(last)) {
                        return messages;
                    }
                }
            }
        }
        return messages;
    }

    private void take(String frame) {
        switch (frame.charAt(0)) {
            case 'o' -> {
                if (opened) {
                    throw new AssertionError(transport + " was opened twice");
                }
                opened = true;
            }
            case 'h' -> {}
            case 'a' ->
                    messages.addAll(List.of(JSON.readValue(frame.substring(1), String[].class)));
            default -> throw new AssertionError(transport + " got " + frame);
        }
    }
}
