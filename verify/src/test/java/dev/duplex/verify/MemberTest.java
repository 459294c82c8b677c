package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MemberTest {
    @Test
    void whatItThrowsIsABugOfOurs() throws Exception {
        List<String> ended = new CopyOnWriteArrayList<>();
        Member member =
                Member.start(
                        "m",
                        () -> {
                            throw new IllegalStateException("no such state");
                        },
                        () -> "cut",
                        ended::add);
        member.awaitEnd();
        String bug = "bug: java.lang.IllegalStateException: no such state";
        assertThat(member.bug()).contains(bug);
        assertThat(member.lastFailure()).isEqualTo(bug);
        assertThat(ended).containsExactly(bug);
    }

    @Test
    void anEndIsNoBug() throws Exception {
        Member member = Member.start("m", () -> {}, () -> "cut", _ -> {});
        member.awaitEnd();
        assertThat(member.bug()).isEmpty();
        assertThat(member.lastFailure()).isEqualTo("cut");
    }
}
