package dev.duplex.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Resources on the class path. Those in an archive are kept in memory once they have been asked for:
/// no more than the archive holds, and it does not change. Those in a directory are read each time.
final class ResourceRoot implements AssetRoot {
    private final ClassLoader loader;
    private final String prefix;
    private final ConcurrentHashMap<String, Asset> kept = new ConcurrentHashMap<>();

    /// @param prefix of the resources' names, with or without a slash at either end
    ResourceRoot(ClassLoader loader, String prefix) {
        this.loader = loader;
        String inner = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        this.prefix = inner.isEmpty() || inner.endsWith("/") ? inner : inner + "/";
    }

    @Override
    public Optional<Asset> find(String path) throws IOException {
        Asset known = kept.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        URL url = loader.getResource(prefix + path);
        if (url == null) {
            return Optional.empty();
        }
        if (url.getProtocol().equals("file")) {
            return DirectoryRoot.asset(file(url));
        }
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar && isDirectory(jar)) {
            return Optional.empty();
        }
        Asset read = read(connection);
        kept.put(path, read);
        return Optional.of(read);
    }

    private static Path file(URL url) throws IOException {
        try {
            return Path.of(url.toURI()).toRealPath();
        } catch (URISyntaxException wrong) {
            throw new IOException("a resource at a malformed address: " + url, wrong);
        }
    }

    /// An archive finds a directory by a name without the slash too.
    private static boolean isDirectory(JarURLConnection jar) throws IOException {
        return jar.getJarEntry().isDirectory()
                || jar.getJarFile().getEntry(jar.getEntryName() + "/") != null;
    }

    private static Asset read(URLConnection connection) throws IOException {
        byte[] bytes;
        try (InputStream in = connection.getInputStream()) {
            bytes = in.readAllBytes();
        }
        long modified =
                connection instanceof JarURLConnection jar
                        ? jar.getJarEntry().getTime()
                        : connection.getLastModified();
        return new Asset(
                bytes.length,
                etag(bytes),
                Instant.ofEpochMilli(Math.max(0, modified)),
                () -> new ArrayChannel(bytes));
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
