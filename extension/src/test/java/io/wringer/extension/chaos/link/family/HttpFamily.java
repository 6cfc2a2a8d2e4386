package io.wringer.extension.chaos.link.family;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** HTTP clients against the JDK's server, which echoes what is posted. */
abstract class HttpFamily extends Family {

    static final String BODY = "posted ".repeat(1000);

    private final ExecutorService workers = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "http-server");
        thread.setDaemon(true);
        return thread;
    });

    private HttpServer server;

    HttpServer create(InetSocketAddress address) throws Exception {
        return HttpServer.create(address, 50);
    }

    String scheme() {
        return "http";
    }

    final String url() {
        return scheme() + "://localhost:" + link().port() + "/echo";
    }

    @Override
    final InetSocketAddress serve() throws Exception {
        server = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setExecutor(workers);
        server.createContext("/echo", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server.getAddress();
    }

    @Override
    final String answer() {
        return BODY;
    }

    @Override
    final void stop() {
        server.stop(0);
        workers.shutdownNow();
    }

    @Test
    void anAnswerThatEndsEarlyFailsTheFragileClientAndNotTheRobustOne() throws Exception {
        link().toClient().truncate(3000);

        assertThatThrownBy(this::fragile).isInstanceOf(IOException.class);
        link().heal();
        assertThat(robust()).isEqualTo(answer());
    }

    static String complete(String body) throws EOFException {
        if (body.length() < BODY.length()) {
            throw new EOFException("the answer ends after " + body.length() + " characters");
        }
        return body;
    }

    static String text(byte[] body) {
        return new String(body, UTF_8);
    }
}
