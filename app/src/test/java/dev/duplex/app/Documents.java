package dev.duplex.app;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the project's documents are.
public final class Documents {
    private Documents() {}

    /// The project's root, whether tests run in it or in a module.
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("app")) ? here : here.resolve("..").normalize();
    }
}
