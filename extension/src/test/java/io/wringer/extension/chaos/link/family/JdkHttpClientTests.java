package io.wringer.extension.chaos.link.family;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

class JdkHttpClientTests extends HttpFamily {

    @Override
    String fragile() throws Exception {
        return send(HttpClient.newBuilder(), HttpRequest.newBuilder());
    }

    @Override
    String attempt() throws Exception {
        Duration patience = Duration.ofMillis(PATIENCE);
        return send(
                HttpClient.newBuilder().connectTimeout(patience),
                HttpRequest.newBuilder().timeout(patience));
    }

    HttpClient.Builder configure(HttpClient.Builder client) {
        return client;
    }

    private String send(HttpClient.Builder client, HttpRequest.Builder request) throws Exception {
        return configure(client.version(HttpClient.Version.HTTP_1_1))
                .build()
                .send(
                        request.uri(URI.create(url()))
                                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
