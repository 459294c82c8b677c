package dev.duplex.centrifuge.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FossilDeltaTest {
    private static final int MIB = 1 << 20;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] roundTrip(byte[] source, byte[] target) {
        byte[] delta = FossilDelta.create(source, target);
        assertThat(FossilDelta.apply(source, delta, target.length)).contains(target);
        return delta;
    }

    @Property(tries = 500)
    void makesTheTarget(@ForAll byte[] source, @ForAll byte[] target) {
        byte[] delta = roundTrip(source, target);
        assertThat(delta.length).isLessThanOrEqualTo(target.length + 20);
    }

    @Property(tries = 500)
    void makesASimilarTarget(
            @ForAll @Size(max = 2000) byte[] source,
            @ForAll @IntRange(max = 2000) int cut,
            @ForAll @Size(max = 40) byte[] put) {
        int at = Math.min(cut, source.length);
        ByteBuffer target = ByteBuffer.allocate(source.length + put.length);
        target.put(source, at, source.length - at).put(put).put(source, 0, at);

        roundTrip(source, target.array());
    }

    @Property(tries = 500)
    void ofTextsIsText(
            @ForAll @StringLength(max = 300) @CharRange(from = 'é', to = 'ì') String source,
            @ForAll @StringLength(max = 300) @CharRange(from = 'é', to = 'ì') String target) {
        byte[] delta =
                roundTrip(
                        utf8(source + "€😀".repeat(9) + target),
                        utf8(target + "€😁".repeat(9) + source));

        assertThat(utf8(new String(delta, StandardCharsets.UTF_8))).isEqualTo(delta);
    }

    @Test
    void isAsTheFormatSays() {
        assertThat(roundTrip(utf8(""), utf8(""))).isEqualTo(utf8("0\n0;"));
        assertThat(roundTrip(utf8("x"), utf8("abc")))
                .asString(StandardCharsets.UTF_8)
                .startsWith("3\n3:abc");
        // "abc" as a number of 32 bits is 0x61626300
        assertThat(FossilDelta.checksum(utf8("abc"))).isEqualTo(0x61626300);
        assertThat(FossilDelta.checksum(new byte[] {-1, -1, -1, -1, 0, 0, 0, 2})).isEqualTo(1);
        String same = "The quick brown fox jumps over the lazy dog";
        assertThat(roundTrip(utf8(same), utf8(same)))
                .asString(StandardCharsets.UTF_8)
                .startsWith("g\ng@0,");
    }

    @Test
    void aChangeInABigPayloadIsSmall() {
        byte[] source = new byte[MIB];
        new Random(1).nextBytes(source);
        byte[] target = source.clone();
        target[MIB / 2] ^= 1;
        byte[] shifted = Arrays.copyOfRange(source, 5, MIB);

        assertThat(roundTrip(source, target).length).isLessThan(40);
        assertThat(roundTrip(source, shifted).length).isLessThan(40);
    }

    /// Many blocks with one hash, long matches that are cut, near misses: each would be quadratic if all were looked at.
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @ValueSource(ints = {0, 'a', 0x80, 0xBF, 0xFF})
    void repeatingBytesAreDoneWith(int repeated) {
        byte[] source = new byte[MIB];
        Arrays.fill(source, (byte) repeated);
        byte[] target = source.clone();
        for (int i = 0; i < MIB; i += 23) {
            target[i] = (byte) (i % 251);
        }

        roundTrip(source, source);
        roundTrip(source, target);
        roundTrip(target, source);
        roundTrip(target, Arrays.copyOfRange(target, 7, MIB));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "3",
                "3\n",
                "3\n3:abc",
                "3\n3:abcOM", // cut
                "3\n3:abc0;", // another checksum
                "4\n3:abc1WOZ0;", // another size
                "2\n3:abc1WOZ0;", // more than said
                "3\n9:abc1WOZ0;", // more than there is
                "3\n3@9,0;",
                "3\n3@0;",
                "3\n3@,0;", // copies of nothing
                "3\n3?abc0;",
                "-1\n0;",
                "zzzzzzzzzzzz\n0;",
                "0\n0;0",
                "0\n;"
            })
    void otherBytesAreNoDelta(String delta) {
        assertThat(FossilDelta.apply(utf8("source"), utf8(delta), 100)).isEmpty();
    }

    @Test
    void theSizeIsLimited() {
        byte[] delta = FossilDelta.create(utf8(""), utf8("abc"));

        assertThat(FossilDelta.apply(utf8(""), delta, 3)).contains(utf8("abc"));
        assertThat(FossilDelta.apply(utf8(""), delta, 2)).isEmpty();
    }

    @Property(tries = 300)
    void aChangedDeltaIsRefusedOrMakesWhatItSays(
            @ForAll @Size(min = 1, max = 100) byte[] target,
            @ForAll @IntRange(max = 120) int at,
            @ForAll byte put) {
        byte[] delta = FossilDelta.create(new byte[0], target);
        delta[at % delta.length] = put;

        FossilDelta.apply(new byte[0], delta, 200)
                .ifPresent(made ->
                        assertThat(
                                        FossilDelta.apply(
                                                new byte[0],
                                                FossilDelta.create(new byte[0], made),
                                                200))
                                .contains(made));
    }
}
