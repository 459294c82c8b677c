package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tables of codes in `docs/guide/centrifuge.md` have all that there are, as they are. When each is sent is said by people.
class CodesPageTest {
    /// Code, text, yes or no, and something behind it.
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| (\\d+) \\| `([^`]+)` \\| (yes|no) \\| [^|]+ \\|$", Pattern.MULTILINE);

    private record Row(long code, String text, boolean again) {}

    @Test
    void thePageHasEveryCode() throws IOException {
        List<Row> all = new ArrayList<>();
        for (DisconnectCode it : DisconnectCode.values()) {
            all.add(new Row(it.code(), it.reason(), it.code() < 3500));
        }
        for (UnsubscribeCode it : UnsubscribeCode.values()) {
            all.add(new Row(it.code(), it.reason(), it.code() >= 2500));
        }
        for (ErrorCode it : ErrorCode.values()) {
            all.add(new Row(it.code(), it.message(), it.isTemporary()));
        }
        assertThat(rows()).isEqualTo(all);
    }

    private static List<Row> rows() throws IOException {
        Matcher found = ROW.matcher(Files.readString(root().resolve("docs/guide/centrifuge.md")));
        List<Row> rows = new ArrayList<>();
        while (found.find()) {
            rows.add(
                    new Row(
                            Long.parseLong(found.group(1)),
                            found.group(2),
                            found.group(3).equals("yes")));
        }
        return rows;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("dialects"))
                ? here
                : here.resolve("../..").normalize();
    }
}
