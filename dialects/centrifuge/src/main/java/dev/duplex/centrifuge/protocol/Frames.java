package dev.duplex.centrifuge.protocol;

import java.util.List;

/// Puts frames together.
final class Frames {
    private Frames() {}

    static byte[] join(List<byte[]> frames, byte[] between) {
        long length = 0;
        for (byte[] frame : frames) {
            length += frame.length + between.length;
        }
        byte[] joined = new byte[Math.toIntExact(Math.max(0, length - between.length))];
        int at = 0;
        for (byte[] frame : frames) {
            if (at > 0) {
                System.arraycopy(between, 0, joined, at, between.length);
                at += between.length;
            }
            System.arraycopy(frame, 0, joined, at, frame.length);
            at += frame.length;
        }
        return joined;
    }
}
