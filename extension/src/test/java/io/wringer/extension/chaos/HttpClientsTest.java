package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.parts.LocalWeb;
import io.wringer.extension.run.Outcome;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.HttpClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real HTTP clients, none of them configured for Wringer. */
@Timeout(120)
class HttpClientsTest {

    private static final String PRICE = "{\"price\": 42}";

    private static LocalWeb web;
    private static URI uri;

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.HTTP)
        void stall() {}

        @ChaosFault(fault = Fault.EXCEPTION, message = "no route", on = FaultPoint.HTTP, nth = 1)
        void failFirst() {}
    }

    /** One GET, on a connection of its own. */
    enum Client {
        JDK_CLIENT {
            @Override
            String get(Duration timeout) throws Exception {
                HttpRequest request =
                        HttpRequest.newBuilder(uri).timeout(timeout).build();
                return HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            }
        },
        URL_CONNECTION {
            @Override
            String get(Duration timeout) throws Exception {
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setRequestProperty("Connection", "close");
                connection.setReadTimeout((int) timeout.toMillis());
                return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        },
        OKHTTP {
            @Override
            String get(Duration timeout) throws Exception {
                OkHttpClient client = new OkHttpClient.Builder()
                        .readTimeout(timeout)
                        .retryOnConnectionFailure(false)
                        .build();
                try (Response response = client.newCall(
                                new Request.Builder().url(uri.toURL()).build())
                        .execute()) {
                    return response.body().string();
                } finally {
                    client.connectionPool().evictAll();
                    client.dispatcher().executorService().shutdown();
                }
            }
        },
        APACHE_4 {
            @Override
            String get(Duration timeout) throws Exception {
                RequestConfig config = RequestConfig.custom()
                        .setSocketTimeout((int) timeout.toMillis())
                        .build();
                try (var client = HttpClientBuilder.create()
                                .disableAutomaticRetries()
                                .setDefaultRequestConfig(config)
                                .build();
                        var response = client.execute(new HttpGet(uri))) {
                    return org.apache.http.util.EntityUtils.toString(response.getEntity());
                }
            }
        },
        APACHE_5 {
            @Override
            String get(Duration timeout) throws Exception {
                var manager = PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setSocketTimeout((int) timeout.toMillis(), TimeUnit.MILLISECONDS)
                                .build())
                        .build();
                try (var client = HttpClients.custom()
                        .setConnectionManager(manager)
                        .disableAutomaticRetries()
                        .build()) {
                    return client.execute(
                            new org.apache.hc.client5.http.classic.methods.HttpGet(uri),
                            response -> EntityUtils.toString(response.getEntity()));
                }
            }
        };

        abstract String get(Duration timeout) throws Exception;
    }

    static Stream<Client> clients() {
        return Stream.of(Client.values());
    }

    @BeforeAll
    static void startServer() throws IOException {
        web = LocalWeb.answering(PRICE);
        uri = web.uri("localhost");
    }

    @AfterAll
    static void stopServer() {
        web.close();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aStalledReadTimesOutAndTheRetrySucceeds(Client client) throws Exception {
        assertTimesOutAndIsAnsweredLater(Faults.of(Fixtures.class, "stall"), client::get, PRICE);
    }

    /** One GET with a time-out. */
    interface Get {
        String get(Duration timeout) throws Exception;
    }

    /** On a busy machine, a client may give up before it sends anything that could be held: then it tries again. */
    static void assertTimesOutAndIsAnsweredLater(Faults stall, Get client, String answer) throws Exception {
        Outcome outcome = stall.run(session -> {
            do {
                assertThatThrownBy(() -> client.get(Duration.ofMillis(300)))
                        .isInstanceOf(IOException.class)
                        .hasMessageMatching("(?i).*time.*out.*");
            } while (session.chaos().fired() == 0);
            session.chaos().heal();
            assertThat(client.get(Duration.ofSeconds(60))).isEqualTo(answer);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aRequestFailsAndTheRetrySucceeds(Client client) throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "failFirst").run(session -> {
            assertThatThrownBy(() -> client.get(Duration.ofSeconds(60)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no route");
            assertThat(client.get(Duration.ofSeconds(60))).isEqualTo(PRICE);
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(2); // however the client works inside
    }
}
