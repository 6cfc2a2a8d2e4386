package io.wringer.extension.chaos.link.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.Socket;

class PlainSocketTests extends Family {

    private final QuestionServer server = new QuestionServer();

    @Override
    InetSocketAddress serve() {
        return server.address();
    }

    @Override
    String fragile() throws Exception {
        return ask(0);
    }

    @Override
    String attempt() throws Exception {
        return ask(PATIENCE);
    }

    @Override
    String answer() {
        return QuestionServer.ANSWER;
    }

    @Override
    void stop() {
        server.close();
    }

    // tag::client[]
    private String ask(int timeout) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(link().address(), timeout);
            socket.setSoTimeout(timeout);
            socket.getOutputStream().write(QuestionServer.QUESTION.getBytes(US_ASCII));
            return QuestionServer.readAnswer(socket.getInputStream());
        }
    }
    // end::client[]
}
