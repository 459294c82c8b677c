package dev.duplex.bench.disk;

import dev.duplex.bench.BenchException;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Redis by Lettuce: a script for each publication, `publish.lua`, over connections in turn, each of which sends several without
/// waiting for answers. Nobody is subscribed, so that Redis has nobody to deliver to.
final class RedisSubject implements Subject {
    private static final long LOOK_MILLIS = 20;

    static {
        // Else Lettuce says with each connection that it takes epoll.
        System.setProperty("io.lettuce.core.iouring", "false");
    }

    private final RedisServer server;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> control;
    private final List<StatefulRedisConnection<byte[], byte[]>> connections = new ArrayList<>();
    private final String script;
    private final byte[] history;
    private final byte[] historyTtl = seconds(EngineSubject.HISTORY_TTL);
    private final byte[] positionTtl = seconds(EngineSubject.POSITION_TTL);
    private final byte[] epoch = bytes("Xk3f");
    private int turn;

    private RedisSubject(RedisServer server, int history, int connections) {
        this.server = server;
        this.history = bytes(Integer.toString(history));
        client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        control = client.connect(ByteArrayCodec.INSTANCE);
        script = control.sync().scriptLoad(scriptText());
        for (int i = 0; i < connections; i++) {
            StatefulRedisConnection<byte[], byte[]> each = client.connect(ByteArrayCodec.INSTANCE);
            each.setAutoFlushCommands(false);
            this.connections.add(each);
        }
    }

    /// Starts a server, and connects to it. It appends every change to its log, and has the log synced before it answers; it takes no
    /// snapshots. All else is as it comes, so that a log that has doubled is written anew.
    static Subject start(Path directory, int history, int connections) {
        RedisServer server =
                RedisServer.start(directory, "--appendonly", "yes", "--appendfsync", "always");
        try {
            return new RedisSubject(server, history, connections);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static byte[] scriptText() {
        try (InputStream in = RedisSubject.class.getResourceAsStream("publish.lua")) {
            if (in == null) {
                throw new IllegalStateException("publish.lua is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<?> publish(String channel, byte[] payload) {
        byte[][] keys = {bytes(historyOf(channel)), bytes(positionOf(channel))};
        return next().evalsha(
                        script,
                        ScriptOutputType.MULTI,
                        keys,
                        payload,
                        history,
                        historyTtl,
                        bytes(channel),
                        positionTtl,
                        epoch);
    }

    @Override
    public CompletionStage<?> pass(String channel, byte[] payload) {
        return next().publish(bytes(channel), payload);
    }

    private RedisAsyncCommands<byte[], byte[]> next() {
        turn = turn + 1 == connections.size() ? 0 : turn + 1;
        return connections.get(turn).async();
    }

    @Override
    public void flush() {
        connections.forEach(StatefulConnection::flushCommands);
    }

    @Override
    public OptionalLong commits() {
        return OptionalLong.empty();
    }

    @Override
    public long offset(String channel) {
        byte[] offset = control.sync().hget(bytes(positionOf(channel)), bytes("offset"));
        return offset == null ? 0 : Long.parseLong(text(offset));
    }

    @Override
    public long kept(String channel) {
        return control.sync().xlen(bytes(historyOf(channel)));
    }

    /// By what it says of its log: files that it has replaced are removed a little later.
    @Override
    public Space space() throws InterruptedException {
        try (this) {
            long left = logBytes(awaitRewritten()); // it may be writing it anew by itself
            long begun = System.nanoTime();
            control.sync().bgrewriteaof();
            long compacted = logBytes(awaitRewritten());
            return new Space(left, compacted, System.nanoTime() - begun);
        }
    }

    private String awaitRewritten() throws InterruptedException {
        String state = control.sync().info("persistence");
        while (!state.contains("aof_rewrite_in_progress:0")
                || !state.contains("aof_rewrite_scheduled:0")) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            state = control.sync().info("persistence");
        }
        if (!state.contains("aof_last_bgrewrite_status:ok")) {
            throw new BenchException("Redis could not write its log anew:\n" + state);
        }
        return state;
    }

    private static long logBytes(String state) {
        return state.lines()
                .filter(line -> line.startsWith("aof_current_size:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new BenchException("no size of the log in:\n" + state));
    }

    @Override
    public void close() {
        try (server) {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }

    private static String historyOf(String channel) {
        return "h:" + channel;
    }

    private static String positionOf(String channel) {
        return "p:" + channel;
    }

    private static byte[] seconds(Duration time) {
        return bytes(Long.toString(time.toSeconds()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
