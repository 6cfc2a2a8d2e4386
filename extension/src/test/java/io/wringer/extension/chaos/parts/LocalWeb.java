package io.wringer.extension.chaos.parts;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A web server on a free port of this machine that answers every request alike. */
public final class LocalWeb implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;

    private LocalWeb(HttpServer server, String scheme, String answer) {
        this.server = server;
        this.scheme = scheme;
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Starts a server that speaks HTTP. */
    public static LocalWeb answering(String answer) throws IOException {
        return new LocalWeb(HttpServer.create(address(), 0), "http", answer);
    }

    /** Starts a server that speaks HTTPS. */
    public static LocalWeb answering(String answer, LocalCertificate certificate) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        return new LocalWeb(server, "https", answer);
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Returns the port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns where the server is, by the name or address of this machine that is given. */
    public URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
