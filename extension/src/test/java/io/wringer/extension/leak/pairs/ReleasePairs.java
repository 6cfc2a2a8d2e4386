package io.wringer.extension.leak.pairs;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.dropwizard.DropwizardConfig;
import io.micrometer.core.instrument.dropwizard.DropwizardMeterRegistry;
import io.micrometer.core.instrument.util.HierarchicalNameMapper;
import io.reactivex.Observable;
import io.reactivex.subjects.PublishSubject;
import io.wringer.leak.Resource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** The same correct use with an old release that leaks and with the one that is current. */
final class ReleasePairs {

    private ReleasePairs() {}

    /** One body, compiled once and run with two releases. */
    abstract static class TwoReleases implements Pair {
        private final Callable<?> old;
        private final Callable<?> current;

        TwoReleases(Class<? extends Callable<?>> body, String... archives) throws Exception {
            this.old = OldRelease.load(body, archives);
            this.current = body.getDeclaredConstructor().newInstance();
        }

        @Override
        public final void broken() throws Exception {
            old.call();
        }

        @Override
        public final void clean() throws Exception {
            current.call();
        }
    }

    /** Caffeine 2.3.1 does not take off entries whose weak values were collected (issue 111). */
    @Expect(
            library = "Caffeine 2.3.1",
            kind = Resource.HEAP,
            says = {"com.github.benmanes.caffeine.cache", "cache: "},
            ordinary = true)
    static final class CaffeineWeakValues extends TwoReleases {
        CaffeineWeakValues() throws Exception {
            super(Body.class, "caffeine-2.3.1.jar");
        }

        /** Puts what nobody else holds. */
        public static final class Body implements Callable<Object> {
            private final Cache<Integer, Object> cache =
                    Caffeine.newBuilder().executor(Runnable::run).weakValues().build();
            private int next;

            @Override
            public Object call() {
                cache.put(next++, new Object());
                return cache;
            }
        }
    }

    /** Micrometer 1.1.0 removes a meter and leaves its Dropwizard metric behind (issue 1038). */
    @Expect(
            library = "Micrometer 1.1.0",
            kind = Resource.HEAP,
            says = {"com.codahale.metrics", "MetricRegistry", "metrics"},
            ordinary = true)
    static final class MicrometerRemovedMeter extends TwoReleases {
        MicrometerRemovedMeter() throws Exception {
            super(Body.class, "micrometer-core-1.1.0.jar");
        }

        /** Registers a meter and removes it. */
        public static final class Body implements Callable<Object> {
            private final MeterRegistry registry = new Registry();
            private int next;

            @Override
            public Object call() {
                return registry.remove(registry.counter("sockets", "id", String.valueOf(next++)));
            }
        }

        /** Has no values for gauges that are gone. */
        public static final class Registry extends DropwizardMeterRegistry {
            /** Starts empty. */
            public Registry() {
                super(new Defaults(), new MetricRegistry(), HierarchicalNameMapper.DEFAULT, Clock.SYSTEM);
            }

            @Override
            protected Double nullGaugeValue() {
                return Double.NaN;
            }
        }

        /** Says what every setting is by default. */
        public static final class Defaults implements DropwizardConfig {
            @Override
            public String prefix() {
                return "pairs";
            }

            @Override
            public String get(String key) {
                return null;
            }
        }
    }

    /** RxJava 2.0.0 does not dispose of what repeatWhen subscribed to (issue 4782). */
    @Expect(
            library = "RxJava 2.0.0",
            kind = Resource.HEAP,
            says = {"io.reactivex", "ticks: PublishSubject"})
    static final class RxJavaRepeatWhen extends TwoReleases {
        RxJavaRepeatWhen() throws Exception {
            super(Body.class, "rxjava-2.0.0.jar");
        }

        /** Subscribes and disposes. */
        public static final class Body implements Callable<Object> {
            private final PublishSubject<String> ticks = PublishSubject.create();

            @Override
            public Object call() {
                Observable.just("poll")
                        .repeatWhen(completions -> completions.switchMap(done -> ticks))
                        .subscribe()
                        .dispose();
                return ticks;
            }
        }
    }

    /** H2 2.1.214 never frees large objects of databases in memory (issue 3652). */
    @Expect(
            library = "H2 2.1.214",
            kind = Resource.HEAP,
            says = {"org.h2", "pendingLobRemovals"})
    static final class H2LargeObjects extends TwoReleases {
        H2LargeObjects() throws Exception {
            super(Body.class, "h2-2.1.214.jar");
        }

        /** Stores a text and deletes it. */
        public static final class Body implements Callable<Object> {
            private final Connection connection;

            /** Opens a database of its own. */
            public Body() throws SQLException {
                connection = new org.h2.Driver().connect("jdbc:h2:mem:", new java.util.Properties());
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create table note(text clob)");
                }
            }

            @Override
            public Object call() throws SQLException {
                try (PreparedStatement insert = connection.prepareStatement("insert into note values (?)");
                        Statement delete = connection.createStatement()) {
                    insert.setString(1, "x".repeat(2_000));
                    insert.execute();
                    return delete.executeUpdate("delete from note");
                }
            }
        }
    }

    /** Jackson 2.18.2 remembers each unknown type id that it is sent. */
    @Expect(
            library = "Jackson 2.18.2",
            kind = Resource.HEAP,
            says = {"java.lang.String", "_deserializers"},
            warmup = 900,
            ordinary = true)
    static final class JacksonUnknownTypeIds extends TwoReleases {
        JacksonUnknownTypeIds() throws Exception {
            super(
                    Body.class,
                    "jackson-databind-2.18.2.jar",
                    "jackson-core-2.18.2.jar",
                    "jackson-annotations-2.18.2.jar");
        }

        /** Reads what a client calls by a new name each time. */
        public static final class Body implements Callable<Object> {
            private final ObjectMapper mapper = new ObjectMapper();
            private int next;

            @Override
            public Object call() throws Exception {
                return mapper.readValue("{\"kind\":\"k" + next++ + "\"}", Event.class);
            }
        }

        /** An event; kinds that are not known are read as plain ones. */
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Event.class)
        public static class Event {}
    }
}
