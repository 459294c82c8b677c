package dev.duplex.centrifuge.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.centrifuge.protocol.FilterNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsFilterTest {
    private static final Map<String, String> TAGS =
            Map.of("ticker", "BTC", "price", "50000.50", "empty", "", "below", "-3");

    private static FilterNode leaf(String key, String cmp, String val, String... vals) {
        return new FilterNode("", key, cmp, val, List.of(vals), List.of());
    }

    private static FilterNode op(String op, FilterNode... nodes) {
        return new FilterNode(op, "", "", "", List.of(), List.of(nodes));
    }

    private static boolean matches(FilterNode node) {
        assertThat(TagsFilter.of(node)).isInstanceOf(TagsFilter.Checked.Valid.class);
        return ((TagsFilter.Checked.Valid) TagsFilter.of(node)).filter().matches(TAGS);
    }

    @ParameterizedTest
    @CsvSource({
        "ticker, eq, BTC, true",
        "ticker, eq, ETH, false",
        "none, eq, BTC, false",
        "none, eq, '', false",
        "empty, eq, '', true",
        "ticker, neq, BTC, false",
        "ticker, neq, ETH, true",
        "none, neq, BTC, true",
        "ticker, ex, '', true",
        "empty, ex, '', true",
        "none, ex, '', false",
        "ticker, nex, '', false",
        "none, nex, '', true",
        "ticker, sw, BT, true",
        "ticker, sw, TC, false",
        "none, sw, '', false",
        "ticker, ew, TC, true",
        "ticker, ew, BT, false",
        "none, ew, '', false",
        "ticker, ct, T, true",
        "ticker, ct, X, false",
        "none, ct, '', false",
        "price, gt, 50000, true",
        "price, gt, 50000.5, false",
        "price, gt, 9, true",
        "price, gt, 100000, false",
        "price, gte, 50000.5, true",
        "price, gte, 50000.51, false",
        "price, lt, 50000.500, false",
        "price, lt, 50000.6, true",
        "price, lt, -1, false",
        "price, lte, +050000.5, true",
        "price, lte, 50000.4, false",
        "below, lt, -2, true",
        "below, gt, -4, true",
        "below, lt, 0, true",
        "below, gte, -3.0, true",
        "ticker, gt, 1, false",
        "ticker, lt, 1, false",
        "none, gt, 1, false",
        "none, lte, 1, false",
        "empty, lt, 1, false"
    })
    void compares(String key, String cmp, String val, boolean expected) {
        assertThat(matches(leaf(key, cmp, val))).isEqualTo(expected);
    }

    @Test
    void looksIntoLists() {
        assertThat(matches(leaf("ticker", "in", "", "ETH", "BTC"))).isTrue();
        assertThat(matches(leaf("ticker", "in", "", "ETH"))).isFalse();
        assertThat(matches(leaf("none", "in", "", ""))).isFalse();
        assertThat(matches(leaf("ticker", "nin", "", "ETH", "BTC"))).isFalse();
        assertThat(matches(leaf("ticker", "nin", "", "ETH"))).isTrue();
        assertThat(matches(leaf("none", "nin", "", "ETH"))).isTrue();
    }

    @Test
    void joins() {
        FilterNode yes = leaf("ticker", "ex", "");
        FilterNode no = leaf("ticker", "nex", "");
        assertThat(matches(op("and", yes, yes))).isTrue();
        assertThat(matches(op("and", yes, no))).isFalse();
        assertThat(matches(op("or", no, yes))).isTrue();
        assertThat(matches(op("or", no, no))).isFalse();
        assertThat(matches(op("not", no))).isTrue();
        assertThat(matches(op("not", yes))).isFalse();
        assertThat(matches(op("and", op("or", no, op("not", no)), yes))).isTrue();
    }

    @Test
    void refusesWhatMakesNoSense() {
        FilterNode good = leaf("a", "ex", "");
        for (FilterNode bad :
                List.of(
                        op("xor", good),
                        op("and"),
                        op("or"),
                        op("not"),
                        op("not", good, good),
                        op("and", good, leaf("a", "like", "x")),
                        leaf("", "eq", "x"),
                        leaf("a", "", "x"),
                        leaf("a", "in", "x"),
                        leaf("a", "nin", "x"),
                        leaf("a", "lt", ""),
                        leaf("a", "gt", "1e5"),
                        leaf("a", "gte", "."))) {
            assertThat(TagsFilter.of(bad))
                    .as(bad.toString())
                    .isInstanceOf(TagsFilter.Checked.Invalid.class);
        }
    }

    @Test
    void limitsDepthNodesAndValues() {
        FilterNode deep = leaf("a", "ex", "");
        for (int depth = 1; depth < FilterNode.MAX_DEPTH; depth++) {
            deep = op("not", deep);
        }
        assertThat(TagsFilter.of(deep)).isInstanceOf(TagsFilter.Checked.Valid.class);
        assertThat(TagsFilter.of(op("not", deep))).isInstanceOf(TagsFilter.Checked.Invalid.class);

        FilterNode leaf = leaf("a", "ex", "");
        assertThat(TagsFilter.of(wide(Collections.nCopies(TagsFilter.MAX_NODES - 1, leaf))))
                .isInstanceOf(TagsFilter.Checked.Valid.class);
        assertThat(TagsFilter.of(wide(Collections.nCopies(TagsFilter.MAX_NODES, leaf))))
                .isInstanceOf(TagsFilter.Checked.Invalid.class);

        FilterNode half =
                leaf(
                        "a",
                        "in",
                        "",
                        Collections.nCopies(TagsFilter.MAX_VALUES / 2, "v").toArray(new String[0]));
        assertThat(TagsFilter.of(op("or", half, half)))
                .isInstanceOf(TagsFilter.Checked.Valid.class);
        assertThat(TagsFilter.of(op("or", half, half, leaf("a", "in", "", "v"))))
                .isInstanceOf(TagsFilter.Checked.Invalid.class);
    }

    @Test
    void limitsItsTextsTogether() {
        String half = "x".repeat(TagsFilter.MAX_CHARACTERS / 2);
        // The longest that fit, and one character more of each text.
        String most = "x".repeat(TagsFilter.MAX_CHARACTERS / 2 - "k".length() - "eq".length());
        FilterNode equal = leaf("k", "eq", most);
        assertThat(TagsFilter.of(op("or", equal, leaf("k", "eq", most.substring("or".length())))))
                .isInstanceOf(TagsFilter.Checked.Valid.class);
        for (FilterNode other :
                List.of(
                        leaf("k", "eq", most.substring(1)),
                        leaf("kk", "eq", most.substring(2)),
                        leaf("k", "neq", most.substring(2)))) {
            assertThat(TagsFilter.of(op("or", equal, other)))
                    .isInstanceOf(TagsFilter.Checked.Invalid.class);
        }
        assertThat(TagsFilter.of(leaf("k", "in", "", half, half.substring(3))))
                .isInstanceOf(TagsFilter.Checked.Valid.class);
        assertThat(TagsFilter.of(leaf("k", "in", "", half, half.substring(2))))
                .isInstanceOf(TagsFilter.Checked.Invalid.class);
        // What the comparison has no use for is not kept, and counts all the same.
        assertThat(TagsFilter.of(leaf("k", "ex", half + half)))
                .isInstanceOf(TagsFilter.Checked.Invalid.class);
    }

    private static FilterNode wide(List<FilterNode> nodes) {
        return new FilterNode("or", "", "", "", List.of(), nodes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", "-", ".", ".5", "5.", "1.2.3", "1e5", "0x1", " 1", "1 ", "NaN", "--1", "١"
            })
    void otherTextsAreNoNumbers(String text) {
        assertThat(Decimal.isDecimal(text)).isFalse();
    }

    /// BigDecimal is the reference.
    @Property
    void ordersAsNumbersDo(@ForAll BigDecimal a, @ForAll BigDecimal b, @ForAll boolean same) {
        String left = a.toPlainString();
        String right = same ? a.setScale(a.scale() + 2).toPlainString() : b.toPlainString();

        assertThat(Decimal.isDecimal(left)).isTrue();
        assertThat(Integer.signum(Decimal.compare(left, right)))
                .isEqualTo(new BigDecimal(left).compareTo(new BigDecimal(right)));
        assertThat(Decimal.compare("00" + a.abs().toPlainString(), "+" + a.abs().toPlainString()))
                .isZero();
    }

    @Test
    void askingAllocatesNothing() {
        TagsFilter filter =
                ((TagsFilter.Checked.Valid)
                                TagsFilter.of(
                                        op(
                                                "or",
                                                op(
                                                        "and",
                                                        leaf("price", "gt", "70000"),
                                                        leaf("ticker", "in", "", "ETH")),
                                                op("not", leaf("below", "lt", "5")),
                                                leaf("ticker", "ct", "X"))))
                        .filter();
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            assertThat(filter.matches(TAGS) ? 1 : 0).isZero();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int matched = 0;
        for (int i = 0; i < 100_000; i++) {
            matched += filter.matches(TAGS) ? 1 : 0;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(matched).isZero();
        // The probe itself may; a hundredth of a byte for each question is none.
        assertThat(allocated).isLessThan(1_000);
    }
}
