package io.wringer.benchmark.chaos.link;

import io.wringer.extension.chaos.link.LinkProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/**
 * Compares connections over a link without faults with direct ones: throughput of one connection, and the round trip of
 * a small message. Direct and linked rounds alternate, so that whatever else the machine does strikes both.
 *
 * <p>Ends with an error if a limit of the project is exceeded.
 */
public final class Benchmark {

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 15;
    private static final int PIECE = 64 << 10;
    private static final long VOLUME = 256L << 20;
    private static final int MESSAGE = 64;
    private static final int ROUND_TRIPS = 5_000;

    private static final double LEAST_THROUGHPUT = 0.3;
    private static final double MOST_ROUND_TRIP = 2.5;

    private interface Measurement {
        double measure(InetSocketAddress address) throws IOException;
    }

    private record Comparison(double direct, double linked, double ratio) {}

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (!measure()) {
            System.exit(1);
        }
    }

    /** Compares, prints, and tells whether the limits hold. */
    public static boolean measure() throws IOException {
        Comparison throughput = compare(Benchmark::drain, Benchmark::throughput);
        Comparison roundTrip = compare(Benchmark::echo, Benchmark::roundTrip);
        print("throughput (MB/s)", throughput, ">= " + LEAST_THROUGHPUT);
        print("round trip of 64 bytes (us)", roundTrip, "<= " + MOST_ROUND_TRIP);
        return throughput.ratio() >= LEAST_THROUGHPUT && roundTrip.ratio() <= MOST_ROUND_TRIP;
    }

    private static void print(String what, Comparison comparison, String limit) {
        System.out.printf(
                Locale.ROOT,
                "%-28s direct %8.1f, over a link %8.1f, ratio %.2f (limit %s)%n",
                what,
                comparison.direct(),
                comparison.linked(),
                comparison.ratio(),
                limit);
    }

    /** Returns the medians of all rounds, and the median of the ratios of neighbouring rounds. */
    private static Comparison compare(Handler handler, Measurement measurement) throws IOException {
        double[] direct = new double[ROUNDS];
        double[] linked = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        try (ServerSocket server = serve(handler);
                LinkProxy link = LinkProxy.open((InetSocketAddress) server.getLocalSocketAddress(), 1)) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                double one = measurement.measure((InetSocketAddress) server.getLocalSocketAddress());
                double other = measurement.measure(link.address());
                if (i >= 0) {
                    direct[i] = one;
                    linked[i] = other;
                    ratios[i] = other / one;
                }
            }
        }
        return new Comparison(median(direct), median(linked), median(ratios));
    }

    private static double throughput(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            byte[] piece = new byte[PIECE];
            OutputStream out = socket.getOutputStream();
            long start = System.nanoTime();
            for (long sent = 0; sent < VOLUME; sent += PIECE) {
                out.write(piece);
            }
            socket.shutdownOutput();
            socket.getInputStream().read();
            return VOLUME / 1e6 / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static double roundTrip(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            byte[] message = new byte[MESSAGE];
            double[] times = new double[ROUND_TRIPS];
            for (int i = 0; i < ROUND_TRIPS; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(message);
                socket.getInputStream().readNBytes(message, 0, MESSAGE);
                times[i] = (System.nanoTime() - start) / 1e3;
            }
            return median(times);
        }
    }

    private interface Handler {
        void handle(Socket socket) throws IOException;
    }

    private static void drain(Socket socket) throws IOException {
        byte[] piece = new byte[PIECE];
        InputStream in = socket.getInputStream();
        while (in.read(piece) != -1) {
            // only counted by the sender
        }
        socket.getOutputStream().write(1);
    }

    private static void echo(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        byte[] message = new byte[MESSAGE];
        while (socket.getInputStream().readNBytes(message, 0, MESSAGE) == MESSAGE) {
            socket.getOutputStream().write(message);
        }
    }

    private static ServerSocket serve(Handler handler) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, handler));
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** One connection at a time: that is how the rounds come. */
    private static void serve(ServerSocket server, Handler handler) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                handler.handle(socket);
            } catch (IOException e) {
                // the end of the benchmark, or of a connection
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
