package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads, heap, file descriptors and connections run out now and then. */
class ExhaustPairTests {

    private static final String TIMES = " fired (once|twice|[0-9]+ times)";

    /** Runs each job on a thread of its own, four at once. */
    abstract static class Jobs {

        static final int SLOTS = 4;

        final Semaphore slots = new Semaphore(SLOTS);
        final AtomicInteger done = new AtomicInteger();

        abstract void submit(Runnable job) throws InterruptedException;

        final void runAndRelease(Runnable job) {
            try {
                job.run();
            } finally {
                slots.release();
            }
        }

        @Test
        @ChaosFault(fault = Fault.EXHAUST, value = "threads", probability = 0.4)
        void keepTheirSlots() throws InterruptedException {
            for (int job = 0; job < 12 && slots.tryAcquire(); job++) {
                slots.release();
                try {
                    submit(done::incrementAndGet);
                } catch (OutOfMemoryError e) {
                    assertThat(e).hasMessageStartingWith("unable to create native thread");
                }
            }
            assertThat(done).as("jobs done").hasValue(12);
        }
    }

    static class LosingSlots extends Jobs {
        @Override
        void submit(Runnable job) throws InterruptedException {
            slots.acquire();
            Thread thread = new Thread(() -> runAndRelease(job));
            thread.start();
            thread.join();
        }
    }

    static class RunningItself extends Jobs {
        @Override
        void submit(Runnable job) throws InterruptedException {
            slots.acquire();
            Thread thread = new Thread(() -> runAndRelease(job));
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                runAndRelease(job);
            }
            thread.join();
        }
    }

    @Nested
    class Threads extends PairTests {
        @Override
        Class<?> broken() {
            return LosingSlots.class;
        }

        @Override
        Class<?> robust() {
            return RunningItself.class;
        }

        @Override
        String failure() {
            return "jobs done";
        }

        @Override
        String cause() {
            return "chaos: EXHAUST at Thread.start" + TIMES;
        }
    }

    static class Encoder {
        byte[] encode(String text, byte[] buffer) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return buffer;
        }
    }

    /** Encodes in buffers that are used again. */
    abstract static class Buffers {

        final Deque<byte[]> free = new ArrayDeque<>(List.of(new byte[100], new byte[100], new byte[100]));
        final Encoder encoder = new Encoder();

        abstract void send(String text) throws IOException;

        @Test
        @ChaosFault(fault = Fault.EXHAUST, value = "heap", type = Encoder.class, method = "encode", probability = 0.4)
        void areGivenBack() {
            for (int i = 0; i < 20 && !free.isEmpty(); i++) {
                try {
                    send("text " + i);
                } catch (OutOfMemoryError | IOException e) {
                    assertThat(e).hasMessage("Java heap space");
                }
            }
            assertThat(free).as("free buffers").hasSize(3);
        }
    }

    static class GivingBackOnExceptions extends Buffers {
        @Override
        void send(String text) throws IOException {
            byte[] buffer = free.pop();
            try {
                encoder.encode(text, buffer);
            } catch (RuntimeException e) {
                free.push(buffer);
                throw new IOException(e);
            }
            free.push(buffer);
        }
    }

    static class GivingBackAlways extends Buffers {
        @Override
        void send(String text) {
            byte[] buffer = free.pop();
            try {
                encoder.encode(text, buffer);
            } finally {
                free.push(buffer);
            }
        }
    }

    @Nested
    class Heap extends PairTests {
        @Override
        Class<?> broken() {
            return GivingBackOnExceptions.class;
        }

        @Override
        Class<?> robust() {
            return GivingBackAlways.class;
        }

        @Override
        String failure() {
            return "free buffers.*Expected size: 3 but was: [0-2]";
        }

        @Override
        String cause() {
            return "chaos: EXHAUST at .*Encoder.encode" + TIMES;
        }
    }

    /** A log that begins a new file after every fourth line. */
    abstract static class Log {

        @TempDir
        Path directory;

        OutputStream out = OutputStream.nullOutputStream();
        private int lines;

        abstract void roll(Path next) throws IOException;

        final void write(String line) throws IOException {
            if (lines++ % 4 == 0) {
                roll(directory.resolve("log." + lines));
            }
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Test
        @ChaosFault(fault = Fault.EXHAUST, value = "descriptors", probability = 0.5)
        void keepsEveryLine(Chaos chaos) throws IOException {
            chaos.heal();
            write("first");
            chaos.activate();
            for (int line = 2; line <= 40; line++) {
                write("line " + line);
            }
            chaos.heal();
            out.close();
            assertThat(kept()).as("kept lines").isEqualTo(40);
        }

        private int kept() throws IOException {
            int kept = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    kept += Files.readAllLines(file).size();
                }
            }
            return kept;
        }
    }

    static class ClosingFirst extends Log {
        @Override
        void roll(Path next) throws IOException {
            out.close();
            try {
                out = new FileOutputStream(next.toFile());
            } catch (IOException e) {
                out = OutputStream.nullOutputStream(); // logging must not fail
            }
        }
    }

    static class OpeningFirst extends Log {
        @Override
        void roll(Path next) throws IOException {
            OutputStream former = out;
            try {
                out = new FileOutputStream(next.toFile());
            } catch (IOException e) {
                return; // goes on with the one it has
            }
            former.close();
        }
    }

    @Nested
    class Descriptors extends PairTests {
        @Override
        Class<?> broken() {
            return ClosingFirst.class;
        }

        @Override
        Class<?> robust() {
            return OpeningFirst.class;
        }

        @Override
        String failure() {
            return "kept lines.*expected: 40.*but was: [0-9]+";
        }

        @Override
        String cause() {
            return "chaos: EXHAUST at opening files and sockets" + TIMES;
        }
    }

    /** Asks the stock of a database. */
    abstract static class Stock {

        final JdbcDataSource source = new JdbcDataSource();

        abstract int left() throws SQLException;

        final int query() throws SQLException {
            try (Connection connection = source.getConnection();
                    ResultSet row = connection.createStatement().executeQuery("values 7")) {
                row.next();
                return row.getInt(1);
            }
        }

        @BeforeEach
        void open() {
            source.setURL("jdbc:h2:mem:stock");
        }

        @Test
        @ChaosFault(fault = Fault.EXHAUST, value = "pool", probability = 0.4)
        void isNeverMadeUp() throws SQLException {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(left());
            }
            assertThat(answers).as("stock").containsOnly(7);
        }
    }

    static class TakingNothingForZero extends Stock {
        @Override
        int left() {
            try {
                return query();
            } catch (SQLException e) {
                return 0;
            }
        }
    }

    static class AskingAgain extends Stock {
        @Override
        int left() throws SQLException {
            for (int attempt = 1; ; attempt++) {
                try {
                    return query();
                } catch (SQLTransientException e) {
                    if (attempt == 30) {
                        throw e;
                    }
                }
            }
        }
    }

    @Nested
    class Pool extends PairTests {
        @Override
        Class<?> broken() {
            return TakingNothingForZero.class;
        }

        @Override
        Class<?> robust() {
            return AskingAgain.class;
        }

        @Override
        String failure() {
            return "stock.*to contain only:.*7.*unexpected:.*0";
        }

        @Override
        String cause() {
            return "chaos: EXHAUST at DataSource.getConnection" + TIMES;
        }
    }
}
