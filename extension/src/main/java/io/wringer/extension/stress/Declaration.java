package io.wringer.extension.stress;

import io.wringer.WringerConfigurationException;
import io.wringer.extension.grammar.GrammarException;
import io.wringer.extension.grammar.Objective;
import io.wringer.extension.grammar.Objectives;
import io.wringer.extension.stress.Operations.Named;
import io.wringer.stress.StressPlan;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the body of a test declared with its {@link StressPlan}; used by the thread of the test alone. */
final class Declaration implements StressPlan {

    private final String element;
    private final long seed;
    private final List<Named> operations = new ArrayList<>();
    private final List<Objective> objectives = new ArrayList<>();
    private final List<Hook> before = new ArrayList<>();
    private final List<Hook> after = new ArrayList<>();
    private final Map<String, Check> invariants = new LinkedHashMap<>();
    private final List<FinalCheck> finalChecks = new ArrayList<>();
    private final Map<String, Meter> meters = new LinkedHashMap<>();
    private boolean closed;

    Declaration(String element, long seed) {
        this.element = element;
        this.seed = seed;
    }

    @Override
    public StressPlan operation(String name, int weight, Operation operation) {
        return add(name, weight, operation, false, () -> Operations.handleOf(operation));
    }

    @Override
    public StressPlan operation(String name, int weight, ValueOperation operation) {
        return add(name, weight, operation, false, () -> Operations.handleOf(operation));
    }

    @Override
    public StressPlan asyncOperation(String name, int weight, AsyncOperation operation) {
        return add(name, weight, operation, true, () -> Operations.handleOf(operation));
    }

    private StressPlan add(
            String name, int weight, @Nullable Object operation, boolean async, Supplier<MethodHandle> handle) {
        checkOpen();
        checkName("operation", name, operations.stream().map(Named::name).toList());
        checkGiven("operation " + quoted(name), operation);
        if (weight < 1) {
            throw error(
                    "the weight " + weight + " of operation " + quoted(name) + " is less than 1.",
                    "Give a positive weight, for example operation(" + quoted(name) + ", 1, ...).");
        }
        if (operations.size() == Journal.MOST_OPERATIONS) {
            throw error("there are more than " + Journal.MOST_OPERATIONS + " operations.", "Join some of them.");
        }
        operations.add(new Named(name, weight, handle.get(), async));
        return this;
    }

    @Override
    public StressPlan objectives(String... texts) {
        checkOpen();
        for (String text : texts) {
            objectives.add(parsed(text));
        }
        return this;
    }

    private Objective parsed(String text) {
        try {
            return Objectives.parse(text);
        } catch (GrammarException e) {
            throw error(
                    "the objective " + quoted(text) + " can't be read: " + e.getMessage(),
                    "Write for example " + quoted("p95 < 5ms for get") + ".");
        }
    }

    @Override
    public StressPlan before(Hook hook) {
        checkOpen();
        checkGiven("the hook", hook);
        before.add(hook);
        return this;
    }

    @Override
    public StressPlan after(Hook hook) {
        checkOpen();
        checkGiven("the hook", hook);
        after.add(hook);
        return this;
    }

    @Override
    public StressPlan invariant(String name, Check check) {
        checkOpen();
        checkName("invariant", name, invariants.keySet());
        checkGiven("invariant " + quoted(name), check);
        invariants.put(name, check);
        return this;
    }

    @Override
    public StressPlan finalCheck(FinalCheck check) {
        checkOpen();
        checkGiven("the final check", check);
        finalChecks.add(check);
        return this;
    }

    @Override
    public <T> Feeder<T> feeder(Iterable<? extends T> values) {
        checkOpen();
        List<T> copy = new ArrayList<>();
        values.forEach(copy::add);
        if (copy.isEmpty()) {
            throw error("a feeder has no values.", "Give it at least one.");
        }
        return Feeders.inTurn(copy);
    }

    @Override
    public Feeder<Map<String, String>> csv(Path file) {
        checkOpen();
        try {
            return feeder(Csv.read(file));
        } catch (CsvException e) {
            throw error("the feeder of " + file + " can't be read: " + e.getMessage(), e.remedy());
        }
    }

    @Override
    public <T> Feeder<T> random(Function<? super RandomGenerator, ? extends T> generator) {
        checkOpen();
        checkGiven("the generator", generator);
        return Feeders.random(seed, generator);
    }

    @Override
    public Counter counter(String name) {
        return meter(name, new Meter.Count());
    }

    @Override
    public Ratio ratio(String name) {
        return meter(name, new Meter.Share());
    }

    @Override
    public StressPlan metric(String name, DoubleSupplier value) {
        checkGiven("metric " + quoted(name), value);
        meter(name, new Meter.Gauge(value));
        return this;
    }

    private <M extends Meter> M meter(String name, M meter) {
        checkOpen();
        checkName("metric", name, meters.keySet());
        meters.put(name, meter);
        return meter;
    }

    /** Ends the declaration: whatever comes later is a mistake. */
    void close() {
        closed = true;
    }

    boolean hasOperations() {
        return !operations.isEmpty();
    }

    Operations operations() {
        return new Operations(operations, before, after);
    }

    List<Objective> objectives() {
        return objectives;
    }

    Map<String, Check> invariants() {
        return invariants;
    }

    List<FinalCheck> finalChecks() {
        return finalChecks;
    }

    Map<String, Meter> meters() {
        return meters;
    }

    /** Creates the error of a declaration that can't be used. */
    WringerConfigurationException error(String problem, String remedy) {
        return new WringerConfigurationException(
                "StressPlan of " + element + ": " + problem + System.lineSeparator() + remedy);
    }

    private void checkOpen() {
        if (closed) {
            throw error(
                    "it was changed after the load had begun.",
                    "Declare everything in the body of the test, which runs once before the load.");
        }
    }

    private void checkName(String kind, String name, Collection<String> taken) {
        if (name.isBlank()) {
            throw error("there is a blank name.", "Give each " + kind + " a name.");
        }
        if (taken.contains(name)) {
            throw error("there are two of the name " + quoted(name) + ".", "Give each " + kind + " a name of its own.");
        }
    }

    private void checkGiven(String what, @Nullable Object given) {
        if (given == null) {
            throw error(what + " is null.", "Give a lambda expression or a method reference.");
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
