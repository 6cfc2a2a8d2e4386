package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.HttpClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** HTTP clients: the connection ends before the answer. */
class HttpPairTests {

    private static final int ORDERS = 8;

    private static HttpServer server;
    private static URI uri;

    @BeforeAll
    static void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Connection", "close"); // each order comes on a connection of its own
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    /** Sends an order and returns the confirmation. */
    private interface Client {
        String post(String order) throws Exception;
    }

    abstract static class Shop {

        private final Client client;
        private final int attempts;

        Shop(Client client, int attempts) {
            this.client = client;
            this.attempts = attempts;
        }

        @Test
        @ChaosFault(fault = Fault.TRUNCATE, value = "0B", on = FaultPoint.HTTP, probability = 0.5)
        void everyOrderIsConfirmed() throws Exception {
            int confirmed = 0;
            for (int i = 1; i <= ORDERS; i++) {
                confirmed += isConfirmed("order " + i) ? 1 : 0;
            }
            assertThat(confirmed).as("confirmed orders").isEqualTo(ORDERS);
        }

        private boolean isConfirmed(String order) throws Exception {
            for (int attempt = 1; attempt <= attempts; attempt++) {
                try {
                    return client.post(order).equals(order);
                } catch (IOException e) {
                    // perhaps there is another attempt
                }
            }
            return false;
        }
    }

    private static String postByJdk(HttpClient client, String order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(order))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String postByOkHttp(OkHttpClient client, String order) throws IOException {
        RequestBody body = RequestBody.create(order.getBytes(StandardCharsets.UTF_8));
        try (Response response = client.newCall(
                        new Request.Builder().url(uri.toURL()).post(body).build())
                .execute()) {
            return response.body().string();
        }
    }

    private static String postByApache4(String order) throws IOException {
        HttpPost post = new HttpPost(uri);
        post.setEntity(new StringEntity(order));
        try (var client = HttpClientBuilder.create().disableAutomaticRetries().build();
                var response = client.execute(post)) {
            return org.apache.http.util.EntityUtils.toString(response.getEntity());
        }
    }

    private static String postByApache5(String order) throws IOException {
        var post = new org.apache.hc.client5.http.classic.methods.HttpPost(uri);
        post.setEntity(new org.apache.hc.core5.http.io.entity.StringEntity(order));
        try (CloseableHttpClient client =
                HttpClients.custom().disableAutomaticRetries().build()) {
            return client.execute(post, response -> EntityUtils.toString(response.getEntity()));
        }
    }

    static class JdkOnce extends Shop {
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        JdkOnce() {
            super(order -> postByJdk(CLIENT, order), 1);
        }
    }

    static class JdkStubborn extends Shop {
        JdkStubborn() {
            super(order -> postByJdk(JdkOnce.CLIENT, order), 20);
        }
    }

    static class OkHttpOnce extends Shop {
        private static final OkHttpClient CLIENT =
                new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

        OkHttpOnce() {
            super(order -> postByOkHttp(CLIENT, order), 1);
        }
    }

    static class OkHttpStubborn extends Shop {
        OkHttpStubborn() {
            super(order -> postByOkHttp(OkHttpOnce.CLIENT, order), 20);
        }
    }

    static class Apache4Once extends Shop {
        Apache4Once() {
            super(HttpPairTests::postByApache4, 1);
        }
    }

    static class Apache4Stubborn extends Shop {
        Apache4Stubborn() {
            super(HttpPairTests::postByApache4, 20);
        }
    }

    static class Apache5Once extends Shop {
        Apache5Once() {
            super(HttpPairTests::postByApache5, 1);
        }
    }

    static class Apache5Stubborn extends Shop {
        Apache5Stubborn() {
            super(HttpPairTests::postByApache5, 20);
        }
    }

    private abstract static class HttpPair extends PairTests {

        @Override
        final String failure() {
            return "confirmed orders.*expected: " + ORDERS + ".*but was: [0-7]\\b";
        }

        @Override
        final String cause() {
            return "chaos: TRUNCATE of all HTTP connections fired (once|twice|[0-9]+ times)";
        }
    }

    @Nested
    class JdkClient extends HttpPair {
        @Override
        Class<?> broken() {
            return JdkOnce.class;
        }

        @Override
        Class<?> robust() {
            return JdkStubborn.class;
        }
    }

    @Nested
    class OkHttp extends HttpPair {
        @Override
        Class<?> broken() {
            return OkHttpOnce.class;
        }

        @Override
        Class<?> robust() {
            return OkHttpStubborn.class;
        }
    }

    @Nested
    class Apache4 extends HttpPair {
        @Override
        Class<?> broken() {
            return Apache4Once.class;
        }

        @Override
        Class<?> robust() {
            return Apache4Stubborn.class;
        }
    }

    @Nested
    class Apache5 extends HttpPair {
        @Override
        Class<?> broken() {
            return Apache5Once.class;
        }

        @Override
        Class<?> robust() {
            return Apache5Stubborn.class;
        }
    }
}
