package io.wringer.extension.chaos;

import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.extension.chaos.weave.Pointcut;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Knows the methods that ready-made places stand for. */
final class Presets {

    static final String WRITES = "FILE writes";
    static final String THREADS = "Thread.start";
    static final String DESCRIPTORS = "opening files and sockets";
    static final String POOL = "DataSource.getConnection";

    private static final List<Pointcut> CONNECTING = parse(
            "java.net.Socket.connect(SocketAddress, int)",
            "sun.nio.ch.SocketChannelImpl.connect(SocketAddress)",
            "sun.nio.ch.SocketChannelImpl.blockingConnect(..)");

    private static final List<Pointcut> WRITING = parse(
            "java.io.FileOutputStream.write(..)",
            "java.io.RandomAccessFile.write(..)",
            "sun.nio.ch.FileChannelImpl.write(..)");

    private static final List<Pointcut> OPENING = parse(
            "java.io.FileInputStream.new(File)",
            "java.io.FileOutputStream.new(File, boolean)",
            "java.io.RandomAccessFile.new(File, String)",
            "java.nio.file.spi.FileSystemProvider.newByteChannel(..)",
            "java.nio.file.spi.FileSystemProvider.newFileChannel(..)");

    private static final Map<FaultPoint, List<Pointcut>> POINTS = Map.of(
            FaultPoint.SOCKET, CONNECTING,
            FaultPoint.FILE,
                    join(
                            OPENING,
                            WRITING,
                            parse(
                                    "java.io.FileInputStream.read(..)",
                                    "java.io.RandomAccessFile.read(..)",
                                    "sun.nio.ch.FileChannelImpl.read(..)")),
            FaultPoint.JDBC, parse("java.sql.Statement.execute*(..)", "javax.sql.DataSource.getConnection(..)"),
            FaultPoint.HTTP,
                    parse(
                            "java.net.http.HttpClient.send(..)",
                            "java.net.http.HttpClient.sendAsync(..)",
                            "java.net.HttpURLConnection.getInputStream()",
                            "java.net.HttpURLConnection.getResponseCode()",
                            "okhttp3.Call.execute()",
                            "org.apache.http.client.HttpClient.execute(..)",
                            "org.apache.hc.client5.http.classic.HttpClient.execute(..)"),
            FaultPoint.DNS, parse("java.net.InetAddress.getAllByName(String)"),
            FaultPoint.CLOCK,
                    parse(
                            "java.lang.System.currentTimeMillis()",
                            "java.time.Clock.currentInstant()",
                            "java.time.Clock$SystemClock.millis()",
                            "java.util.Date.new()"),
            FaultPoint.EXECUTOR,
                    parse(
                            "java.util.concurrent.Executor.execute(..)",
                            "java.util.concurrent.ExecutorService.submit(..)",
                            "java.util.concurrent.ScheduledExecutorService.schedule*(..)"),
            FaultPoint.WEBSOCKET,
                    parse(
                            "java.net.http.WebSocket.send*(..)",
                            "java.net.http.WebSocket$Listener.on*(..)",
                            "okhttp3.WebSocket.send(..)",
                            "okhttp3.WebSocketListener.onMessage(..)",
                            "org.java_websocket.WebSocket.send(..)",
                            "org.java_websocket.WebSocketListener.onWebsocketMessage(..)"));

    /** What the failing part throws by itself: the first that a method declares, else the unchecked one at the end. */
    private static final Map<FaultPoint, List<String>> EXCEPTIONS = Map.of(
            FaultPoint.SOCKET, List.of("java.net.ConnectException"),
            FaultPoint.FILE,
                    List.of("java.io.FileNotFoundException", "java.io.IOException", "java.io.UncheckedIOException"),
            FaultPoint.JDBC, List.of("java.sql.SQLException"),
            FaultPoint.HTTP, List.of("java.io.IOException"),
            FaultPoint.DNS, List.of("java.net.UnknownHostException"),
            FaultPoint.CLOCK, List.of("java.time.DateTimeException"),
            FaultPoint.EXECUTOR, List.of("java.util.concurrent.RejectedExecutionException"),
            FaultPoint.WEBSOCKET, List.of("java.io.IOException", "java.lang.IllegalStateException"));

    private Presets() {}

    static Where.Preset of(FaultPoint point, Fault fault) {
        return fault == Fault.DISK_FULL && point == FaultPoint.FILE
                ? new Where.Preset(WRITES, point, WRITING)
                : new Where.Preset(point.name(), point, POINTS.getOrDefault(point, List.of()));
    }

    /** Returns where things run out by themselves, an empty list if that has to be given. */
    static List<Where.Preset> exhausted(String what) {
        return switch (what) {
            case Exhaustion.THREADS ->
                List.of(new Where.Preset(THREADS, FaultPoint.NONE, parse("java.lang.Thread.start()")));
            case Exhaustion.DESCRIPTORS ->
                List.of(new Where.Preset(
                        DESCRIPTORS,
                        FaultPoint.FILE,
                        join(OPENING, CONNECTING, parse("java.net.ServerSocket.accept()"))));
            case Exhaustion.POOL ->
                List.of(new Where.Preset(POOL, FaultPoint.NONE, parse("javax.sql.DataSource.getConnection(..)")));
            default -> List.of();
        };
    }

    static List<String> exceptions(FaultPoint point) {
        return EXCEPTIONS.getOrDefault(point, List.of());
    }

    private static List<Pointcut> parse(String... texts) {
        return Stream.of(texts).map(Pointcut::parse).toList();
    }

    private static List<Pointcut> join(List<Pointcut> one, List<Pointcut> two, List<Pointcut> three) {
        return Stream.of(one, two, three).flatMap(List::stream).toList();
    }
}
