package dev.duplex.app.wire;

import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.http.Headers;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A page at the other end of an exchange in memory: takes what is written up to its capacity, until
/// it is asked to read. Its lane is the test's thread; tasks run when [#run] is called.
final class PageExchange implements HttpExchange {
    private final String method;
    private final Map<String, List<String>> requestFields = new LinkedHashMap<>();
    private final Map<String, String> responseFields = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final StringBuilder body = new StringBuilder();
    private Runnable drained = () -> {};
    private final List<Runnable> closed = new ArrayList<>();
    private int capacity = Integer.MAX_VALUE;
    private int unread;
    private int status = 200;
    private boolean over;
    private boolean complete;
    private boolean refused;

    PageExchange(String method) {
        this.method = method;
    }

    PageExchange with(String name, String value) {
        requestFields
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value);
        return this;
    }

    /// From now on takes `bytes` more, then nothing until [#readAll].
    void capacity(int bytes) {
        capacity = bytes;
        unread = 0;
    }

    /// The page reads all that was written.
    void readAll() {
        unread = 0;
        if (refused) {
            refused = false;
            drained.run();
        }
        run();
    }

    /// Runs what was given to the lane.
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /// The page goes away.
    void leave() {
        if (!over) {
            over = true;
            closed.forEach(Runnable::run);
        }
    }

    /// The events that were written, each as its JSON.
    List<String> events() {
        run();
        return body.toString()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    int status() {
        return status;
    }

    boolean isOver() {
        return over;
    }

    String responseField(String name) {
        return responseFields.getOrDefault(name, "");
    }

    @Override
    public Request request() {
        return new PageRequest(method, requestFields);
    }

    @Override
    public Lane lane() {
        return new Lane() {
            @Override
            public boolean inLane() {
                return true;
            }

            @Override
            public void endOfBatch() {}

            @Override
            public void onEndOfBatch(Runnable action) {
                tasks.add(action);
            }

            @Override
            public Alarm schedule(Runnable task, Duration delay) {
                throw new UnsupportedOperationException("no time passes here");
            }

            @Override
            public void execute(Runnable task) {
                tasks.add(task);
            }
        };
    }

    @Override
    public void body(int limit, Consumer<byte[]> whole) {
        whole.accept(new byte[0]);
    }

    @Override
    public void body(Consumer<ByteBuffer> piece, Runnable end) {
        end.run();
    }

    @Override
    public void suspend() {}

    @Override
    public void resume() {}

    @Override
    public HttpExchange status(int code) {
        status = code;
        return this;
    }

    @Override
    public HttpExchange header(String name, String value) {
        responseFields.put(name, value);
        return this;
    }

    @Override
    public void respond(byte[] bytes) {
        body.append(new String(bytes, StandardCharsets.UTF_8));
        leave();
    }

    @Override
    public Offer write(ByteBuffer bytes) {
        if (over) {
            return Offer.CLOSED;
        }
        if (unread >= capacity) {
            refused = true;
            return Offer.FULL;
        }
        unread += bytes.remaining();
        body.append(StandardCharsets.UTF_8.decode(bytes));
        return Offer.ACCEPTED;
    }

    @Override
    public void end() {
        complete = !over;
        leave();
    }

    @Override
    public boolean isWritable() {
        return unread < capacity;
    }

    @Override
    public void onDrained(Runnable callback) {
        drained = callback;
    }

    @Override
    public void onGoingAway(Runnable callback) {
        throw new UnsupportedOperationException("nobody closes this server");
    }

    @Override
    public void onClosed(Runnable callback) {
        if (over) {
            callback.run();
        } else {
            closed.add(callback);
        }
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    private record PageRequest(String method, Map<String, List<String>> fields)
            implements Request, Headers {
        @Override
        public String path() {
            return "/_dev/wire";
        }

        @Override
        public String target() {
            return "/_dev/wire";
        }

        @Override
        public Map<String, String> pathParameters() {
            return Map.of();
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> queryAll(String name) {
            return List.of();
        }

        @Override
        public Headers headers() {
            return this;
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
        }

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
        }

        @Override
        public Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }

        @Override
        public List<String> all(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }

        @Override
        public List<String> names() {
            return List.copyOf(fields.keySet());
        }
    }
}
