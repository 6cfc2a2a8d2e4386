package io.wringer.extension.leak.pairs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wringer.leak.Resource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.commons.io.FileCleaningTracker;

/** Registries and caches that take up an entry per request. */
final class CachePairs {

    private CachePairs() {}

    record Quote(int id, long price) {}

    /** A cache without a limit beside one with a limit that fills first. */
    @Expect(
            library = "Caffeine",
            kind = Resource.HEAP,
            says = {"CachePairs$Quote", "CaffeineWithoutLimit", "quotes"})
    static final class CaffeineWithoutLimit implements Pair {
        private final Cache<Integer, Quote> quotes =
                Caffeine.newBuilder().executor(Runnable::run).build();
        private final Cache<Integer, Quote> limited =
                Caffeine.newBuilder().executor(Runnable::run).maximumSize(100).build();
        private int next;
        private long last;

        @Override
        public void broken() {
            last = quotes.get(next++, id -> new Quote(id, 1)).price();
        }

        @Override
        public void clean() {
            last = limited.get(next++, id -> new Quote(id, 1)).price();
        }
    }

    /** Guava's cache, keyed by what is different in each request. */
    @Expect(
            library = "Guava",
            kind = Resource.HEAP,
            says = {"CachePairs$Quote", "quotes: LocalCache"})
    static final class GuavaCacheWithoutLimit implements Pair {
        private final com.google.common.cache.Cache<Integer, Quote> quotes =
                CacheBuilder.newBuilder().build();
        private final com.google.common.cache.Cache<Integer, Quote> limited =
                CacheBuilder.newBuilder().maximumSize(100).build();
        private int next;

        @Override
        public void broken() {
            quotes.put(next, new Quote(next++, 1));
        }

        @Override
        public void clean() {
            limited.put(next, new Quote(next++, 1));
        }
    }

    /** A meter per user: the tag has no bound. */
    @Expect(
            library = "Micrometer",
            kind = Resource.HEAP,
            says = {"io.micrometer.core.instrument", "registry: SimpleMeterRegistry -> meterMap"})
    static final class MeterPerUser implements Pair {
        private final MeterRegistry registry = new SimpleMeterRegistry();
        private int next;

        @Override
        public void broken() {
            registry.counter("requests", "user", "u" + next++).increment();
        }

        @Override
        public void clean() {
            registry.counter("requests", "user", next++ % 2 == 0 ? "guest" : "member")
                    .increment();
        }

        @Override
        public void close() {
            registry.close();
        }
    }

    /** A circuit breaker per request instead of one per backend. */
    @Expect(
            library = "Resilience4j",
            kind = Resource.HEAP,
            says = {"io.github.resilience4j.circuitbreaker", "registry: InMemoryCircuitBreakerRegistry"},
            ordinary = true)
    static final class CircuitBreakerPerRequest implements Pair {
        private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
        private int next;

        @Override
        public void broken() {
            registry.circuitBreaker("request-" + next++).executeRunnable(() -> {});
        }

        @Override
        public void clean() {
            registry.circuitBreaker("backend").executeRunnable(() -> {});
        }
    }

    /** A limiter that refreshes itself on a shared scheduler, which keeps it until it is shut down. */
    @Expect(
            library = "Resilience4j",
            kind = Resource.HEAP,
            says = {"SemaphoreBasedRateLimiter", "scheduler: ScheduledThreadPoolExecutor"})
    static final class RateLimiterNotShutDown implements Pair {
        private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        private final RateLimiterConfig config = RateLimiterConfig.custom()
                .limitRefreshPeriod(java.time.Duration.ofHours(1))
                .build();

        RateLimiterNotShutDown() {
            scheduler.setRemoveOnCancelPolicy(true); // else a cancelled refresh stays queued until it is due
        }

        @Override
        public void broken() {
            limiter().acquirePermission();
        }

        @Override
        public void clean() {
            SemaphoreBasedRateLimiter limiter = limiter();
            limiter.acquirePermission();
            limiter.shutdown();
        }

        private SemaphoreBasedRateLimiter limiter() {
            return new SemaphoreBasedRateLimiter("per-call", config, scheduler);
        }

        @Override
        public void close() {
            scheduler.shutdownNow();
        }
    }

    /** Files that are to be deleted when a marker is collected, and the marker lives as long as the application. */
    @Expect(
            library = "Commons IO",
            kind = Resource.HEAP,
            says = {"org.apache.commons.io.FileCleaningTracker$Tracker", "cleaner: FileCleaningTracker"},
            ordinary = true)
    static final class FileTrackedByImmortalMarker implements Pair {
        private final FileCleaningTracker cleaner = new FileCleaningTracker();
        private final Object application = new Object();
        private final File directory = Files.createTempDirectory("pairs").toFile();
        private int next;

        FileTrackedByImmortalMarker() throws IOException {}

        @Override
        public void broken() {
            cleaner.track(upload(), application);
        }

        @Override
        public void clean() {
            cleaner.track(upload(), new Object());
        }

        private File upload() {
            return new File(directory, "upload" + next++);
        }

        @Override
        public void close() throws IOException {
            cleaner.exitWhenFinished();
            Files.delete(directory.toPath());
        }
    }
}
