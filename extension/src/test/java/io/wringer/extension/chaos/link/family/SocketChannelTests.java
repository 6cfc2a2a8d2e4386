package io.wringer.extension.chaos.link.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

class SocketChannelTests extends Family {

    private final QuestionServer server = new QuestionServer();

    @Override
    InetSocketAddress serve() {
        return server.address();
    }

    @Override
    String fragile() throws Exception {
        try (SocketChannel channel = SocketChannel.open(link().address())) {
            channel.write(US_ASCII.encode(QuestionServer.QUESTION));
            ByteBuffer answer = ByteBuffer.allocate(QuestionServer.ANSWER.length());
            while (answer.hasRemaining()) {
                read(channel, answer);
            }
            return new String(answer.array(), US_ASCII);
        }
    }

    /** A selector with a time-out, as in any non-blocking client. */
    @Override
    String attempt() throws Exception {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(link().address())) {
                select(selector);
                channel.finishConnect();
            }
            channel.write(US_ASCII.encode(QuestionServer.QUESTION));
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer answer = ByteBuffer.allocate(QuestionServer.ANSWER.length());
            while (answer.hasRemaining()) {
                select(selector);
                read(channel, answer);
            }
            return new String(answer.array(), US_ASCII);
        }
    }

    @Override
    String answer() {
        return QuestionServer.ANSWER;
    }

    @Override
    void stop() {
        server.close();
    }

    private static void select(Selector selector) throws IOException {
        if (selector.select(key -> {}, PATIENCE) == 0) {
            throw new SocketTimeoutException();
        }
    }

    private static void read(SocketChannel channel, ByteBuffer into) throws IOException {
        if (channel.read(into) == -1) {
            throw new EOFException();
        }
    }
}
