package io.wringer.benchmark.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Files and sockets of the JDK in one JVM that had faults there, which are over: as woven and as the JDK has them, in
 * turns. Round trips are measured with both ends on one thread, where no scheduler takes part, and with two.
 *
 * <p>No ready-made place has reads and writes of sockets; they are woven here all the same, since a test may name them.
 */
final class Io {

    private static final int PAIRS = 24;
    private static final int PARTS = 4;
    private static final double NANOS_OF_SETTLING = 100e6;
    private static final double NANOS_OF_WARM_UP = 200e6;
    private static final double NANOS_OF_A_PART = 40e6;
    private static final int MESSAGE = 64;
    private static final int BLOCK = 512;
    private static final double MOST = 1.02;

    private Io() {}

    static class Fixture {
        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.FILE)
        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.SOCKET)
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.SOCKET)
        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", at = "sun.nio.ch.NioSocketImpl.read(byte[], int, int)")
        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", at = "sun.nio.ch.NioSocketImpl.write(byte[], int, int)")
        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", at = "sun.nio.ch.SocketChannelImpl.read(ByteBuffer)")
        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", at = "sun.nio.ch.SocketChannelImpl.write(ByteBuffer)")
        void faulty() {}
    }

    /** One kind of work, open until it is closed. */
    private interface Work extends AutoCloseable {
        void once() throws IOException;

        @Override
        void close() throws IOException;
    }

    private record Kind(String name, Work work, double[] original, double[] woven) {
        Kind(String name, Work work) {
            this(name, work, new double[PAIRS], new double[PAIRS]);
        }
    }

    static boolean measure() throws Exception {
        Originals originals = Originals.keep();
        Path file = Files.createTempFile("benchmark", ".io");
        List<Kind> kinds = kinds(file); // loads all classes
        Session.open(Fixture.class, "faulty", false).close();
        System.out.println("  woven: " + String.join(", ", originals.find()));
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean originalFirst = pair % 2 == 0;
            measure(originals, originalFirst, kinds, pair);
            measure(originals, !originalFirst, kinds, pair);
        }
        boolean within = true;
        for (Kind kind : kinds) {
            within &= print(kind);
            kind.work().close();
        }
        Files.delete(file);
        return within;
    }

    private static void measure(Originals originals, boolean original, List<Kind> kinds, int pair) throws Exception {
        originals.restore(original);
        for (Kind kind : kinds) {
            callsIn(NANOS_OF_SETTLING, kind.work());
        }
        for (Kind kind : kinds) {
            (original ? kind.original() : kind.woven())[pair] = nanos(kind.work());
        }
    }

    private static boolean print(Kind kind) {
        double[] ratios = Figures.ratios(kind.woven(), kind.original());
        double[] interval = Figures.interval(ratios);
        return Figures.atMost(
                MOST,
                Figures.median(ratios),
                "disarmed points of the JDK, ratio on %s (%.0f ns, woven %.0f ns; 95 %% interval %.3f to %.3f)",
                kind.name(),
                Figures.median(kind.original()),
                Figures.median(kind.woven()),
                interval[0],
                interval[1]);
    }

    /** Returns the least of some parts, after a warm-up, as methods that were changed have to be compiled again. */
    private static double nanos(Work work) throws IOException {
        long calls = callsIn(NANOS_OF_WARM_UP, work);
        int callsOfAPart = (int) Math.max(1, calls * NANOS_OF_A_PART / NANOS_OF_WARM_UP);
        double least = Double.MAX_VALUE;
        for (int part = 0; part < PARTS; part++) {
            least = Math.min(least, nanos(work, callsOfAPart));
        }
        return least;
    }

    private static long callsIn(double nanos, Work work) throws IOException {
        long start = System.nanoTime();
        long calls = 0;
        while (System.nanoTime() - start < nanos) {
            work.once();
            calls++;
        }
        return calls;
    }

    private static double nanos(Work work, int calls) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            work.once();
        }
        return (System.nanoTime() - start) / (double) calls;
    }

    private static List<Kind> kinds(Path file) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("files by streams, 512 bytes written and read", new Streams(file)));
        kinds.add(new Kind("files by channels, 512 bytes written and read", new Channel(file)));
        kinds.add(new Kind("connect, accept and close of a Socket", new Connects()));
        kinds.add(new Kind("round trip of 64 bytes, Socket, one thread", new Sockets()));
        kinds.add(new Kind("round trip of 64 bytes, SocketChannel, one thread", new Channels()));
        kinds.add(new Kind("round trip of 64 bytes, Socket, two threads", new EchoedSocket()));
        for (Kind kind : kinds) {
            kind.work().once();
        }
        return kinds;
    }

    private static final class Streams implements Work {
        private final byte[] block = new byte[BLOCK];
        private final FileOutputStream out;
        private final FileInputStream in;
        private int blocks;

        Streams(Path file) throws IOException {
            out = new FileOutputStream(file.toFile());
            in = new FileInputStream(file.toFile());
        }

        /** The file stays small, so that its growing is no part of what is measured. */
        @Override
        public void once() throws IOException {
            out.write(block);
            requireWhole(in.read(block), BLOCK);
            if (++blocks == 1000) {
                out.getChannel().position(0);
                in.getChannel().position(0);
                blocks = 0;
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
            in.close();
        }
    }

    private static final class Channel implements Work {
        private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        private final FileChannel channel;

        Channel(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        @Override
        public void once() throws IOException {
            requireWhole(channel.write(block.clear(), 0), BLOCK);
            requireWhole(channel.read(block.clear(), 0), BLOCK);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class Connects implements Work {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        Connects() throws IOException {}

        @Override
        public void once() throws IOException {
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                client.setSoLinger(true, 0); // leaves no port waiting
                requireWhole(accepted.getPort(), client.getLocalPort());
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static final class Sockets implements Work {
        private final byte[] message = new byte[MESSAGE];
        private final Socket one;
        private final Socket other;

        Sockets() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                one = new Socket(server.getInetAddress(), server.getLocalPort());
                other = server.accept();
            }
            one.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
        }

        @Override
        public void once() throws IOException {
            one.getOutputStream().write(message);
            requireWhole(other.getInputStream().read(message), MESSAGE);
            other.getOutputStream().write(message);
            requireWhole(one.getInputStream().read(message), MESSAGE);
        }

        @Override
        public void close() throws IOException {
            one.close();
            other.close();
        }
    }

    private static final class Channels implements Work {
        private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
        private final SocketChannel one;
        private final SocketChannel other;

        Channels() throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
                one = SocketChannel.open(server.getLocalAddress());
                other = server.accept();
            }
            one.setOption(StandardSocketOptions.TCP_NODELAY, true);
            other.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        @Override
        public void once() throws IOException {
            requireWhole(one.write(message.clear()), MESSAGE);
            requireWhole(other.read(message.clear()), MESSAGE);
            requireWhole(other.write(message.clear()), MESSAGE);
            requireWhole(one.read(message.clear()), MESSAGE);
        }

        @Override
        public void close() throws IOException {
            one.close();
            other.close();
        }
    }

    private static final class EchoedSocket implements Work {
        private final byte[] message = new byte[MESSAGE];
        private final Socket client;

        EchoedSocket() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept();
                accepted.setTcpNoDelay(true);
                Thread thread = new Thread(() -> echo(accepted));
                thread.setDaemon(true);
                thread.start();
            }
            client.setTcpNoDelay(true);
        }

        private static void echo(Socket socket) {
            byte[] message = new byte[MESSAGE];
            try (socket) {
                while (socket.getInputStream().readNBytes(message, 0, MESSAGE) == MESSAGE) {
                    socket.getOutputStream().write(message);
                }
            } catch (IOException e) {
                // the end of the benchmark
            }
        }

        @Override
        public void once() throws IOException {
            client.getOutputStream().write(message);
            requireWhole(client.getInputStream().readNBytes(message, 0, MESSAGE), MESSAGE);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static void requireWhole(int done, int wanted) throws IOException {
        if (done != wanted) {
            throw new IOException(String.format(Locale.ROOT, "%d instead of %d", done, wanted));
        }
    }
}
