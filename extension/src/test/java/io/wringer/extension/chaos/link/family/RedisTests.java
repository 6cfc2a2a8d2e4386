package io.wringer.extension.chaos.link.family;

import io.wringer.extension.chaos.parts.RedisServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Jedis against the redis-server of the machine, which the test starts. */
class RedisTests extends Family {

    private static RedisServer redis;

    @BeforeAll
    @Timeout(120)
    static void startRedis(@TempDir Path directory) throws Exception {
        redis = RedisServer.start(directory);
    }

    @AfterAll
    static void stopRedis() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    InetSocketAddress serve() {
        return redis.address();
    }

    @Override
    String fragile() {
        return ask(0);
    }

    @Override
    String attempt() {
        return ask(PATIENCE);
    }

    @Override
    String answer() {
        return "OK, value";
    }

    private String ask(int timeout) {
        try (Jedis jedis = new Jedis(link().host(), link().port(), timeout)) {
            return jedis.set("key", "value") + ", " + jedis.get("key");
        }
    }
}
