package io.wringer.extension.leak.pairs;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Loads a body together with an old release of the library that it was compiled against. */
final class OldRelease extends URLClassLoader {

    private static final Path ARCHIVES = Path.of(System.getProperty("basedir", "."), "target", "old-releases")
            .toAbsolutePath();

    private final String body;

    private OldRelease(Class<?> body, URL[] archives) {
        super(archives, body.getClassLoader());
        this.body = body.getEnclosingClass().getName();
    }

    static Callable<?> load(Class<? extends Callable<?>> body, String... archives) throws Exception {
        OldRelease loader = new OldRelease(
                body, Arrays.stream(archives).map(OldRelease::locate).toArray(URL[]::new));
        return loader.loadClass(body.getName())
                .asSubclass(Callable.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static URL locate(String archive) {
        Path path = ARCHIVES.resolve(archive);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; the build copies it before the tests");
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks here first, so that the current release is not seen. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : load(name, resolve);
        }
    }

    private Class<?> load(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(body + "$")) {
            return defineBody(name);
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return super.loadClass(name, resolve);
        }
    }

    private Class<?> defineBody(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
