package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A gauge that reads one number.
 *
 * @param lender the path of what hands out what is counted, empty if nothing does
 */
record ReadGauge(Resource kind, String unit, LongSupplier reader, String lender) implements Gauge {

    ReadGauge(Resource kind, String unit, LongSupplier reader) {
        this(kind, unit, reader, "");
    }

    @Override
    public List<String> evidence() {
        return lender.isEmpty() ? List.of() : List.of("lent by " + lender);
    }

    @Override
    public long read() {
        return reader.getAsLong();
    }
}
