package io.wringer.extension.leak.pairs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Bodies that look suspicious for a while and leak nothing. */
final class CleanBodies {

    private CleanBodies() {}

    /** A body whose clean method is all that counts. */
    abstract static class CleanBody implements Pair {
        @Override
        public final void broken() {
            throw new UnsupportedOperationException("there is no broken body");
        }
    }

    /** Returns what makes one of each. */
    static List<Supplier<CleanBody>> all() {
        return List.of(
                AllocationHeavy::new,
                CacheThatFills::new,
                LeastRecentlyUsed::new,
                CouponCollector::new,
                LazyInitialisation::new,
                CommonPool::new,
                Logging::new,
                Reflection::new,
                StringWork::new,
                Database::new,
                BoundedCaffeine::new,
                Json::new,
                Buffers::new);
    }

    /** Several megabytes per iteration. */
    static final class AllocationHeavy extends CleanBody {
        private int sum;

        @Override
        public void clean() {
            List<byte[]> blocks = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                blocks.add(new byte[ThreadLocalRandom.current().nextInt(1, 32 << 10)]);
            }
            sum += blocks.size();
        }
    }

    /** Takes up an entry per iteration until there are a thousand. */
    static final class CacheThatFills extends CleanBody {
        private final Map<Integer, String> cache = new LinkedHashMap<>();
        private int next;

        @Override
        public void clean() {
            if (cache.size() < 1_000) {
                cache.put(next, "value " + next);
            }
            next++;
        }
    }

    /** Throws the eldest of a thousand away. */
    static final class LeastRecentlyUsed extends CleanBody {
        private final Map<Integer, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
                return size() > 1_000;
            }
        };
        private int next;

        @Override
        public void clean() {
            cache.put(next++, new byte[100]);
        }
    }

    /** Random keys of a bounded set: the last ones come late. */
    static final class CouponCollector extends CleanBody {
        private final Map<Integer, Object> seen = new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public void clean() {
            seen.computeIfAbsent(ThreadLocalRandom.current().nextInt(500), key -> new Object());
        }
    }

    /** Parts that are made when they are first needed, at odd times. */
    static final class LazyInitialisation extends CleanBody {
        private final List<Object> parts = new ArrayList<>();
        private int calls;

        @Override
        public void clean() {
            if (Integer.bitCount(++calls) == 1) {
                parts.add(new long[16]);
            }
        }
    }

    /** Starts the workers of the common pool. */
    static final class CommonPool extends CleanBody {
        @Override
        public void clean() {
            CompletableFuture<?>[] parts = new CompletableFuture<?>[4];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = CompletableFuture.supplyAsync(() -> "x".repeat(100));
            }
            CompletableFuture.allOf(parts).join();
        }
    }

    /** Logs below the level that anybody sees. */
    static final class Logging extends CleanBody {
        private int next;

        @Override
        public void clean() {
            Logger.getLogger("io.wringer.pairs.clean").log(Level.FINE, "request {0}", next++);
        }
    }

    /** Looks up and calls, past the JDK's switch from native to generated accessors. */
    static final class Reflection extends CleanBody {
        @Override
        public void clean() throws Exception {
            Method length = String.class.getMethod("length");
            for (int i = 0; i < 20; i++) {
                length.invoke("reflection");
            }
        }
    }

    /** Formats, splits and joins. */
    static final class StringWork extends CleanBody {
        private int next;

        @Override
        public void clean() {
            String line = String.format(Locale.ROOT, "%d,%s,%.3f", next++, "name", next / 7.0);
            if (String.join(";", line.split(",")).isEmpty()) {
                throw new IllegalStateException();
            }
        }
    }

    /** A pooled connection, a statement, a row. */
    static final class Database extends CleanBody {
        private final HikariDataSource pool;

        Database() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:mem:clean");
            config.setMaximumPoolSize(4);
            pool = new HikariDataSource(config);
        }

        @Override
        public void clean() throws Exception {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement("select ?");
                    ResultSet result = result(statement)) {
                result.next();
            }
        }

        private static ResultSet result(PreparedStatement statement) throws Exception {
            statement.setInt(1, 7);
            return statement.executeQuery();
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** A cache with a limit that evicts on the common pool. */
    static final class BoundedCaffeine extends CleanBody {
        private final Cache<Integer, byte[]> cache =
                Caffeine.newBuilder().maximumSize(100).build();
        private int next;

        @Override
        public void clean() {
            cache.put(next++, new byte[64]);
        }
    }

    /** Writes and reads back. */
    static final class Json extends CleanBody {
        private final ObjectMapper mapper = new ObjectMapper();
        private int next;

        @Override
        public void clean() throws Exception {
            String json = mapper.writeValueAsString(Map.of("id", next, "tags", List.of("a", "b")));
            if (mapper.readTree(json).get("id").asInt() != next++) {
                throw new IllegalStateException(json);
            }
        }
    }

    /** Buffers of Netty's shared pool. */
    static final class Buffers extends CleanBody {
        @Override
        public void clean() {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(
                    ThreadLocalRandom.current().nextInt(1, 8 << 10));
            buffer.writeZero(1);
            buffer.release();
        }
    }
}
