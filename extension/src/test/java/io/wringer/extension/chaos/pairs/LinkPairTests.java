package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.Link;
import io.wringer.extension.chaos.parts.RedisServer;
import io.wringer.extension.testkit.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis and Redis over a link that the test breaks by hand; its target is given by a configuration parameter. */
class LinkPairTests extends PairTests {

    private static RedisServer redis;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        redis = RedisServer.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    Fixtures fixtures() {
        return super.fixtures().with("wringer.link.to", "127.0.0.1:" + redis.port());
    }

    abstract static class Notes {

        private Jedis connection;

        abstract String read(FaultyLink link, Jedis connection);

        @Test
        void canBeReadAfterAnOutage(@Link(to = "localhost:1", name = "redis") FaultyLink link) {
            assertThat(link.target().getPort()).isEqualTo(redis.port());
            connection = new Jedis(link.host(), link.port());
            connection.set("note", "buy milk");
            link.reset();
            assertThat(read(link, connection)).isEqualTo("buy milk");
        }

        @AfterEach
        void close() {
            try {
                connection.close();
            } catch (JedisConnectionException e) {
                // the test has broken it
            }
        }
    }

    static class Trusting extends Notes {
        @Override
        String read(FaultyLink link, Jedis connection) {
            return connection.get("note");
        }
    }

    static class Reconnecting extends Notes {
        @Override
        String read(FaultyLink link, Jedis connection) {
            try {
                return connection.get("note");
            } catch (JedisConnectionException e) {
                try (Jedis fresh = new Jedis(link.host(), link.port())) {
                    return fresh.get("note");
                }
            }
        }
    }

    @Override
    Class<?> broken() {
        return Trusting.class;
    }

    @Override
    Class<?> robust() {
        return Reconnecting.class;
    }

    @Override
    String failure() {
        return "Connection reset|Broken pipe|Unexpected end of stream";
    }

    @Override
    String cause() {
        return "chaos: 1 connection over link redis: RESET fired once";
    }
}
