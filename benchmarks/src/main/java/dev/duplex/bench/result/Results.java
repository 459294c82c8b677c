package dev.duplex.bench.result;

import java.util.List;

/// All that one command found. `benchmarks/results/schema.json` describes it as JSON.
///
/// @param format of this data, [#FORMAT]
/// @param name what was measured, as in the file's name
/// @param date the day in UTC, as in ISO 8601
/// @param command what gives such figures again
/// @param origin where the figures come from
/// @param tables one for each scenario
/// @param sections what is no table of these, as Markdown
public record Results(
        int format,
        String name,
        String date,
        String command,
        Origin origin,
        List<Table> tables,
        List<Section> sections) {
    /// Raised when older files cannot be read as this any more.
    public static final int FORMAT = 1;

    /// More than this share of a core used by others makes figures doubtful.
    private static final double NOISE = 0.05;

    public Results {
        tables = List.copyOf(tables);
        sections = List.copyOf(sections);
    }

    /// Lines of Markdown under a title.
    ///
    /// @param otherBusy the share of a core that others used meanwhile, 0 to 1
    public record Section(String title, double otherBusy, List<String> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    /// Whether so much was going on besides that figures are doubtful.
    public static boolean doubtful(double otherBusy) {
        return otherBusy > NOISE;
    }
}
