package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolRunsDryTest {

    private static final String HERE = PoolRunsDryTest.class.getName();

    private final HikariDataSource pool = pool();

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:leak;DB_CLOSE_DELAY=-1");
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void leakLeadsNotTheTimeout() throws Throwable {
        Outcome outcome = Bodies.repeat(this, () -> {
            Connection connection = pool.getConnection();
            connection.createStatement().executeQuery("select 1");
        });
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        Finding finding = Bodies.failures(outcome).get(0);
        assertThat(finding.headline())
                .startsWith(
                        "+1.00 active connection per iteration (from 1 to 10) until the body blocked at iteration 11,"
                                + " taken at " + HERE);
        assertThat(finding.evidence())
                .contains("lent by test instance " + PoolRunsDryTest.class.getName()
                        + " -> pool: HikariDataSource -> fastPathPool: com.zaxxer.hikari.pool.HikariPool")
                .anyMatch(line -> line.startsWith("the repeat was interrupted after ")
                        && line.contains("com.zaxxer.hikari.pool.HikariPool.getConnection"))
                .anyMatch(line -> line.matches("(?s)\\d of them from.*at com.zaxxer.hikari.*at " + HERE + ".*"))
                .anyMatch(line -> line.startsWith("the body's own exception is the cause: java.sql.SQLException"));
        assertThat(finding.causes().get(0)).isInstanceOf(SQLException.class);
    }

    @Test
    void whatWasOutBeforeDoesNotLead() throws Throwable {
        try (HikariDataSource other = pool()) {
            Connection leftByAnotherTest = other.getConnection();
            Outcome outcome = Bodies.repeat(List.of(other, leftByAnotherTest, pool), pool::getConnection);
            assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
            Finding finding = Bodies.failures(outcome).get(0);
            assertThat(finding.headline())
                    .startsWith("+1.00 active connection per iteration (from 1 to 10) until the body blocked");
            assertThat(finding.evidence()).noneMatch(line -> line.contains("not given back"));
        }
    }

    @Test
    void permitsThatRunOutAreTracedToWhoTookThem() throws Throwable {
        Semaphore permits = new Semaphore(12);
        assertThat(runsDry(permits, () -> take(permits)).headline())
                .startsWith("+1.00 permit per iteration (from ")
                .contains(" until the body blocked at iteration 13, acquired at " + HERE + ".takeOne(");
    }

    /** Then the first execution's own permit can't be told from those that were never there. */
    @Test
    void permitsOfASemaphoreThatTheFirstExecutionMakesAreTracedToo() throws Throwable {
        Semaphore[] made = new Semaphore[1];
        assertThat(runsDry(made, () -> {
                            if (made[0] == null) {
                                made[0] = new Semaphore(12);
                            }
                            take(made[0]);
                        })
                        .headline())
                .startsWith("+1.00 permit per iteration (from ")
                .contains(" until the body blocked at iteration 13, acquired at " + HERE + ".takeOne(");
    }

    /** Each is taken by a thread that ends without giving it back. */
    @Test
    void locksThatRunOutAreTracedToWhoTookThem() throws Throwable {
        List<ReentrantLock> locks =
                Stream.generate(ReentrantLock::new).limit(12).toList();
        AtomicInteger next = new AtomicInteger();
        Outcome outcome = Bodies.repeat(
                Map.of("wringer.leak.budget", "1s", "wringer.leak.iterations", "60", "wringer.leak.warmup", "20"),
                locks,
                () -> lockElsewhere(locks.get(next.getAndIncrement() % locks.size())));
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        assertThat(Bodies.failures(outcome).get(0).headline())
                .startsWith("+1.00 hold of a lock per iteration (from 1 to 12) until the body blocked at iteration 13,"
                        + " acquired at " + HERE);
    }

    private static void lockElsewhere(ReentrantLock lock) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        try {
            thread.join();
        } finally {
            thread.interrupt();
        }
    }

    /** What comes along is counted in the plural. */
    @Test
    void whatGrewBesideIsToldWithItsNumber() throws Throwable {
        Semaphore permits = new Semaphore(12);
        Deque<ServerSocket> opened = new ArrayDeque<>();
        try {
            Outcome outcome = Bodies.repeat(
                    Map.of("wringer.leak.budget", "1s", "wringer.leak.watch", "PERMITS,SOCKETS"),
                    List.of(permits, opened),
                    () -> {
                        permits.acquire();
                        opened.add(new ServerSocket(0));
                        opened.add(new ServerSocket(0));
                    });
            assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
            assertThat(Bodies.failures(outcome).get(0).evidence())
                    .anyMatch(line -> line.startsWith("also: +2.00 open sockets per iteration (from "));
        } finally {
            for (ServerSocket socket : opened) {
                socket.close();
            }
        }
    }

    private static Finding runsDry(Object holder, Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(
                Map.of("wringer.leak.budget", "1s", "wringer.leak.iterations", "60", "wringer.leak.warmup", "20"),
                holder,
                code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        Finding finding = Bodies.failures(outcome).get(0);
        assertThat(finding.evidence())
                .as(Bodies.text(outcome))
                .anyMatch(line -> line.startsWith("10 of them from") && line.contains("at " + HERE + ".takeOne("))
                .anyMatch(line -> line.contains("it blocked at")
                        && line.contains("at " + HERE + ".take(")
                        && !line.contains("Executions"));
        return finding;
    }

    private static void take(Semaphore permits) throws InterruptedException {
        permits.acquire();
        permits.release();
        takeOne(permits);
    }

    private static void takeOne(Semaphore permits) throws InterruptedException {
        permits.acquire();
    }

    @Test
    void returnedConnectionsAreSilent() throws Throwable {
        Outcome outcome = Bodies.repeat(this, () -> {
            try (Connection connection = pool.getConnection()) {
                connection.createStatement().executeQuery("select 1");
            }
        });
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }
}
