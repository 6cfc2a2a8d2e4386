package io.wringer.extension.leak.watch;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** Tells whether a connection passes on to another one, which is followed by itself, so that nobody need close it. */
    static boolean isWrapper(Object object) {
        return object instanceof Connection
                && fieldsOf(object.getClass())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .filter(field -> Connection.class.isAssignableFrom(field.getType()))
                        .map(field -> Internals.read(field.getDeclaringClass(), object, field.getName()))
                        .anyMatch(wrapped -> wrapped != null && wrapped != object);
    }

    private static Stream<Field> fieldsOf(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(declaring -> Arrays.stream(declaring.getDeclaredFields()));
    }
}
