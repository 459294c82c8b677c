package dev.duplex.bench.load;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;

/// The one thread that makes all the load, and the buffer that it reads into.
public final class LoadLoop implements AutoCloseable {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ScratchAllocator scratch = new ScratchAllocator();

    EventLoop loop() {
        return loop;
    }

    ScratchAllocator scratch() {
        return scratch;
    }

    @Override
    public void close() {
        loop.execute(scratch::release);
        var _ = group.shutdownGracefully();
    }
}
