package dev.duplex;

/// Runs a blocking handler on a virtual thread for each session.
final class BlockingEndpoint implements Endpoint {
    private final BlockingHandler handler;

    BlockingEndpoint(BlockingHandler handler) {
        this.handler = handler;
    }

    @Override
    public String toString() {
        return "blocking(" + handler + ")";
    }
}
