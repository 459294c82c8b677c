package dev.duplex.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/// What becomes of collapsed stacks.
class StacksTest {
    private static final String SAMPLES =
            """
            io/netty/Loop.run_[j];dev/duplex/transport/SocketWire.flush_[j];__libc_write;ksys_write_[k];tcp_sendmsg_[k] 60
            io/netty/Loop.run_[j];dev/duplex/transport/SocketWire.read_[j];recv;__sys_recvfrom_[k] 20
            io/netty/Loop.run_[j];dev/duplex/websocket/WebSocketProtocol.receive_[j];dev/duplex/websocket/frame/Masking.<clinit>_[i] 19
            [unknown];CompileBroker::compiler_thread_loop 1
            """;

    private static Stacks stacks(String collapsed) {
        Stacks stacks = new Stacks();
        stacks.add(collapsed);
        return stacks;
    }

    @Test
    void whatIsAddedIsCounted() {
        Stacks stacks = stacks(SAMPLES);
        stacks.add(SAMPLES);
        assertThat(stacks.total()).isEqualTo(200);
        assertThatThrownBy(() -> stacks.add("no count"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no count");
    }

    @Test
    void itsSharesAreByLayer() {
        assertThat(Layer.shares(stacks(SAMPLES)))
                .containsOnlyKeys(Layer.KERNEL_WRITE, Layer.KERNEL_READ, Layer.CODEC, Layer.JVM)
                .containsEntry(Layer.KERNEL_WRITE, 0.6)
                .containsEntry(Layer.CODEC, 0.19);
    }

    @ParameterizedTest
    @CsvSource({
        "a;do_epoll_wait_[k], KERNEL_WAIT",
        "a;asm_sysvec_apic_timer_interrupt_[k], KERNEL_OTHER",
        "a;dev/duplex/channels/Hub.publish_[j];java/util/HashMap.get_[j], HUB",
        "a;dev/duplex/centrifuge/Client.frame_[j];tools/jackson/core/Parser.next_[j], DIALECT",
        "a;dev/duplex/sockjs/Frames.messages_[j], SOCKJS",
        "a;dev/duplex/Server.start_[j], SERVER",
        "a;dev/duplex/transport/Router.match_[j];java/util/HashMap.get_[j], SERVER",
        "a;io/netty/buffer/Pool.take_[j], NETTY",
        "a;dev/duplex/bench/peer/Feed.run_[j], OTHER",
        "java/lang/Thread.run_[j], OTHER",
        "start_thread;GCTaskThread::run, JVM",
    })
    void theInnermostFrameThatSaysSoDecides(String frames, Layer layer) {
        assertThat(Layer.of(List.of(frames.split(";", -1)))).isEqualTo(layer);
    }

    @Test
    void theyAreDrawnAsWellFormedSvgInBothThemes() throws Exception {
        String svg = FlameGraph.of("Duplex, <echo>", stacks(SAMPLES));
        var document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getNodeName()).isEqualTo("svg");
        assertThat(svg)
                .contains("<title>Duplex, &lt;echo&gt;</title>")
                .contains("prefers-color-scheme: dark")
                .contains("<title>Loop.run 99.0 %</title><rect class=\"netty\"")
                .contains("<title>SocketWire.flush 60.0 %</title><rect class=\"ours\"")
                .contains("<title>tcp_sendmsg 60.0 %</title><rect class=\"kernel\"")
                .contains("<title>Masking.&lt;clinit&gt; 19.0 %</title>");
    }

    @Test
    void whatIsTooNarrowToBeSeenIsLeftOut() {
        Stacks stacks = stacks("a/A.wide_[j] 9999\na/A.narrow_[j] 1\n");
        assertThat(FlameGraph.of("x", stacks)).contains("A.wide").doesNotContain("A.narrow");
    }

    @Test
    void aLibraryIsShownByItsFile() {
        Stacks stacks = stacks("a/A.b_[j];/some/dir/libx_epoll_x86_6411386743.so (deleted) 1\n");
        assertThat(FlameGraph.of("x", stacks))
                .contains("<title>libx_epoll_x86_64.so 100.0 %</title><rect class=\"jvm\"")
                .doesNotContain("/some/dir");
    }

    @Test
    void aLambdasClassHasNoAddress() {
        Stacks stacks = stacks("a/Lane$$Lambda.0x0000000051123a78.run_[j] 1\n");
        assertThat(FlameGraph.of("x", stacks)).contains("<title>Lane$$Lambda.run 100.0 %");
    }
}
