package io.wringer.extension.leak.pairs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.wringer.leak.Resource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;

/** Connections, statements, databases and pools. */
final class DatabasePairs {

    private DatabasePairs() {}

    private static HikariDataSource hikari(String database, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:" + database);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** The pool runs dry: the body fails after the tenth repeat, or rather blocks. */
    @Expect(
            library = "HikariCP",
            kind = Resource.POOLS,
            says = {"active connection", "com.zaxxer.hikari", "HikariDataSource"},
            ordinary = true)
    static final class HikariConnectionNotReturned implements Pair {
        private final HikariDataSource pool = hikari("hikari", 10);

        @Override
        public void broken() throws SQLException {
            pool.getConnection().isValid(1);
        }

        @Override
        public void clean() throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.isValid(1);
            }
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** A data source per tenant that nobody closes. */
    @Expect(
            library = "HikariCP",
            kind = Resource.THREADS,
            says = {"HikariPool-", "housekeeper"})
    static final class HikariDataSourceNotClosed implements Pair {

        @Override
        public void broken() throws SQLException {
            query(hikari("tenant", 1));
        }

        @Override
        public void clean() throws SQLException {
            try (HikariDataSource pool = hikari("tenant", 1)) {
                query(pool);
            }
        }

        private static void query(HikariDataSource pool) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.isValid(1);
            }
        }

        @Override
        public void close() throws InterruptedException {
            Threads.shutDownPools("HikariPool-");
        }
    }

    /** A database in memory per test that stays until the JVM ends. */
    @Expect(
            library = "H2",
            kind = Resource.HEAP,
            says = {"static org.h2.engine.Engine.DATABASES", "org.h2.engine.Engine$DatabaseHolder"},
            ordinary = true)
    static final class H2DatabaseLeftOpen implements Pair {
        private int next;

        @Override
        public void broken() throws SQLException {
            create("jdbc:h2:mem:left" + next++ + ";DB_CLOSE_DELAY=-1");
        }

        @Override
        public void clean() throws SQLException {
            create("jdbc:h2:mem:closed");
        }

        private static void create(String url) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t(id int primary key)");
            }
        }

        @Override
        public void close() throws SQLException {
            for (int i = 0; i < next; i++) {
                try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:left" + i);
                        Statement statement = connection.createStatement()) {
                    statement.execute("shutdown immediately");
                } catch (SQLException e) {
                    // the clean body's databases are gone already
                }
            }
        }
    }

    /** Statements that are dropped and not closed: the driver does not keep them, a server would. */
    @Expect(
            library = "H2",
            kind = Resource.UNCLOSED,
            says = {"PreparedStatement", "H2StatementNotClosed"},
            ordinary = true)
    static final class H2StatementNotClosed implements Pair {
        private final Connection connection = DriverManager.getConnection("jdbc:h2:mem:statements");

        H2StatementNotClosed() throws SQLException {}

        @Override
        public void broken() throws SQLException {
            PreparedStatement statement = connection.prepareStatement("select 1");
            statement.executeQuery().next();
        }

        @Override
        public void clean() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("select 1");
                    ResultSet result = statement.executeQuery()) {
                result.next();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** The default pool of eight waits for ever. */
    @Expect(
            library = "Commons DBCP",
            kind = Resource.POOLS,
            says = {"borrowed object", "org.apache.commons.dbcp2", "BasicDataSource"},
            ordinary = true)
    static final class DbcpConnectionNotReturned implements Pair {
        private final BasicDataSource pool = new BasicDataSource();

        DbcpConnectionNotReturned() {
            pool.setUrl("jdbc:h2:mem:dbcp");
        }

        @Override
        public void broken() throws SQLException {
            pool.getConnection().isValid(1);
        }

        @Override
        public void clean() throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.isValid(1);
            }
        }

        @Override
        public void close() throws SQLException {
            pool.close();
        }
    }

    /** A pool without a limit grows instead of running dry. */
    @Expect(
            library = "Commons Pool",
            kind = Resource.POOLS,
            says = {"borrowed object", "pool: org.apache.commons.pool2.impl.GenericObjectPool"},
            ordinary = true)
    static final class PooledObjectNotReturned implements Pair {
        private final GenericObjectPool<StringBuilder> pool = new GenericObjectPool<>(new Builders());

        PooledObjectNotReturned() {
            pool.setMaxTotal(-1);
        }

        @Override
        public void broken() throws Exception {
            pool.borrowObject().append("x");
        }

        @Override
        public void clean() throws Exception {
            StringBuilder builder = pool.borrowObject();
            builder.append("x");
            pool.returnObject(builder);
        }

        @Override
        public void close() {
            pool.close();
        }

        private static final class Builders extends BasePooledObjectFactory<StringBuilder> {
            @Override
            public StringBuilder create() {
                return new StringBuilder();
            }

            @Override
            public PooledObject<StringBuilder> wrap(StringBuilder builder) {
                return new DefaultPooledObject<>(builder);
            }

            @Override
            public void passivateObject(PooledObject<StringBuilder> pooled) {
                pooled.getObject().setLength(0);
            }
        }
    }
}
