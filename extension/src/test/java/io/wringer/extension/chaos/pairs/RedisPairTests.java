package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.Phase;
import io.wringer.extension.chaos.parts.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis and Redis: the command is done, its answer is lost. */
class RedisPairTests extends PairTests {

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

    /** Tries again until there is an answer. */
    abstract static class Visits {

        Jedis jedis;

        abstract void count(int visitor);

        abstract long counted();

        @BeforeEach
        void connect() {
            jedis = new Jedis("localhost", redis.port());
            jedis.flushAll();
        }

        @AfterEach
        void close() {
            jedis.close();
        }

        @Test
        @ChaosFault(
                fault = Fault.EXCEPTION,
                exception = JedisConnectionException.class,
                at = "redis.clients.jedis.Connection.executeCommand(CommandObject)",
                phase = Phase.AFTER,
                probability = 0.3)
        void countsEveryVisitorOnce(Chaos chaos) {
            for (int visitor = 1; visitor <= 20; visitor++) {
                countStubbornly(visitor);
            }
            chaos.heal();
            assertThat(counted()).as("visitors").isEqualTo(20);
        }

        private void countStubbornly(int visitor) {
            for (int attempt = 1; ; attempt++) {
                try {
                    count(visitor);
                    return;
                } catch (JedisConnectionException e) {
                    if (attempt == 20) {
                        throw e;
                    }
                }
            }
        }
    }

    static class Incrementing extends Visits {
        @Override
        void count(int visitor) {
            jedis.incr("visits");
        }

        @Override
        long counted() {
            return Long.parseLong(jedis.get("visits"));
        }
    }

    static class Naming extends Visits {
        @Override
        void count(int visitor) {
            jedis.sadd("visitors", "visitor " + visitor);
        }

        @Override
        long counted() {
            return jedis.scard("visitors");
        }
    }

    @Override
    Class<?> broken() {
        return Incrementing.class;
    }

    @Override
    Class<?> robust() {
        return Naming.class;
    }

    @Override
    String failure() {
        return "visitors.*expected: 20L.*but was: [2-9][0-9]L";
    }

    @Override
    String cause() {
        return "chaos: EXCEPTION at redis.clients.jedis.Connection.executeCommand\\(CommandObject\\) fired (once|twice|[0-9]+ times)";
    }
}
