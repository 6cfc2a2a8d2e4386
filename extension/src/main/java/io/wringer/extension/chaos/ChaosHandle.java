package io.wringer.extension.chaos;

import io.wringer.chaos.Chaos;
import java.util.List;

/** What a test gets as its {@link Chaos} parameter. */
record ChaosHandle(List<RunningFault> faults, long seed) implements Chaos {

    @Override
    public long fired() {
        return faults.stream().mapToLong(RunningFault::fired).sum();
    }

    @Override
    public long fired(int index) {
        return faults.get(index).fired();
    }

    @Override
    public long calls() {
        return faults.stream().mapToLong(RunningFault::calls).sum();
    }

    @Override
    public void heal() {
        faults.forEach(fault -> fault.window().heal());
    }

    @Override
    public void heal(int index) {
        faults.get(index).window().heal();
    }

    @Override
    public void activate() {
        faults.forEach(fault -> fault.window().activate());
    }

    @Override
    public void activate(int index) {
        faults.get(index).window().activate();
    }
}
