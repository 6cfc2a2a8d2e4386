package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.heap.HeapWalker.Found;
import io.wringer.leak.Resource;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Things that hand out something and count what is out: pools, semaphores, locks. They are found on the heap once; from
 * then on each is asked for its own number, which costs the code under test nothing.
 */
public final class Leases {

    /** Class to the methods, called one after the other, that lead to how many are out. */
    private static final Map<String, Adapter> POOLS = Map.ofEntries(
            adapter("com.zaxxer.hikari.pool.HikariPool", "active connection", "getActiveConnections"),
            adapter("org.apache.commons.pool2.impl.GenericObjectPool", "borrowed object", "getNumActive"),
            adapter("org.apache.commons.pool2.impl.GenericKeyedObjectPool", "borrowed object", "getNumActive"),
            adapter("org.apache.commons.pool.impl.GenericObjectPool", "borrowed object", "getNumActive"),
            adapter("org.apache.tomcat.jdbc.pool.ConnectionPool", "active connection", "getActive"),
            adapter("com.mchange.v2.resourcepool.BasicResourcePool", "connection in use", "getAwaitingCheckinCount"),
            adapter("io.agroal.pool.ConnectionPool", "active connection", "activeCount"),
            adapter("org.h2.jdbcx.JdbcConnectionPool", "active connection", "getActiveConnections"),
            adapter("com.alibaba.druid.pool.DruidDataSource", "active connection", "getActiveCount"),
            adapter("org.vibur.objectpool.ConcurrentPool", "taken object", "taken"),
            adapter(
                    "org.apache.http.impl.conn.PoolingHttpClientConnectionManager",
                    "leased connection",
                    "getTotalStats",
                    "getLeased"),
            adapter(
                    "org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager",
                    "leased connection",
                    "getTotalStats",
                    "getLeased"));

    private Leases() {}

    /** Tells whether instances of a class hand out something that is watched. */
    public static boolean isLender(Class<?> type) {
        return Semaphore.class.isAssignableFrom(type)
                || ReentrantLock.class.isAssignableFrom(type)
                || ReentrantReadWriteLock.class.isAssignableFrom(type)
                || adapterOf(type) != null;
    }

    static boolean isPool(String className) {
        return POOLS.containsKey(className);
    }

    /** Makes the gauge of a lender. */
    static Optional<Gauge> gauge(Found found) {
        Object lender = found.object();
        if (lender instanceof Semaphore semaphore) {
            long first = semaphore.availablePermits();
            return Optional.of(gauge(Resource.PERMITS, "permit", found, semaphore, s -> first - s.availablePermits()));
        }
        if (lender instanceof ReentrantLock lock) {
            return Optional.of(gauge(Resource.LOCKS, "hold of a lock", found, lock, Leases::holds));
        }
        if (lender instanceof ReentrantReadWriteLock lock) {
            return Optional.of(gauge(Resource.LOCKS, "hold of a read/write lock", found, lock, Leases::holds));
        }
        return pool(found);
    }

    private static long holds(ReentrantLock lock) {
        int own = lock.getHoldCount();
        return own > 0 ? own : lock.isLocked() ? 1 : 0;
    }

    private static long holds(ReentrantReadWriteLock lock) {
        int own = lock.getWriteHoldCount();
        return (long) lock.getReadLockCount() + (own > 0 ? own : lock.isWriteLocked() ? 1 : 0);
    }

    private static Optional<Gauge> pool(Found found) {
        Adapter adapter = adapterOf(found.object().getClass());
        return adapter == null
                ? Optional.empty()
                : adapter.reader(found.object().getClass())
                        .map(reader -> gauge(Resource.POOLS, adapter.unit(), found, found.object(), reader));
    }

    private static <T> Gauge gauge(Resource kind, String unit, Found found, T lender, ToLongFunction<T> reader) {
        WeakReference<T> reference = new WeakReference<>(lender);
        return new ReadGauge(
                kind,
                unit,
                () -> {
                    T alive = reference.get();
                    return alive == null ? 0 : reader.applyAsLong(alive);
                },
                found.path().render());
    }

    private static @Nullable Adapter adapterOf(Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            Adapter adapter = POOLS.get(current.getName());
            if (adapter != null) {
                return adapter;
            }
        }
        return null;
    }

    private static Map.Entry<String, Adapter> adapter(String type, String unit, String... methods) {
        return Map.entry(type, new Adapter(unit, List.of(methods)));
    }

    /**
     * How a pool is asked.
     *
     * @param unit what it hands out
     * @param methods public methods without parameters, called one on the result of the other
     */
    private record Adapter(String unit, List<String> methods) {

        /** Returns a reader, empty if this release of the library has no such methods. */
        Optional<ToLongFunction<Object>> reader(Class<?> type) {
            try {
                MethodHandle handle = MethodHandles.identity(type).asType(MethodType.methodType(Object.class, type));
                Class<?> on = type;
                for (String name : methods) {
                    Method method = on.getMethod(name);
                    method.setAccessible(true);
                    MethodHandle next = MethodHandles.lookup().unreflect(method);
                    handle = on == type ? next : MethodHandles.filterReturnValue(handle, next);
                    on = method.getReturnType();
                }
                MethodHandle number = handle.asType(MethodType.methodType(long.class, Object.class));
                return Optional.of(pool -> read(number, pool));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return Optional.empty();
            }
        }

        private static long read(MethodHandle number, Object pool) {
            try {
                return (long) number.invokeExact(pool);
            } catch (Throwable e) {
                return 0; // a closed pool may refuse: nothing of it is out
            }
        }
    }
}
