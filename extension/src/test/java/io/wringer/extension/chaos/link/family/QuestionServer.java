package io.wringer.extension.chaos.link.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers a line with a line. */
final class QuestionServer implements AutoCloseable {

    static final String QUESTION = "what?\n";
    static final String ANSWER = "this.\n";

    private final ServerSocket listener;

    QuestionServer() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::acceptAll);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    static String readAnswer(InputStream in) throws IOException {
        byte[] answer = in.readNBytes(ANSWER.length());
        if (answer.length < ANSWER.length()) {
            throw new EOFException("the answer ends after " + answer.length + " bytes");
        }
        return new String(answer, US_ASCII);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> answer(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            while (socket.getInputStream().readNBytes(QUESTION.length()).length == QUESTION.length()) {
                socket.getOutputStream().write(ANSWER.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static void start(Runnable action) {
        Thread thread = new Thread(action, "question-server");
        thread.setDaemon(true);
        thread.start();
    }
}
