package dev.duplex.engine.redis;

import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What is done in Redis, all of each or nothing. A script is a file of this package, behind those that it uses.
enum Script {
    PUBLISH("clock", "position", "publish"),
    SIGNAL("signal"),
    READ("clock", "position", "read"),
    CLEAR("clear"),
    TRIM("clock", "position", "trim"),
    COMPACT("clock", "position", "compact"),
    ADD("clock", "attendance", "add"),
    REMOVE("attendance", "remove"),
    MEMBERS("clock", "attendance", "members"),
    STATS("clock", "attendance", "stats"),
    BEAT("clock", "beat"),
    NODES("clock", "nodes"),
    LEAVE("leave");

    private final String text;
    private final String digest;

    Script(String... files) {
        text = Arrays.stream(files).map(Script::file).collect(Collectors.joining("\n"));
        digest = Base16.digest(text());
    }

    /// What Redis loads.
    byte[] text() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The name that Redis has for it.
    String digest() {
        return digest;
    }

    private static String file(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException(name + ".lua is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
