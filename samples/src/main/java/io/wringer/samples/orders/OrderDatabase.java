package io.wringer.samples.orders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** An H2 database in memory with the schema of the shop, behind a HikariCP pool. */
public final class OrderDatabase implements AutoCloseable {

    private static final List<String> SCHEMA = List.of(
            "create table stock (sku varchar(64) primary key, available int not null check (available >= 0))",
            "create table orders (order_key varchar(64) primary key, customer varchar(64) not null)",
            "create index orders_by_customer on orders (customer)",
            """
            create table order_line (
                order_key varchar(64) not null references orders,
                sku varchar(64) not null references stock,
                quantity int not null,
                primary key (order_key, sku))""");

    private final String url;
    private final HikariDataSource pool;

    private OrderDatabase(String url, HikariDataSource pool) {
        this.url = url;
        this.pool = pool;
    }

    /**
     * Opens an empty database.
     *
     * @param name of the database, unique in this JVM
     * @param connections the most connections of the pool
     * @param patience how long a caller waits for a connection before the pool gives up
     */
    public static OrderDatabase open(String name, int connections, Duration patience) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1"); // lives on when no connection is open
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(patience.toMillis());
        OrderDatabase database = new OrderDatabase(config.getJdbcUrl(), new HikariDataSource(config));
        database.execute(SCHEMA);
        return database;
    }

    /** Returns the pool. */
    public DataSource dataSource() {
        return pool;
    }

    /** Puts articles into the stock. */
    public void stock(String sku, int available) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into stock values (?, ?)")) {
            insert.setString(1, sku);
            insert.setInt(2, available);
            insert.executeUpdate();
        }
    }

    /** Closes the pool, also when connections were not given back, and drops the database. */
    @Override
    public void close() throws SQLException {
        pool.close();
        execute(List.of("shutdown"));
    }

    private void execute(List<String> commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
