package io.wringer.extension.chaos.link;

/** Faults of a link, for counting them. */
public enum LinkFault {
    /** Pieces of data held by a stall. */
    STALL,
    /** Pieces of data delayed. */
    LATENCY,
    /** Pieces of data that waited for bandwidth. */
    SLOW,
    /** Pieces of data held by a partition. */
    PARTITION,
    /** Bytes changed. */
    CORRUPT,
    /** Streams ended early. */
    TRUNCATE,
    /** Connections reset. */
    RESET,
    /** Connections refused, as far as the link sees them: a real "connection refused" happens without it. */
    REFUSE
}
