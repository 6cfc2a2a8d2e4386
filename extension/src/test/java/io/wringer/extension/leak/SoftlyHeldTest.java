package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.lang.ref.SoftReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the JVM may take back is no growth, and excuses nothing else. */
class SoftlyHeldTest {

    private static final String DATABASE = "jdbc:h2:mem:softly;DB_CLOSE_DELAY=-1";
    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "20");

    private static SoftReference<List<Page>> cache = new SoftReference<>(new ArrayList<>());

    record Page(int number) {}

    @AfterEach
    void clear() {
        cache = new SoftReference<>(new ArrayList<>());
    }

    /** The values of H2 go through a cache of 1,024 places behind a soft reference. */
    @Test
    void aPoolOfConnectionsPerCallIsSilent() throws Throwable {
        Outcome outcome =
                Bodies.repeat(Map.of("wringer.leak.iterations", "20", "wringer.leak.warmup", "3"), this, () -> {
                    try (HikariDataSource pool = new HikariDataSource(pool());
                            Connection connection = pool.getConnection()) {
                        assertThat(connection.isValid(1)).isTrue();
                    }
                });
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        try (Connection connection = DriverManager.getConnection(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    private static HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(DATABASE);
        config.setMaximumPoolSize(3);
        return config;
    }

    @Test
    void whatAFullCacheHoldsDoesNotExcuseWhatHangsOnAStack() throws Throwable {
        List<Page> full = pages();
        IntStream.range(0, 10_000).mapToObj(Page::new).forEach(full::add);
        List<Page> onTheStack = new ArrayList<>();

        Outcome outcome = Bodies.repeat(SMALL, null, () -> onTheStack.add(new Page(onTheStack.size())));

        assertNote(outcome);
        assertThat(onTheStack).hasSizeGreaterThan(60);
        assertThat(pages()).hasSize(10_000);
    }

    @Test
    void aCacheThatGrowsBesideWhatHangsOnAStackExcusesTheLesserPart() throws Throwable {
        List<Page> onTheStack = new ArrayList<>();
        Outcome note = Bodies.repeat(SMALL, null, () -> {
            pages().add(new Page(0));
            onTheStack.addAll(List.of(new Page(1), new Page(2), new Page(3)));
        });
        assertNote(note);
        assertThat(onTheStack).hasSizeGreaterThan(180);
        onTheStack.clear();

        Outcome silent = Bodies.repeat(SMALL, null, () -> pages().add(new Page(0)));
        assertThat(Bodies.said(silent)).as(Bodies.text(silent)).isEmpty();
    }

    private static void assertNote(Outcome outcome) {
        assertThat(outcome.findings()).as(Bodies.text(outcome)).hasSize(1);
        Finding finding = outcome.findings().get(0);
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.headline())
                .startsWith(Page.class.getName() + " grew (+")
                .contains("no container was found");
    }

    /** Nothing else holds them. */
    private static List<Page> pages() {
        return Objects.requireNonNull(cache.get(), "the JVM had memory enough");
    }
}
