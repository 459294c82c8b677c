package dev.duplex.app.arena;

import static dev.duplex.app.arena.SharedBytes.buffer;
import static dev.duplex.app.arena.SharedBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients send, and what is none of it.
class RequestsTest {
    @Test
    void whatPagesSendIsRead() {
        assertThat(Requests.read(buffer("hello"))).contains(new Request.Hello("Ann"));
        assertThat(Requests.read(buffer("steering")))
                .contains(new Steering(258, 127, -64, 64, true, 5));
        assertThat(Requests.read(buffer("bots"))).contains(new Request.Bots(100));
        assertThat(Requests.isPing(buffer("ping"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff",
                "01", // no version
                "0102416e6e", // another version
                "0101ff", // no UTF-8
                "02", // cut off
                "0201027fc0400100000005ff", // too long
                "0201027fc0400200000005", // a button that there is not
                "03",
                "0365", // more bots than there may be
                "030000",
                "040000002a00", // no ping
                "04"
            })
    void whatIsNoRequestIsNone(String hex) {
        ByteBuffer message = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        assertThat(Requests.isPing(message)).isFalse();
        assertThat(Requests.read(message)).isEmpty();
    }

    @Test
    void aNameHasALimit() {
        byte[] longest = new byte[2 + Requests.MAX_NAME_BYTES];
        Arrays.fill(longest, (byte) 'a');
        longest[0] = Requests.HELLO;
        longest[1] = Requests.VERSION;
        assertThat(Requests.read(ByteBuffer.wrap(longest))).isPresent();
        byte[] longer = Arrays.copyOf(longest, longest.length + 1);
        longer[longest.length] = 'a';
        assertThat(Requests.read(ByteBuffer.wrap(longer))).isEmpty();
    }

    /// From a seed, so that what fails once fails again.
    @Test
    void anyBytesAreReadOrRefusedWithoutAnException() {
        Random random = new Random(42);
        byte[] steering = bytes("steering");
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = steering.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            int length = random.nextInt(bytes.length + 1);
            ByteBuffer message = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            read += Requests.read(message).isPresent() ? 1 : 0;
        }
        assertThat(read).isBetween(1, 19_999);
    }
}
