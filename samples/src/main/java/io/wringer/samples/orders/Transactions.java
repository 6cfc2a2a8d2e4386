package io.wringer.samples.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Runs work in transactions, and again when the database says that trying again may help; thread-safe. */
final class Transactions {

    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs work that may safely be done again: a failed commit doesn't tell whether it took effect.
     *
     * @throws SQLException the last attempt's, with those of the earlier attempts suppressed
     */
    <T> T retrying(Work<T> work) throws SQLException {
        SQLException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pauseBefore(attempt);
            try {
                return once(work);
            } catch (SQLTransientException | SQLRecoverableException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last != null ? last : new SQLException("no attempt was made");
    }

    /** Runs work once; whatever it throws rolls it back. */
    <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Waits longer each time, and not in step with other callers. */
    private static void pauseBefore(int attempt) {
        if (attempt > 0) {
            long most = FIRST_PAUSE.toNanos() << attempt;
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
        }
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
