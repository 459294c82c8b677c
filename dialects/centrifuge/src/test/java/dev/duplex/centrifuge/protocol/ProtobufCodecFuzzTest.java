package dev.duplex.centrifuge.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as a frame of Protobuf, of commands and of replies.
class ProtobufCodecFuzzTest {
    @FuzzTest
    void frames(byte[] frame) {
        FrameOracle.check(Codec.protobuf(), frame);
    }
}
