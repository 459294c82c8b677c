package dev.duplex.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 9110 §14.1.2 and §14.2.
class ByteRangeTest {
    @Test
    void aRangeIsCutToWhatIsThere() {
        assertThat(ByteRange.parse("bytes=0-499", 1000)).isEqualTo(new ByteRange.Part(0, 499));
        assertThat(ByteRange.parse("bytes=500-", 1000)).isEqualTo(new ByteRange.Part(500, 999));
        assertThat(ByteRange.parse("bytes=999-2000", 1000)).isEqualTo(new ByteRange.Part(999, 999));
        assertThat(ByteRange.parse("Bytes=0-0", 1000)).isEqualTo(new ByteRange.Part(0, 0));
    }

    @Test
    void aSuffixCountsFromTheEnd() {
        assertThat(ByteRange.parse("bytes=-1", 1000)).isEqualTo(new ByteRange.Part(999, 999));
        assertThat(ByteRange.parse("bytes=-5000", 1000)).isEqualTo(new ByteRange.Part(0, 999));
    }

    @Test
    void whatIsNotThereIsUnsatisfiable() {
        assertThat(ByteRange.parse("bytes=1000-", 1000)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-0", 1000)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @Test
    void whatIsMalformedOrSeveralIsIgnored() {
        for (String field :
                new String[] {
                    "bytes=2-1",
                    "bytes=-",
                    "bytes=a-b",
                    "lines=0-1",
                    "bytes=0-1,4-5",
                    "",
                    "bytes=0-99999999999999999999"
                }) {
            assertThat(ByteRange.parse(field, 1000)).as(field).isEqualTo(new ByteRange.Whole());
        }
    }
}
