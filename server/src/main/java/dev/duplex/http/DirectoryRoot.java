package dev.duplex.http;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/// A directory of files. Symbolic links are followed as long as they stay inside.
record DirectoryRoot(Path directory) implements AssetRoot {
    @Override
    public Optional<Asset> find(String path) throws IOException {
        Path root = directory.toRealPath();
        Path file;
        try {
            file = root.resolve(path).toRealPath();
        } catch (FileSystemException | InvalidPathException _) {
            // Nothing there, a file where a directory would have to be, a loop of links, no
            // permission.
            return Optional.empty();
        }
        return file.startsWith(root) ? asset(file) : Optional.empty();
    }

    /// A regular file, by a path without links. Its tag changes with its size or time of change.
    static Optional<Asset> asset(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile() || !Files.isReadable(file)) {
            return Optional.empty();
        }
        Instant modified = attributes.lastModifiedTime().toInstant();
        String etag =
                "\"%x-%x-%x\""
                        .formatted(
                                modified.getEpochSecond(), modified.getNano(), attributes.size());
        return Optional.of(
                new Asset(
                        attributes.size(),
                        etag,
                        modified,
                        () ->
                                Files.newByteChannel(
                                        file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }
}
