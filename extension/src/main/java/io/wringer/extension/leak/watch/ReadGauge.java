package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.List;
import java.util.function.LongSupplier;

/** A gauge that reads one number. */
record ReadGauge(Resource kind, String unit, LongSupplier reader, List<String> evidence) implements Gauge {

    ReadGauge(Resource kind, String unit, LongSupplier reader) {
        this(kind, unit, reader, List.of());
    }

    @Override
    public long read() {
        return reader.getAsLong();
    }
}
