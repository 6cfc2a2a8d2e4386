package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.Map;
import java.util.function.Supplier;

/** A gauge that counts what it can list. */
record ItemGauge(Resource kind, String unit, Supplier<Map<Object, String>> lister) implements Gauge {

    @Override
    public long read() {
        return lister.get().size();
    }

    @Override
    public Map<Object, String> items() {
        return lister.get();
    }
}
