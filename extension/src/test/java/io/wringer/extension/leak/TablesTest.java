package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an array holds that nobody can enlarge is no leak, however few the iterations; all that looks like it is one. */
class TablesTest {

    private static final String HERE = TablesTest.class.getName();
    private static final Map<String, String> FEW = Map.of("wringer.leak.iterations", "20", "wringer.leak.warmup", "3");

    private static final String[] @Nullable [] NAMES = new String[2_048][];
    private static final @Nullable String[] KNOWN = new String[10];
    private static final @Nullable Page[] RING = new Page[1_000];
    private static final @Nullable Page[] LARGE = new Page[100_000];
    private static final @Nullable Chained[] BUCKETS = new Chained[16];
    private static final Bag[] STRIPES = {new Bag(), new Bag(), new Bag(), new Bag()};
    private static @Nullable Page[] replaced = new Page[1_000];

    private int next;

    record Page(String text, Object owner) {}

    /** An entry of a map of one's own. */
    static final class Chained {
        final @Nullable Chained next;

        Chained(@Nullable Chained next) {
            this.next = next;
        }
    }

    static final class Bag {
        final List<Page> pages = new ArrayList<>();
    }

    @AfterEach
    void clear() {
        Arrays.fill(NAMES, null);
        Arrays.fill(KNOWN, null);
        Arrays.fill(RING, null);
        Arrays.fill(LARGE, null);
        Arrays.fill(BUCKETS, null);
        Arrays.fill(replaced, null);
        Arrays.stream(STRIPES).forEach(bag -> bag.pages.clear());
    }

    @Test
    void aHashedCacheIsNoLeak() throws Throwable {
        silent(() -> {
            String name = "database" + next++;
            NAMES[name.hashCode() & 2_047] = new String[] {name, name.toUpperCase()};
        });
    }

    /** Their characters are first reached elsewhere, those of later ones are not. */
    @Test
    void aHashedCacheOfNamesThatWereKnownElsewhereIsNoLeak() throws Throwable {
        silent(() -> {
            String name = "database" + next;
            if (next < KNOWN.length) {
                KNOWN[next] = name;
            }
            NAMES[next++] = new String[] {name, name.toUpperCase()};
        });
    }

    @Test
    void aRingIsNoLeak() throws Throwable {
        silent(() -> RING[next++ % RING.length] = page());
    }

    @Test
    void anArrayThatIsLargerThanAnyCacheIsALeak() throws Throwable {
        leak(() -> LARGE[next++] = page(), Page.class, "LARGE");
    }

    @Test
    void anArrayThatMayBeReplacedByALargerOneIsALeak() throws Throwable {
        leak(() -> replaced[next++] = page(), Page.class, "replaced");
    }

    @Test
    void chainsInAnArrayAreALeak() throws Throwable {
        leak(() -> BUCKETS[next % 16] = new Chained(BUCKETS[next++ % 16]), Chained.class, "BUCKETS");
    }

    @Test
    void listsInAnArrayAreALeak() throws Throwable {
        leak(() -> STRIPES[next++ % 4].pages.add(page()), Page.class, "STRIPES");
    }

    private Page page() {
        return new Page("page " + next, new StringBuilder());
    }

    private void silent(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(FEW, null, code);
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    private void leak(Bodies.Code code, Class<?> type, String field) throws Throwable {
        Outcome outcome = Bodies.repeat(FEW, null, code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        assertThat(Bodies.failures(outcome).get(0).headline())
                .startsWith(type.getName() + " accumulates: static " + HERE + "." + field + ": ")
                .contains("(+1.00 per iteration, ");
    }
}
