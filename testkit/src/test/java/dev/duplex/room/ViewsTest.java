package dev.duplex.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Endpoint;
import dev.duplex.ForwardingSession;
import dev.duplex.Message;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.InMemorySession;
import dev.duplex.testkit.ManualLane;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The views of one tick for several sessions of one lane, of which one fails.
class ViewsTest {
    private final ManualLane lane = new ManualLane();
    private final List<String> shown = new ArrayList<>();

    private final class Player extends ForwardingSession {
        private final String name;
        private boolean broken;

        Player(String name) {
            super(InMemorySession.open(new Endpoint() {}));
            this.name = name;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer sendShared(Payload payload) {
            if (broken) {
                throw new InternalError("of the test");
            }
            shown.add(name);
            return Offer.ACCEPTED;
        }
    }

    private static Member member(Player player) {
        return new Member(player, new Inbox(player, 1, 1));
    }

    private void show(List<Member> members) {
        Views views = new Views();
        members.forEach(member -> views.add(member, Message.text("the view")));
        views.handOver();
        assertThat(members).noneMatch(Member::canBeShown);
        lane.runAll();
    }

    @Test
    void aSessionThatFailsKeepsNobodyFromTheirViewAndIsShownTheWholeNext() {
        Player broken = new Player("broken");
        broken.broken = true;
        List<Member> members =
                List.of(member(new Player("first")), member(broken), member(new Player("last")));
        show(members);
        assertThat(shown).containsExactly("first", "last");
        assertThat(members).allMatch(Member::canBeShown);
        assertThat(members).extracting(Member::needsWhole).containsExactly(false, true, false);

        broken.broken = false;
        shown.clear();
        show(members);
        assertThat(shown).containsExactly("first", "broken", "last");
        assertThat(members).noneMatch(Member::needsWhole);
    }
}
