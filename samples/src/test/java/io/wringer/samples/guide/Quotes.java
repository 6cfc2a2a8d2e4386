package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The messages that the README and the guide quote: each is a block after a comment {@code printed by NAME}.
 *
 * <p>Numbers with their units, and hashes, differ from run to run and are not compared. A line {@code ...} stands for
 * any number of lines.
 */
public final class Quotes {

    private static final List<Path> PAGES =
            List.of(Path.of("../README.md"), Path.of("../docs/getting-started.adoc"), Path.of("../docs/leak.adoc"));
    private static final Pattern QUOTE = Pattern.compile(
            "printed by (\\w+)\\b[^\\n]*\\n(?:\\[[^\\n]*\\n)?(```\\w*|----)\\n(.*?)\\n(?:```|----)\\n", Pattern.DOTALL);
    private static final Pattern HASH = Pattern.compile("\\b(?=\\w*\\d)[0-9a-f]{6,}\\b");
    private static final Pattern NUMBER =
            Pattern.compile("\\d[\\d,]*(\\.\\d+)?( ?(ns|us|µs|ms|s|min|h|B|KB|MB|GB|KiB|MiB)\\b)?");

    private Quotes() {}

    /** Asserts that each page that quotes a message quotes it as it is printed, and that at least one does. */
    public static void assertThatPagesQuote(String name, String message) throws IOException {
        int quotes = 0;
        for (Path page : PAGES) {
            Optional<String> quote = find(page, name);
            quote.ifPresent(text -> assertQuoted(page, text, message));
            quotes += quote.isPresent() ? 1 : 0;
        }
        assertThat(quotes).as("pages that quote what is printed by " + name).isPositive();
    }

    private static Optional<String> find(Path page, String name) throws IOException {
        return QUOTE.matcher(Files.readString(page))
                .results()
                .filter(quote -> quote.group(1).equals(name))
                .map(quote -> quote.group(3))
                .findFirst();
    }

    private static void assertQuoted(Path page, String quote, String message) {
        Deque<String> printed = new ArrayDeque<>(fixedParts(message));
        boolean gap = false;
        for (String line : fixedParts(quote)) {
            if (line.equals("...")) {
                gap = true;
                continue;
            }
            while (gap && !printed.isEmpty() && !printed.peek().equals(line)) {
                printed.remove();
            }
            assertThat(printed.poll())
                    .as("%s quotes this line of a message that reads:%n%s", page, message)
                    .isEqualTo(line);
            gap = false;
        }
    }

    static List<String> fixedParts(String text) {
        return text.lines()
                .map(line -> HASH.matcher(line).replaceAll("#"))
                .map(line -> NUMBER.matcher(line).replaceAll("#"))
                .map(String::strip)
                .toList();
    }
}
