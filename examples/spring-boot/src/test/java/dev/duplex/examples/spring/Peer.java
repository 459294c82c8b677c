package dev.duplex.examples.spring;

import dev.duplex.CloseReason;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client of the Centrifuge protocol on the JDK's WebSocket: what it has heard, line by line, and how it ended.
final class Peer implements WebSocket.Listener {
    private static final int SECONDS = 20;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final Supplier<CompletionStage<?>> beforeClose;
    private @Nullable WebSocket socket;

    Peer() {
        this(() -> CompletableFuture.completedStage(null));
    }

    /// @param beforeClose what has to be done before a Close is answered
    Peer(Supplier<CompletionStage<?>> beforeClose) {
        this.beforeClose = beforeClose;
    }

    Peer on(WebSocket socket) {
        this.socket = socket;
        return this;
    }

    void say(String line) {
        Objects.requireNonNull(socket).sendText(line, true).join();
    }

    /// What is answered.
    String ask(String line) throws InterruptedException {
        say(line);
        return hears();
    }

    /// The next line.
    String hears() throws InterruptedException {
        String line = lines.poll(SECONDS, TimeUnit.SECONDS);
        return line == null ? "nothing within " + SECONDS + " seconds" : line;
    }

    CloseReason closed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    /// What was heard and not asked for.
    List<String> left() {
        List<String> left = new ArrayList<>();
        lines.drainTo(left);
        return left;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            text.toString().lines().forEach(lines::add);
            text.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(new CloseReason(code, reason));
        return beforeClose.get();
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.completeExceptionally(error);
        lines.add(error.toString());
    }
}
