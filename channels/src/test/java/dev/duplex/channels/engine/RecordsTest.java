package dev.duplex.channels.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What engines write, and read again.
class RecordsTest {
    private static final Draft DRAFT =
            Draft.of(Payload.of(Payload.Kind.BINARY, new byte[] {0, -1, '\n'}))
                    .withKey("a key")
                    .withTags(Map.of("tag", "value", "été", ""))
                    .withPublisher(
                            new Member(
                                    "client",
                                    "ann",
                                    Payload.of(Payload.Kind.JSON, new byte[] {'1'}),
                                    Payload.of(Payload.Kind.TEXT, new byte[] {'t'})));

    private static byte[] record() {
        return new RecordWriter(1).number(-7).count(5).small(-1).text("été").draft(DRAFT).done();
    }

    @Test
    void whatIsWrittenIsRead() {
        Draft read =
                RecordReader.read(
                        ByteBuffer.wrap(record()),
                        it -> {
                            assertThat(it.number()).isEqualTo(-7);
                            assertThat(it.count()).isEqualTo(5);
                            assertThat(it.small()).isEqualTo(-1);
                            assertThat(it.text()).isEqualTo("été");
                            return it.draft();
                        });
        assertThat(read).isEqualTo(DRAFT);
    }

    @Test
    void whatIsCutAnywhereIsNoRecord() {
        byte[] record = new RecordWriter(16).draft(DRAFT).done();
        for (int length = 0; length < record.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(record, length));
            assertThatThrownBy(() -> RecordReader.read(cut, RecordReader::draft))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsLongerIsNoRecord() {
        byte[] record = new RecordWriter(16).draft(DRAFT).small(0).done();
        assertThatThrownBy(() -> RecordReader.read(ByteBuffer.wrap(record), RecordReader::draft))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer");
    }

    @Test
    void aLengthThatCannotBeIsNoRecord() {
        byte[] record = new RecordWriter(16).count(Integer.MAX_VALUE).small(1).done();
        byte[] negative = new RecordWriter(16).count(-1).small(1).done();
        for (byte[] each : new byte[][] {record, negative}) {
            assertThatThrownBy(() -> RecordReader.read(ByteBuffer.wrap(each), RecordReader::text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
