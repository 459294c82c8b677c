package dev.duplex.engine.disk;

import java.nio.file.Path;

/// A program that looks at a store, and says whether it could.
final class Asker {
    private Asker() {}

    public static void main(String[] arguments) {
        try {
            DiskStore.check(Path.of(arguments[0]));
            System.out.println("free");
        } catch (DiskException e) {
            System.out.println(e.reason());
        }
    }
}
