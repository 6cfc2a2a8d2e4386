package io.wringer.extension.chaos.link.family;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.WebSocketServer;

class WebSocketTests extends Family {

    private static final class Echo extends WebSocketServer {

        final CompletableFuture<InetSocketAddress> started = new CompletableFuture<>();

        Echo() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            setDaemon(true);
        }

        @Override
        public void onStart() {
            started.complete(new InetSocketAddress(InetAddress.getLoopbackAddress(), getPort()));
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {}

        @Override
        public void onMessage(WebSocket connection, String message) {
            connection.send("you said " + message);
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

        @Override
        public void onError(WebSocket connection, Exception e) {
            started.completeExceptionally(e);
        }
    }

    private static final class Client extends WebSocketClient {

        final CompletableFuture<String> answer = new CompletableFuture<>();

        Client(URI server) {
            super(server);
            setDaemon(true);
            setConnectionLostTimeout(0);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            send("hello");
        }

        @Override
        public void onMessage(String message) {
            answer.complete(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            answer.completeExceptionally(new IOException("closed: " + code + " " + reason));
        }

        @Override
        public void onError(Exception e) {
            answer.completeExceptionally(e);
        }
    }

    private Echo server;

    @Override
    InetSocketAddress serve() throws Exception {
        server = new Echo();
        server.start();
        return server.started.get();
    }

    @Override
    String fragile() throws Exception {
        Client client = connecting();
        try {
            return client.answer.get();
        } finally {
            client.close();
        }
    }

    @Override
    String attempt() throws Exception {
        Client client = connecting();
        try {
            return client.answer.get(PATIENCE, MILLISECONDS);
        } finally {
            client.close();
        }
    }

    @Override
    String answer() {
        return "you said hello";
    }

    @Override
    void stop() throws Exception {
        server.stop(1000);
    }

    private Client connecting() {
        Client client = new Client(URI.create("ws://localhost:" + link().port()));
        client.connect();
        return client;
    }
}
