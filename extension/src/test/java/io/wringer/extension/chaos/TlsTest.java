package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.parts.LocalCertificate;
import io.wringer.extension.chaos.parts.LocalWeb;
import io.wringer.extension.run.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTPS over diverted connects: the proxy is no party of the encryption, host name and certificate are checked. */
@Timeout(60)
class TlsTest {

    private static final String ANSWER = "secret ".repeat(100);

    private static LocalCertificate certificate;
    private static LocalWeb web;
    private static URI uri;

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.HTTP)
        void stall() {}

        @ChaosFault(fault = Fault.CORRUPT, on = FaultPoint.HTTP, nth = 1)
        void corruptFirst() {}
    }

    /** One GET on a connection of its own. */
    enum Client {
        JDK_CLIENT {
            @Override
            String get(Duration timeout) throws Exception {
                return HttpClient.newBuilder()
                        .sslContext(certificate.context())
                        .build()
                        .send(
                                HttpRequest.newBuilder(uri).timeout(timeout).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
            }
        },
        OKHTTP {
            @Override
            String get(Duration timeout) throws Exception {
                OkHttpClient client = new OkHttpClient.Builder()
                        .sslSocketFactory(certificate.context().getSocketFactory(), certificate.trust())
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
        };

        abstract String get(Duration timeout) throws Exception;
    }

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        certificate = LocalCertificate.make(directory);
        web = LocalWeb.answering(ANSWER, certificate);
        uri = web.uri("127.0.0.1");
    }

    @AfterAll
    static void stopServer() {
        web.close();
    }

    @ParameterizedTest
    @EnumSource
    void aStalledHandshakeTimesOutAndTheNextSucceeds(Client client) throws Exception {
        HttpClientsTest.assertTimesOutAndIsAnsweredLater(Faults.of(Fixtures.class, "stall"), client::get, ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void aCorruptByteDoesNotPassTheEncryption(Client client) throws Exception {
        Outcome outcome = Faults.of(Fixtures.class, "corruptFirst").run(session -> {
            assertThatThrownBy(() -> client.get(Duration.ofSeconds(50))).isInstanceOf(IOException.class);
            assertThat(client.get(Duration.ofSeconds(50))).isEqualTo(ANSWER);
        });
        assertThat(outcome.findings()).isEmpty();
    }
}
