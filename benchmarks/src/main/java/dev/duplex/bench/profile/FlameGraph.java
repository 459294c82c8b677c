package dev.duplex.bench.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Stacks as a flame graph in SVG: what called is below what it called, as wide as the time spent there, callees by their names. What is
/// too narrow to be seen is left out. The background is the page's; in the dark its colours are others.
public final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 17;
    private static final int HEAD = 54;
    private static final int FOOT = 8;

    /// What is narrower, in pixels, is not drawn.
    private static final double LEAST = 1.2;

    /// About as wide as a letter of the frames' font.
    private static final double LETTER = 6.4;

    private static final String STYLE =
            """
            <style>
            text { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328 }
            .name { font: 600 15px system-ui, -apple-system, "Segoe UI", sans-serif }
            .key { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif }
            .ours { fill: #80ccff } .netty { fill: #aceebb } .jdk { fill: #fae17d } .kernel { fill: #ffb8b0 } .jvm { fill: #d0d7de }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc }
            .ours { fill: #0c5aa6 } .netty { fill: #196c2e } .jdk { fill: #7d5a05 } .kernel { fill: #a01f1a } .jvm { fill: #484f58 }
            }
            </style>
            """;

    /// What a frame is of, in the order of the key.
    private enum Colour {
        OURS("Duplex"),
        NETTY("Netty"),
        JDK("JDK and other Java"),
        JVM("JVM and libraries in C"),
        KERNEL("kernel");

        private final String title;

        Colour(String title) {
            this.title = title;
        }

        private String style() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Colour of(String frame) {
            if (frame.endsWith("_[k]")) {
                return KERNEL;
            }
            if (frame.startsWith("dev/duplex/")) {
                return OURS;
            }
            if (frame.startsWith("io/netty/")) {
                return NETTY;
            }
            return Layer.isJava(frame) ? JDK : JVM;
        }
    }

    /// A frame with what it was called by below it.
    private static final class Node {
        private final Map<String, Node> callees = new TreeMap<>();
        private long count;

        private int depth(double scale) {
            return 1
                    + callees.values().stream()
                            .filter(it -> it.count * scale >= LEAST)
                            .mapToInt(it -> it.depth(scale))
                            .max()
                            .orElse(0);
        }
    }

    private final Node root = new Node();
    private final double scale;
    private final int depth;
    private final StringBuilder svg = new StringBuilder();

    private FlameGraph(Stacks stacks) {
        stacks.each((frames, count) -> {
            Node node = root;
            node.count += count;
            for (String frame : shown(frames)) {
                node = node.callees.computeIfAbsent(frame, _ -> new Node());
                node.count += count;
            }
        });
        scale = WIDTH / (double) Math.max(1, root.count);
        depth = root.depth(scale);
    }

    /// Without what all threads begin with, and with one frame for those that call themselves.
    private static List<String> shown(List<String> frames) {
        List<String> shown = new ArrayList<>();
        for (String frame : frames) {
            if (shown.isEmpty() || !shown.getLast().equals(frame)) {
                shown.add(frame);
            }
        }
        return shown;
    }

    /// The whole file.
    ///
    /// @param title what was going on, in a line
    public static String of(String title, Stacks stacks) {
        return new FlameGraph(stacks).draw(title);
    }

    private String draw(String title) {
        int height = HEAD + ROW * (depth - 1) + FOOT;
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
                <title>%3$s</title>
                """
                        .formatted(WIDTH, height, escaped(title)));
        svg.append(STYLE);
        svg.append("<text class=\"name\" x=\"0\" y=\"16\">")
                .append(escaped(title))
                .append("</text>\n");
        key();
        callees(root, 0, height - FOOT);
        return svg.append("</svg>\n").toString();
    }

    private void key() {
        int x = 0;
        for (Colour colour : Colour.values()) {
            svg.append(
                    "<rect class=\"%s\" x=\"%d\" y=\"28\" width=\"12\" height=\"12\"/><text class=\"key\" x=\"%d\" y=\"38\">%s</text>%n"
                            .formatted(colour.style(), x, x + 17, colour.title));
            x += 40 + (int) Math.ceil(7.5 * colour.title.length());
        }
    }

    private void callees(Node node, double left, int bottom) {
        double x = left;
        for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
            double width = callee.getValue().count * scale;
            if (width >= LEAST) {
                frame(callee.getKey(), callee.getValue(), x, width, bottom - ROW);
                callees(callee.getValue(), x, bottom - ROW);
            }
            x += width;
        }
    }

    private void frame(String frame, Node node, double x, double width, int y) {
        String name = name(frame);
        int letters = (int) ((width - 4) / LETTER);
        svg.append(
                "<g><title>%s %s %%</title><rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
                        .formatted(
                                escaped(name),
                                number(100.0 * node.count / root.count),
                                Colour.of(frame).style(),
                                number(x),
                                y,
                                number(width - 0.3),
                                ROW - 1));
        if (letters >= 3) {
            String text = name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
            svg.append(
                    "<text x=\"%s\" y=\"%d\">%s</text>"
                            .formatted(number(x + 2), y + 12, escaped(text)));
        }
        svg.append("</g>\n");
    }

    /// Of a method with its class, without the package and the address of a lambda's class; of a library its file, without what makes the
    /// name unique where it was unpacked.
    private static String name(String frame) {
        String plain =
                frame.replaceFirst("_\\[.\\]$", "")
                        .replaceFirst("Lambda\\.0x[0-9a-f]+", "Lambda")
                        .replaceFirst("(x86|aarch)_64[0-9]*\\.so.*", "$1_64.so");
        boolean path = Layer.isJava(frame) || frame.startsWith("/");
        return path ? plain.substring(plain.lastIndexOf('/') + 1) : plain;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
