package dev.duplex.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// axe-core, which looks for what keeps people from using a page. It is among the packages that module `web` has installed.
final class Axe {
    private static final Path SCRIPT = Path.of("../web/node_modules/axe-core/axe.min.js");

    private Axe() {}

    /// What it finds on a page as that is now: a line for each rule that is broken, with where.
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        // Run by the debugger, and not loaded by the page, whose policy would not let it. Of rules
        // that are kept it need not say where.
        page.evaluate(source() + "; null");
        return (List<String>)
                page.evaluate(
                        """
                        async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(it => it.id + ': ' + it.help + ' ('
                            + it.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', ') + ')')
                        """);
    }

    private static String source() {
        try {
            return Files.readString(SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
