package dev.duplex.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
    private static final Table TABLE =
            new Table(
                    "echo",
                    "an <echo>",
                    Kind.COST,
                    "message",
                    "server",
                    "duplex",
                    0,
                    List.of(
                            row("duplex", "Duplex", new Figure(2, 0.5, List.of(1.5, 2.0, 2.5))),
                            row("netty", "Netty & co", new Figure(4, 0, List.of(4.0))),
                            Row.missing("ws", "ws", "not available: no npm")));

    private static Row row(String peer, String title, Figure figure) {
        return new Row(peer, title, Map.of("cpuMicros", figure), Optional.empty());
    }

    private static Document chart(Table table) throws Exception {
        byte[] svg = Chart.of(table).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> all(Document chart, String name) {
        NodeList found = chart.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void barsAreAsLongAsTheirFigures() throws Exception {
        List<Element> bars = all(chart(TABLE), "rect");
        assertThat(bars)
                .extracting(it -> it.getAttribute("class"))
                .containsExactly("reference", "bar");
        assertThat(length(bars.get(1))).isEqualTo(2 * length(bars.get(0)));
    }

    private static double length(Element bar) {
        return Double.parseDouble(bar.getAttribute("width"));
    }

    @Test
    void theTurnsAreShownWhereThereAreSeveral() throws Exception {
        assertThat(all(chart(TABLE), "line")).hasSize(1);
    }

    @Test
    void everyPeerIsNamedWithItsFigureOrWhyThereIsNone() throws Exception {
        assertThat(all(chart(TABLE), "text"))
                .extracting(Element::getTextContent)
                .containsExactly(
                        "echo",
                        "processor time of the server per message, µs (less is better)",
                        "Duplex",
                        "2.000",
                        "Netty & co",
                        "4.000",
                        "ws",
                        "not available: no npm");
    }

    @Test
    void whoDoesNotSeeItIsToldWhatItShows() throws Exception {
        assertThat(all(chart(TABLE), "desc").getFirst().getTextContent())
                .isEqualTo(
                        "an <echo>; processor time of the server per message, µs: Duplex 2.000, Netty &"
                                + " co 4.000, ws not available: no npm.");
    }

    @Test
    void nothingAtAllIsNoReasonToFail() throws Exception {
        Table empty =
                new Table(
                        "echo",
                        "an echo",
                        Kind.COST,
                        "message",
                        "server",
                        "duplex",
                        0,
                        List.of(Row.missing("duplex", "Duplex", "no result: it was lost")));
        assertThat(all(chart(empty), "rect")).isEmpty();
        assertThat(Markdown.table(empty))
                .containsExactly("| server |", "|---|", "| Duplex: no result: it was lost |");
    }

    @Test
    void figuresHaveAsManyDigitsAsMeanSomething() {
        Figure figure = Figure.of(List.of(1_234_567.8, 0.00123456789, 12.0), Double::doubleValue);
        assertThat(figure.samples()).containsExactly(1_234_600.0, 0.0012346, 12.0);
        assertThat(figure.median()).isEqualTo(12);
        assertThat(Figure.of(List.of(0.0, 0.0), Double::doubleValue).spread()).isZero();
        assertThat(Figure.of(List.of(0.0, 0.0, 4.0), Double::doubleValue).spread()).isZero();
    }
}
