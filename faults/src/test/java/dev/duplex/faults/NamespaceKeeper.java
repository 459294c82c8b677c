package dev.duplex.faults;

import java.util.concurrent.CountDownLatch;

/// A program that has a network, and says what it is called.
final class NamespaceKeeper {
    private NamespaceKeeper() {}

    static void main() throws Exception {
        Namespace namespace = Namespace.make(1);
        System.out.println(namespace.name());
        new CountDownLatch(1).await();
    }
}
