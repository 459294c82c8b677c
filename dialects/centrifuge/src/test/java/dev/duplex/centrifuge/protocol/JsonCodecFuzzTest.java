package dev.duplex.centrifuge.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as a frame of Json, of commands and of replies.
class JsonCodecFuzzTest {
    @FuzzTest
    void frames(byte[] frame) {
        FrameOracle.check(Codec.json(), frame);
    }
}
