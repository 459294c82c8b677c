package dev.duplex.http;

import java.io.IOException;
import java.util.Optional;

/// Where assets are found: a directory, or resources on the class path. May block.
interface AssetRoot {
    /// The file at this path; empty if there is none, or it is a directory.
    ///
    /// @param path relative, segments between slashes; none is empty, `.`, `..` or a dotfile
    Optional<Asset> find(String path) throws IOException;
}
