package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.function.LongSupplier;

/** A number that the test itself gives. */
record GivenGauge(String unit, LongSupplier reader) implements Gauge {

    @Override
    public Resource kind() {
        return Resource.HEAP;
    }

    @Override
    public boolean isNamed() {
        return true;
    }

    @Override
    public long read() {
        return reader.getAsLong();
    }
}
