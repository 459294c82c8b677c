package dev.duplex.verify.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriberRecorderTest {
    @Test
    void keepsOneStringOfEachName() {
        String channel = "verify:1";
        SubscriberRecorder recorder = recorder(channel, new Room(10));
        recorder.received(copy("verify:1"), copy("http"), 1);
        recorder.received(copy("verify:1"), copy("http"), 2);
        List<Event> events = recorder.log().events();
        Event.Received first = (Event.Received) events.getFirst();
        Event.Received second = (Event.Received) events.getLast();
        assertThat(first.channel()).isSameAs(channel);
        assertThat(second.channel()).isSameAs(channel);
        assertThat(second.publisher()).isSameAs(first.publisher());
        assertThat(recorder.highest("http")).isEqualTo(2);
    }

    @Test
    void whatAllWriteDownTogetherIsLimited() {
        Room room = new Room(3);
        SubscriberRecorder one = recorder("verify:1", room);
        SubscriberRecorder other = recorder("verify:1", room);
        one.received("verify:1", "http", 1);
        one.received("verify:1", "http", 2);
        other.received("verify:1", "http", 1);
        assertThat(other.isFull()).isFalse();
        other.received("verify:1", "http", 2);
        assertThat(other.isFull()).isTrue();
        assertThat(other.log().events()).hasSize(1);
        assertThat(one.isFull()).isFalse();
    }

    @Test
    void knowsWhatCameLastOfItsChannel() {
        SubscriberRecorder recorder = recorder("verify:1", new Room(10));
        assertThat(recorder.latest()).isEmpty();
        recorder.received("verify:1", "http", 7);
        recorder.received("verify:1", "client", 3);
        recorder.received("verify:2", "client", 4);
        assertThat(recorder.latest()).contains(new SubscriberRecorder.Latest("client", 3));
    }

    private static SubscriberRecorder recorder(String channel, Room room) {
        return new SubscriberRecorder("a", "kind", channel, () -> 1, 10, room);
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }
}
