package io.wringer.extension.chaos.pairs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Answers come changed, cut off and slowly. */
class DamagePairTests {

    private static final String TIMES = " fired (once|twice|[0-9]+ times)";

    /** Stores blocks that end with their checksum. */
    static class Blocks {
        byte[] read(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return ByteBuffer.allocate(bytes.length + Long.BYTES)
                    .put(bytes)
                    .putLong(checksum(bytes))
                    .array();
        }

        static long checksum(byte[] bytes) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            return checksum.getValue();
        }
    }

    abstract static class Documents {

        private final Blocks blocks = new Blocks();

        abstract boolean isAccepted(byte[] text, long checksum);

        private String load(String name) {
            while (true) {
                ByteBuffer block = ByteBuffer.wrap(blocks.read("text of " + name));
                byte[] text = new byte[block.capacity() - Long.BYTES];
                block.get(text);
                if (isAccepted(text, block.getLong())) {
                    return new String(text, UTF_8);
                }
            }
        }

        @Test
        @ChaosFault(fault = Fault.CORRUPT, type = Blocks.class, method = "read", probability = 0.5)
        void areShownAsTheyAre() {
            for (int i = 0; i < 20; i++) {
                assertThat(load("document")).as("document").isEqualTo("text of document");
            }
        }
    }

    static class Trusting extends Documents {
        @Override
        boolean isAccepted(byte[] text, long checksum) {
            return true;
        }
    }

    static class Checking extends Documents {
        @Override
        boolean isAccepted(byte[] text, long checksum) {
            return Blocks.checksum(text) == checksum;
        }
    }

    @Nested
    class Corrupt extends PairTests {
        @Override
        Class<?> broken() {
            return Trusting.class;
        }

        @Override
        Class<?> robust() {
            return Checking.class;
        }

        @Override
        String failure() {
            return "document.*expected: \"text of document\"";
        }

        @Override
        String cause() {
            return "chaos: CORRUPT at .*Blocks.read" + TIMES;
        }
    }

    private static final String PAGE = "<p>page</p>".repeat(100);

    private static ServerSocket pages;

    /** For each connection: the length of the page in four digits, the page, the end. */
    @BeforeAll
    static void serve() throws IOException {
        pages = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread server = new Thread(DamagePairTests::sendPages, "pages");
        server.setDaemon(true);
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        pages.close();
    }

    private static void sendPages() {
        while (!pages.isClosed()) {
            try (Socket socket = pages.accept()) {
                socket.getOutputStream().write((PAGE.length() + PAGE).getBytes(UTF_8));
            } catch (IOException e) {
                // the end of the tests, or of a client
            }
        }
    }

    private static Socket connect() throws IOException {
        return new Socket(pages.getInetAddress(), pages.getLocalPort());
    }

    abstract static class Reader {

        abstract boolean isWhole(String page, int announced);

        private String load() throws IOException {
            while (true) {
                try (Socket socket = connect()) {
                    int announced =
                            Integer.parseInt(new String(socket.getInputStream().readNBytes(4), UTF_8));
                    String page = new String(socket.getInputStream().readAllBytes(), UTF_8);
                    if (isWhole(page, announced)) {
                        return page;
                    }
                }
            }
        }

        @Test
        @ChaosFault(fault = Fault.TRUNCATE, value = "500B", endpoint = "127.0.0.1", probability = 0.5)
        void readsWholePages() throws IOException {
            for (int i = 0; i < 10; i++) {
                assertThat(load()).as("page").hasSize(PAGE.length());
            }
        }
    }

    static class UpToTheEnd extends Reader {
        @Override
        boolean isWhole(String page, int announced) {
            return true;
        }
    }

    static class AsAnnounced extends Reader {
        @Override
        boolean isWhole(String page, int announced) {
            return page.length() == announced;
        }
    }

    @Nested
    class Truncate extends PairTests {
        @Override
        Class<?> broken() {
            return UpToTheEnd.class;
        }

        @Override
        Class<?> robust() {
            return AsAnnounced.class;
        }

        @Override
        String failure() {
            return "page.*Expected size: 1100 but was: 496"; // and four bytes of length
        }

        @Override
        String cause() {
            return "chaos: TRUNCATE of connections to 127.0.0.1" + TIMES;
        }
    }

    /** A page must come within its time or be taken from the copy. Each read alone is quick enough for any time-out. */
    abstract static class Portal {

        static final long NANOS = 50_000_000;

        abstract boolean givesUp(long nanos);

        private String load() throws IOException {
            try (Socket socket = connect()) {
                socket.setSoTimeout(20_000);
                long start = System.nanoTime();
                ByteArrayOutputStream page = new ByteArrayOutputStream();
                byte[] piece = new byte[64];
                for (int read = 0; read >= 0; read = socket.getInputStream().read(piece)) {
                    page.write(piece, 0, read);
                    if (givesUp(System.nanoTime() - start)) {
                        return "copy";
                    }
                }
                return "late page";
            }
        }

        /** 1,104 bytes can't come in less than 200 ms. */
        @Test
        @ChaosFault(fault = Fault.SLOW, bytesPerSecond = 5_000, endpoint = "127.0.0.1")
        void answersInTime() throws IOException {
            assertThat(load()).isEqualTo("copy");
        }
    }

    static class WaitingForEachRead extends Portal {
        @Override
        boolean givesUp(long nanos) {
            return false; // the socket has a time-out
        }
    }

    static class WaitingForThePage extends Portal {
        @Override
        boolean givesUp(long nanos) {
            return nanos > NANOS;
        }
    }

    @Nested
    class Slow extends PairTests {
        @Override
        Class<?> broken() {
            return WaitingForEachRead.class;
        }

        @Override
        Class<?> robust() {
            return WaitingForThePage.class;
        }

        @Override
        String failure() {
            return "expected: \"copy\".*but was: \"late page\"";
        }

        @Override
        String cause() {
            return "chaos: SLOW of connections to 127.0.0.1" + TIMES;
        }
    }
}
