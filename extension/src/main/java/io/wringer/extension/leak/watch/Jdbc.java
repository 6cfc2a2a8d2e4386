package io.wringer.extension.leak.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks what a driver made; touched only where a driver is, because the module of JDBC may be missing elsewhere. */
final class Jdbc {

    private Jdbc() {}

    static boolean isStatement(Object object) {
        return object instanceof Statement;
    }

    /** Tells whether it was closed, a statement also by the end of its connection. */
    static boolean isClosed(Object object) {
        try {
            return object instanceof Statement statement
                    ? statement.isClosed() || statement.getConnection().isClosed()
                    : object instanceof Connection connection && connection.isClosed();
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            return true; // it can't be asked any more
        }
    }
}
