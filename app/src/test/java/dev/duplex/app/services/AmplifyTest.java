package dev.duplex.app.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.testkit.InMemorySession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmplifyTest {
    private final InMemorySession session = InMemorySession.open(new Amplify());

    @ParameterizedTest
    @CsvSource({"1,2", "2,4", "9,512", "10,1024", "18,262144"})
    void answersANumberWithThatPowerOfTwo(String number, int letters) {
        session.peerSends(number);
        assertThat(session.sentText()).containsExactly("x".repeat(letters));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "19", "-1", "2.5", "a", "0x2", "100000000000000000000"})
    void anythingElseCountsAsOne(String text) {
        session.peerSends(text);
        assertThat(session.sentText()).containsExactly("xx");
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFromAndMissesNothing() {
        session.full(true);
        session.peerSends("1");
        session.peerSends("2");
        assertThat(session.isReading()).isFalse();
        session.full(false);
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("xx", "xxxx");
    }
}
