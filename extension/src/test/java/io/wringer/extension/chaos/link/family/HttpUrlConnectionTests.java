package io.wringer.extension.chaos.link.family;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

class HttpUrlConnectionTests extends HttpFamily {

    @Override
    String fragile() throws Exception {
        return post(0);
    }

    @Override
    String attempt() throws Exception {
        return post(PATIENCE);
    }

    /** In streaming mode; otherwise this client sends a failed request once more on its own. */
    private String post(int timeout) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url()).toURL().openConnection();
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(BODY.length());
        try (OutputStream out = connection.getOutputStream()) {
            out.write(BODY.getBytes(UTF_8));
        }
        try (var in = connection.getInputStream()) {
            return complete(text(in.readAllBytes())); // an answer that ends early is no exception here
        } finally {
            connection.disconnect();
        }
    }
}
