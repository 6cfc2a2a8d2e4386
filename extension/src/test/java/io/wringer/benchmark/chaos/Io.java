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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Files and sockets of the JDK, in JVMs that had faults there, which are over, and in JVMs without Wringer, in turns. */
final class Io {

    private static final int TURNS = 12;
    private static final int ROUNDS = 15;
    private static final int FILE_OPERATIONS = 20_000;
    private static final int CONNECTIONS = 500;
    private static final int ROUND_TRIPS = 3_000;
    private static final double MOST = 1.02;

    private Io() {}

    static class Fixture {
        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.FILE)
        @ChaosFault(fault = Fault.EXCEPTION, on = FaultPoint.SOCKET)
        @ChaosFault(fault = Fault.STALL, on = FaultPoint.SOCKET)
        void faulty() {}
    }

    static boolean measure() throws Exception {
        String[] what = {"files, 512 bytes written and read", "sockets, connect and close", "sockets, round trip"};
        double[][] without = new double[what.length][TURNS];
        double[][] disarmed = new double[what.length][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            fill(without, turn, "without");
            fill(disarmed, turn, "disarmed");
        }
        boolean within = true;
        for (int i = 0; i < what.length; i++) {
            within &= Figures.atMost(
                    MOST,
                    Figures.ratio(disarmed[i], without[i]),
                    "disarmed points, ratio on %s (%.0f ns, woven %.0f ns)",
                    what[i],
                    Figures.median(without[i]),
                    Figures.median(disarmed[i]));
        }
        return within;
    }

    private static void fill(double[][] figures, int turn, String mode) throws Exception {
        double[] measured = Fork.run(java.util.List.of(), Io.class, mode);
        for (int i = 0; i < figures.length; i++) {
            figures[i][turn] = measured[i];
        }
    }

    /** Measures in this JVM. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("disarmed")) {
            Session.open(Fixture.class, "faulty", false).close();
        }
        Path file = Files.createTempFile("benchmark", ".io");
        try (ServerSocket server = echo()) {
            System.out.printf(
                    Locale.ROOT,
                    "%.2f %.2f %.2f%n",
                    least(() -> files(file)),
                    least(() -> connects(server)),
                    least(() -> roundTrips(server)));
        } finally {
            Files.delete(file);
        }
    }

    private interface Round {
        double nanos() throws IOException;
    }

    private static double least(Round round) throws IOException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, round.nanos());
        }
        return least;
    }

    private static double files(Path file) throws IOException {
        byte[] bytes = new byte[512];
        ByteBuffer buffer = ByteBuffer.allocateDirect(512);
        long start;
        try (FileOutputStream out = new FileOutputStream(file.toFile());
                FileInputStream in = new FileInputStream(file.toFile());
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            start = System.nanoTime();
            for (int i = 0; i < FILE_OPERATIONS; i++) {
                out.write(bytes);
                int read = in.read(bytes);
                int written = channel.write(buffer.clear(), 0);
                int again = channel.read(buffer.clear(), 0);
                if (read != 512 || written != 512 || again != 512) {
                    throw new IOException("not all");
                }
            }
        }
        return (System.nanoTime() - start) / (double) FILE_OPERATIONS;
    }

    private static double connects(ServerSocket server) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            new Socket(server.getInetAddress(), server.getLocalPort()).close();
        }
        return (System.nanoTime() - start) / (double) CONNECTIONS;
    }

    private static double roundTrips(ServerSocket server) throws IOException {
        byte[] message = new byte[64];
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.setTcpNoDelay(true);
            long start = System.nanoTime();
            for (int i = 0; i < ROUND_TRIPS; i++) {
                socket.getOutputStream().write(message);
                socket.getInputStream().readNBytes(message, 0, message.length);
            }
            return (System.nanoTime() - start) / (double) ROUND_TRIPS;
        }
    }

    private static ServerSocket echo() throws IOException {
        ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> echo(server));
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void echo(ServerSocket server) {
        byte[] message = new byte[64];
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                while (socket.getInputStream().readNBytes(message, 0, message.length) == message.length) {
                    socket.getOutputStream().write(message);
                }
            } catch (IOException e) {
                // the end of the benchmark, or of a connection
            }
        }
    }
}
