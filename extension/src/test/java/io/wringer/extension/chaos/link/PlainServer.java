package io.wringer.extension.chaos.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on a free port of this machine, with a thread for each connection. */
final class PlainServer implements AutoCloseable {

    /** What the server does with one connection, which is closed afterwards. */
    interface Handler {
        void handle(Socket socket) throws Exception;
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = daemon(this::acceptAll);

    private PlainServer(Handler handler) {
        this.handler = handler;
        try {
            listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PlainServer running(Handler handler) {
        PlainServer server = new PlainServer(handler);
        server.acceptor.start();
        return server;
    }

    static PlainServer echo() {
        return running(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join(); // until then, its call may still accept
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                daemon(() -> handle(socket)).start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            handler.handle(socket);
        } catch (Exception e) {
            // the test looks at what its client sees
        } finally {
            open.remove(socket);
        }
    }

    private static Thread daemon(Runnable action) {
        Thread thread = new Thread(action, "plain-server");
        thread.setDaemon(true);
        return thread;
    }
}
