package dev.duplex.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Serves the files of a directory or the resources of a class path, for `GET` and `HEAD`: content
/// types, `index.html`, entity tags with 304 and 412, one range at a time, never a listing.
///
/// At a route that ends with `/*` it serves the path below the route; at an exact route, the
/// request's whole path. What would lead out of the root is not found: `..` and NUL however they are
/// written, encoded slashes, symbolic links. Names that begin with a dot are not found either.
///
/// Files are read on virtual threads, in pieces as the peer takes them: a request holds one open file
/// and 32 KiB, and never the event loop.
public final class StaticFiles implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(StaticFiles.class.getName());
    private static final String INDEX = "index.html";

    private final AssetRoot root;
    private final String immutableBelow;

    /// A file's path; empty if there is none for this.
    private final String missing;

    StaticFiles(AssetRoot root, String immutableBelow, String missing) {
        this.root = root;
        this.immutableBelow = immutableBelow;
        this.missing = missing;
    }

    /// Serves the files of a directory as they are when they are asked for.
    public static StaticFiles directory(Path directory) {
        return new StaticFiles(new DirectoryRoot(directory), "", "");
    }

    /// Serves resources on a class path.
    ///
    /// @param prefix what the names of all of them begin with, such as `web`
    public static StaticFiles resources(ClassLoader loader, String prefix) {
        return new StaticFiles(new ResourceRoot(loader, prefix), "", "");
    }

    /// The same, where everything below this folder may be cached for ever: its files have a hash
    /// in their names. All else is to be asked for again each time, and mostly answered with 304.
    ///
    /// @param folder such as `assets`, relative to the root
    public StaticFiles withImmutable(String folder) {
        String below = folder.startsWith("/") ? folder.substring(1) : folder;
        if (below.isEmpty()) {
            throw new IllegalArgumentException("a folder below the root");
        }
        return new StaticFiles(root, below.endsWith("/") ? below : below + "/", missing);
    }

    /// The same, where what is not found is answered with this file, and 404 as before. Its links are best written from the root: it
    /// is shown at whatever address was asked for. Without such a file there is a line of text.
    ///
    /// @param file such as `404.html`, relative to the root
    public StaticFiles withMissing(String file) {
        String path = file.startsWith("/") ? file.substring(1) : file;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file below the root");
        }
        return new StaticFiles(root, immutableBelow, path);
    }

    @Override
    public void handle(HttpExchange exchange) {
        Request request = exchange.request();
        exchange.header("X-Content-Type-Options", "nosniff");
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            exchange.header("Allow", "GET, HEAD");
            refuse(exchange, 405, "Method Not Allowed");
            return;
        }
        String path = path(request);
        Thread.ofVirtual()
                .name("duplex-file")
                .start(() -> answer(exchange, path, isHarmless(path, request)));
    }

    private static String path(Request request) {
        String rest = request.pathParameters().get("*");
        return rest != null ? rest : request.path().substring(1);
    }

    private static boolean isHarmless(String path, Request request) {
        String raw = request.target().split("\\?", 2)[0].toLowerCase(Locale.ROOT);
        if (raw.contains("%2f") || raw.contains("%5c") || path.indexOf('\\') >= 0) {
            return false;
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].startsWith(".") || (segments[i].isEmpty() && !last)) {
                return false;
            }
        }
        return true;
    }

    // --- on a virtual thread

    private void answer(HttpExchange exchange, String path, boolean harmless) {
        try {
            boolean folder = path.isEmpty() || path.endsWith("/");
            String name = folder ? path + INDEX : path;
            Optional<Asset> found = harmless ? root.find(name) : Optional.empty();
            if (found.isPresent()) {
                serve(exchange, name, found.get());
            } else if (harmless && !folder && root.find(path + "/" + INDEX).isPresent()) {
                redirect(exchange, path);
            } else {
                notFound(exchange);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot serve " + path, failed);
            refuseIfPossible(exchange);
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "cannot serve " + path, bug);
            refuseIfPossible(exchange);
        }
    }

    private void serve(HttpExchange exchange, String name, Asset asset) throws IOException {
        Headers asked = exchange.request().headers();
        if (isAnother(asked, asset)) {
            identify(exchange, asset).status(412).end();
            return;
        }
        if (isUnchanged(asked, asset)) {
            identify(exchange, asset).header("Cache-Control", cacheControl(name)).status(304).end();
            return;
        }
        switch (range(exchange.request(), asset)) {
            case ByteRange.Whole() ->
                    send(exchange, asset, 0, asset.size(), () -> describe(exchange, name, asset));
            case ByteRange.Part part ->
                    send(
                            exchange,
                            asset,
                            part.first(),
                            part.length(),
                            () ->
                                    describe(exchange, name, asset)
                                            .status(206)
                                            .header("Content-Range", part.of(asset.size())));
            case ByteRange.Unsatisfiable() ->
                    identify(exchange, asset)
                            .header("Accept-Ranges", "bytes")
                            .header("Content-Range", "bytes */" + asset.size())
                            .status(416)
                            .end();
        }
    }

    /// RFC 9110 §8.8.2.1: a file whose time is still to come was changed now.
    private static HttpExchange identify(HttpExchange exchange, Asset asset) {
        Instant now = Instant.now();
        Instant modified = asset.modified().isAfter(now) ? now : asset.modified();
        return exchange.header("ETag", asset.etag())
                .header("Last-Modified", HttpDate.format(modified));
    }

    /// What the head says of a file that is sent. Only this may be cached, and that it has not changed: a refusal holds for now.
    private HttpExchange describe(HttpExchange exchange, String name, Asset asset) {
        return identify(exchange, asset)
                .header("Cache-Control", cacheControl(name))
                .header("Content-Type", ContentTypes.of(name))
                .header("Accept-Ranges", "bytes");
    }

    /// The whole of the file: neither a range nor a tag is of what was asked for.
    private void notFound(HttpExchange exchange) throws IOException {
        Optional<Asset> page = missing.isEmpty() ? Optional.empty() : root.find(missing);
        if (page.isPresent()) {
            send(
                    exchange,
                    page.get(),
                    0,
                    page.get().size(),
                    () ->
                            exchange.status(404)
                                    .header("Content-Type", ContentTypes.of(missing))
                                    .header("Cache-Control", "no-cache"));
        } else {
            refuse(exchange, 404, "Not Found");
        }
    }

    private String cacheControl(String name) {
        return !immutableBelow.isEmpty() && name.startsWith(immutableBelow)
                ? "public, max-age=31536000, immutable"
                : "no-cache";
    }

    /// Whether the client wants only what this is not any more (RFC 9110 §13.1.1, §13.1.4): who asks so for a range would put a part of one file
    /// behind a part of another. A weak tag says nothing of bytes.
    private static boolean isAnother(Headers asked, Asset asset) {
        if (asked.first("If-Match").isPresent()) {
            return tags(asked, "If-Match")
                    .noneMatch(it -> it.equals("*") || it.equals(asset.etag()));
        }
        return asked.first("If-Unmodified-Since")
                .flatMap(HttpDate::parse)
                .filter(since -> HttpDate.toSecond(asset.modified()).isAfter(since))
                .isPresent();
    }

    /// RFC 9110 §13.2.2: the tags decide; the date only where there are none.
    private static boolean isUnchanged(Headers asked, Asset asset) {
        if (asked.first("If-None-Match").isPresent()) {
            return tags(asked, "If-None-Match")
                    .map(it -> it.startsWith("W/") ? it.substring(2) : it)
                    .anyMatch(it -> it.equals("*") || it.equals(asset.etag()));
        }
        return asked.first("If-Modified-Since")
                .flatMap(HttpDate::parse)
                .filter(since -> !HttpDate.toSecond(asset.modified()).isAfter(since))
                .isPresent();
    }

    private static Stream<String> tags(Headers asked, String field) {
        return asked.all(field).stream()
                .flatMap(it -> Arrays.stream(it.split(",", -1)))
                .map(String::strip);
    }

    /// RFC 9110 §14.2: for `GET` only; §13.1.5: only of what the client has a part of already, which a date does not show: a file may have changed twice in that second.
    private static ByteRange range(Request request, Asset asset) {
        Optional<String> field = request.headers().first("Range");
        if (field.isEmpty() || !request.method().equals("GET")) {
            return new ByteRange.Whole();
        }
        Optional<String> condition = request.headers().first("If-Range");
        if (condition.isPresent() && !condition.get().equals(asset.etag())) {
            return new ByteRange.Whole();
        }
        return ByteRange.parse(field.get(), asset.size());
    }

    /// @param head says what the response is. Not before its first bytes have been read: what cannot be read is a 500, of which none of it is true
    private static void send(
            HttpExchange exchange, Asset asset, long first, long length, Runnable head)
            throws IOException {
        if (exchange.request().method().equals("HEAD")) {
            head.run();
            exchange.header("Content-Length", Long.toString(length)).end();
            return;
        }
        try (SeekableByteChannel content = asset.content().open()) {
            AssetStream stream = new AssetStream(exchange, content.position(first), length);
            stream.begin();
            head.run();
            exchange.header("Content-Length", Long.toString(length));
            stream.run();
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted while a file was sent");
        }
    }

    /// To the same name with a slash, so that relative links in the page hold. The address is
    /// relative too: one that began with the peer's own `//` would lead elsewhere.
    private static void redirect(HttpExchange exchange, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        String target = exchange.request().target();
        int query = target.indexOf('?');
        exchange.status(301)
                .header(
                        "Location",
                        "./" + encoded + "/" + (query < 0 ? "" : target.substring(query)))
                .end();
    }

    private static void refuse(HttpExchange exchange, int status, String text) {
        exchange.status(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .respond((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void refuseIfPossible(HttpExchange exchange) {
        try {
            exchange.status(500).end();
        } catch (IllegalStateException headIsSent) {
            LOG.log(Level.DEBUG, "the response is cut short", headIsSent);
            exchange.end();
        }
    }
}
