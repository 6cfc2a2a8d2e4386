package io.wringer.extension.leak.pairs;

import groovy.lang.GroovyShell;
import groovy.lang.Script;
import io.wringer.leak.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Logger;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.TypeCache;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** Classes that are loaded again and again. */
final class CodePairs {

    private CodePairs() {}

    /** A script that is compiled for each evaluation. */
    @Expect(
            library = "Groovy",
            kind = Resource.CLASSES,
            says = {"class", "shell: GroovyShell", "GroovyClassLoader"})
    static final class ScriptCompiledPerCall implements Pair {
        private final GroovyShell shell = new GroovyShell();
        private final Script compiled = shell.parse("6 * 7");

        @Override
        public void broken() {
            shell.evaluate("6 * 7");
        }

        @Override
        public void clean() {
            compiled.run();
        }
    }

    /** A class that is generated per call beside one that is taken from the library's cache. */
    @Expect(
            library = "Byte Buddy",
            kind = Resource.CLASSES,
            says = {"class", "CodePairs$Generated"},
            ordinary = true)
    static final class ClassGeneratedPerCall implements Pair {
        private final TypeCache<String> cache = new TypeCache<>();

        @Override
        public void broken() throws Exception {
            instantiate(generate());
        }

        @Override
        public void clean() throws Exception {
            instantiate(cache.findOrInsert(CodePairs.class.getClassLoader(), "greeting", this::generate));
        }

        private Class<?> generate() {
            return new ByteBuddy()
                    .subclass(Supplier.class)
                    .name("io.wringer.extension.leak.pairs.CodePairs$Generated" + System.nanoTime())
                    .method(ElementMatchers.named("get"))
                    .intercept(FixedValue.value("hello"))
                    .make()
                    .load(CodePairs.class.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                    .getLoaded();
        }

        private static void instantiate(Class<?> type) throws Exception {
            Supplier<?> greeting = (Supplier<?>) type.getDeclaredConstructor().newInstance();
            if (!"hello".equals(greeting.get())) {
                throw new IllegalStateException("the generated class does not greet");
            }
        }
    }

    /** An application that is deployed and taken away, and whose driver stays registered. */
    @Expect(
            library = "JDK",
            kind = Resource.CLASS_LOADERS,
            says = {"java.sql.DriverManager.registeredDrivers", "CodePairs$DriverNotDeregistered"},
            ordinary = true)
    static final class DriverNotDeregistered implements Pair {

        @Override
        public void broken() throws Exception {
            deploy().run();
        }

        @Override
        public void clean() throws Exception {
            Runnable driver = deploy();
            driver.run();
            ((AutoCloseable) driver).close();
        }

        private static Runnable deploy() throws Exception {
            return (Runnable) new Application()
                    .loadClass(AppDriver.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
        }

        @Override
        public void close() {
            ((Collection<?>) Innards.read(null, DriverManager.class, "registeredDrivers"))
                    .removeIf(info -> info.toString().contains("AppDriver"));
        }

        /** Loads the application's classes itself. */
        private static final class Application extends ClassLoader {
            Application() {
                super(CodePairs.class.getClassLoader());
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(AppDriver.class.getName()) ? define(name) : super.loadClass(name, resolve);
            }

            private Class<?> define(String name) throws ClassNotFoundException {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    /** The application's driver; the manager lets only its own class loader take it off. */
    public static final class AppDriver implements Driver, Runnable, AutoCloseable {
        @Override
        public void run() {
            try {
                DriverManager.registerDriver(this);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            DriverManager.deregisterDriver(this);
        }

        @Override
        public Connection connect(String url, Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
