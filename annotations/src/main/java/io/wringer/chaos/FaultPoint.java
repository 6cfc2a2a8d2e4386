package io.wringer.chaos;

import org.apiguardian.api.API;

/**
 * Ready-made places for {@link ChaosFault#on()}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum FaultPoint {

    /** No ready-made place. */
    NONE,

    /** Connecting a TCP socket or channel; with a network fault, all connections. */
    SOCKET,

    /** Reading, writing and opening files, by streams, {@code RandomAccessFile} and {@code java.nio}. */
    FILE,

    /** Executing SQL statements and getting connections. */
    JDBC,

    /** Sending an HTTP request by the JDK's clients, OkHttp, or Apache HttpClient 4 or 5. */
    HTTP,

    /** Looking up host names. */
    DNS,

    /** Asking for the time. */
    CLOCK,

    /** Handing work to an executor. */
    EXECUTOR,

    /** Sending and receiving WebSocket messages by the JDK's client, Java-WebSocket or OkHttp. */
    WEBSOCKET
}
