import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's pools as an arm of bench: java -cp FOLDER JavaPools MODE repetition --spec FILE --record FILE.
 *
 * <p>fixed is Executors.newFixedThreadPool, forkjoin is a ForkJoinPool of its own: a batch is one execute for each task and
 * one latch for all. Under fixed-futures and forkjoin-futures it is one submit for each task and then get on each future, as
 * bench's process pool has it. A round trip is submit and get. The compiler of the virtual machine works while tasks run, so a fresh
 * process would be measured cold: beside the warm-up tasks of the spec, which the driver counts, tasks run for WARM_NS before
 * anything is measured. Java's standard library alone; the protocol is in results/PROTOCOL.md.
 */
public final class JavaPools {
    private static final long WARM_NS = 500_000_000L;
    private static final int MOST_FUTURES = 16_384; // Results that are waited for at the same time.
    private static final int COLUMNS = 16; // Neighbouring tasks write to different cache lines, as in bench.

    // ---- The spec, which is one flat JSON object, and the record.

    private final String specText;
    private final StringBuilder record = new StringBuilder("{\"protocol_version\": 1");

    private JavaPools(String specText) {
        this.specText = specText;
    }

    private String field(String key, String pattern) {
        Matcher matcher = Pattern.compile("\"" + key + "\"\\s*:\\s*" + pattern).matcher(specText);
        return matcher.find() ? matcher.group(1) : null;
    }

    private String text(String key) {
        return field(key, "\"([^\"]*)\"");
    }

    private long number(String key, long otherwise) {
        String digits = field(key, "(-?[0-9]+)");
        return digits == null ? otherwise : Long.parseLong(digits);
    }

    private int count(String key) {
        return (int) number(key, 0);
    }

    private void put(String key, Object value) {
        String shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        record.append(", \"").append(key).append("\": ").append(shown);
    }

    // ---- A batch: the values that the checksum covers, and the times of one task in so many.

    private final class Batch {
        final int tasks;
        final int every;
        final int kept;
        private final int rows;
        private final long[] values;
        private final long[] submits;
        private final long[] starts;
        private final long[] ends;

        /** Keeps the first values alone, so that memory does not grow with the batch. */
        Batch(int tasks, int every, int kept) {
            this.tasks = tasks;
            this.every = every;
            this.kept = kept;
            rows = (kept + COLUMNS - 1) / COLUMNS;
            values = new long[2 * rows * COLUMNS];
            int stamped = (tasks + every - 1) / every;
            submits = new long[stamped];
            starts = new long[stamped];
            ends = new long[stamped];
        }

        int slot(int task) {
            return 2 * (task % COLUMNS * rows + task / COLUMNS);
        }

        void submitted(int task) {
            if (task % every == 0) {
                submits[task / every] = System.nanoTime();
            }
        }

        void execute(int task) {
            boolean isStamped = task % every == 0;
            if (isStamped) {
                starts[task / every] = System.nanoTime();
            }
            long value = work(task);
            if (task < kept) {
                values[slot(task)] = value;
            }
            if (isStamped) {
                ends[task / every] = System.nanoTime();
            }
        }

        long checksum() {
            long sum = 0;
            for (int task = 0; task < kept; task++) {
                sum += values[slot(task)] * (2L * task + 1);
            }
            return sum;
        }
    }

    private String workload;
    private long seed;
    private long durationNs;
    private long iterations;

    private long work(int task) {
        long z = seed + (task + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        switch (workload) {
            case "sleep":
                sleep(durationNs);
                return z;
            case "cpu":
                for (long i = 0; i < iterations; i++) {
                    z = z * 6364136223846793005L + 1442695040888963407L;
                }
                return z;
            default:
                return z;
        }
    }

    private static void sleep(long nanoseconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoseconds);
        } catch (InterruptedException error) {
            throw new IllegalStateException("nobody interrupts a task", error);
        }
    }

    // ---- A repetition.

    private ExecutorService pool;

    private boolean hasFutures;

    private void measure(String mode) throws Exception {
        hasFutures = mode.endsWith("-futures");
        int width = count("width_n");
        put("strategy", mode + " of Java " + System.getProperty("java.version"));
        put("submission", "single");
        put("result_mode", hasFutures ? "each" : "all");
        for (String key : new String[] {"tasks_n", "warmup_tasks_n", "stamp_every_n"}) {
            put(key, count(key));
        }
        put("inflight_n", hasFutures ? Math.min(MOST_FUTURES, count("tasks_n")) : count("tasks_n"));
        put("threads_spawned_n", width);
        long begin = System.nanoTime();
        pool = mode.startsWith("fixed") ? Executors.newFixedThreadPool(width) : new ForkJoinPool(width);
        meet(width);
        put("startup_ns", System.nanoTime() - begin);
        warmUp();
        roundTrips();
        int covered = (int) number("checksum_tasks_n", count("tasks_n"));
        Batch batch = new Batch(count("tasks_n"), count("stamp_every_n"), covered);
        long startBytes = residentBytesAtStart();
        begin = System.nanoTime();
        run(batch);
        put("batch_ns", System.nanoTime() - begin);
        put("t_start_ns", begin);
        put("peak_rss_bytes", statusBytes("VmHWM:"));
        if (startBytes > 0) {
            put("rss_start_bytes", startBytes);
        }
        begin = System.nanoTime();
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.HOURS);
        put("teardown_ns", System.nanoTime() - begin);
        note(batch);
        put("status", "ok");
    }

    /** Returns when as many tasks as there are threads have run at the same moment. */
    private void meet(int width) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(width + 1);
        for (int i = 0; i < width; i++) {
            pool.submit(() -> barrier.await());
        }
        barrier.await();
    }

    private void warmUp() throws Exception {
        int tasks = Math.max(1, count("warmup_tasks_n"));
        for (long end = System.nanoTime() + WARM_NS; ; ) {
            run(new Batch(tasks, Math.max(1, count("stamp_every_n")), 0));
            if (System.nanoTime() >= end) {
                return;
            }
        }
    }

    private void run(Batch batch) throws Exception {
        if (hasFutures) {
            runForFutures(batch);
            return;
        }
        CountDownLatch left = new CountDownLatch(batch.tasks);
        for (int index = 0; index < batch.tasks; index++) {
            int task = index;
            batch.submitted(task);
            pool.execute(() -> {
                batch.execute(task);
                left.countDown();
            });
        }
        left.await();
    }

    private void runForFutures(Batch batch) throws Exception {
        Deque<Future<?>> futures = new ArrayDeque<>(MOST_FUTURES);
        for (int index = 0; index < batch.tasks; index++) {
            int task = index;
            if (futures.size() == MOST_FUTURES) {
                futures.remove().get();
            }
            batch.submitted(task);
            futures.add(pool.submit(() -> batch.execute(task)));
        }
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private void roundTrips() throws Exception {
        int most = count("roundtrip_max_n");
        int pauses = count("roundtrip_idle_n");
        if (most + pauses == 0) {
            return;
        }
        Batch batch = new Batch(most + pauses, most + pauses, 0);
        List<Long> busy = new ArrayList<>();
        List<Long> idle = new ArrayList<>();
        long end = System.nanoTime() + number("roundtrip_max_ns", 0);
        while (busy.size() < most && System.nanoTime() < end) {
            busy.add(trip(batch, busy.size()));
        }
        while (idle.size() < pauses) {
            sleep(number("roundtrip_idle_pause_ns", 0));
            idle.add(trip(batch, busy.size() + idle.size()));
        }
        put("roundtrip_ns", busy);
        put("roundtrip_idle_ns", idle);
    }

    private long trip(Batch batch, int task) throws Exception {
        long begin = System.nanoTime();
        pool.submit(() -> batch.execute(task)).get();
        return System.nanoTime() - begin;
    }

    private void note(Batch batch) {
        List<Long> latency = new ArrayList<>();
        List<Long> queue = new ArrayList<>();
        List<Long> service = new ArrayList<>();
        List<List<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < batch.starts.length; i++) {
            latency.add(batch.ends[i] - batch.submits[i]);
            queue.add(batch.starts[i] - batch.submits[i]);
            service.add(batch.ends[i] - batch.starts[i]);
            tasks.add(List.of((long) i * batch.every, batch.submits[i], batch.starts[i], batch.ends[i]));
        }
        put("latency_ns", latency);
        put("queue_ns", queue);
        put("service_ns", service);
        if ("true".equals(field("record_tasks", "(true|false)"))) {
            put("tasks", tasks);
        }
        Collections.sort(service);
        if (batch.every == 1 && service.get(service.size() / 2) >= 20_000) {
            put("width_effective_n", mostAtOnce(tasks));
        }
        put("checksum", String.format("%016x", batch.checksum()));
        put("checksum_tasks_n", batch.kept);
    }

    private static long mostAtOnce(List<List<Long>> tasks) {
        List<long[]> steps = new ArrayList<>();
        for (List<Long> task : tasks) {
            steps.add(new long[] {task.get(2), 1});
            steps.add(new long[] {task.get(3), -1});
        }
        steps.sort(Comparator.<long[]>comparingLong(step -> step[0]).thenComparingLong(step -> step[1]));
        long running = 0;
        long most = 0;
        for (long[] step : steps) {
            running += step[1];
            most = Math.max(most, running);
        }
        return most;
    }

    /** The resident memory now, from which the peak begins anew; 0 where that is not permitted. */
    private static long residentBytesAtStart() throws IOException {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException refused) {
            return 0;
        }
        return statusBytes("VmRSS:");
    }

    private static long statusBytes(String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    // ---- The command line.

    private void answer(String mode) throws Exception {
        if (number("protocol_version", 0) != 1) {
            fail("this arm speaks version 1 of the protocol alone");
        }
        workload = text("workload");
        seed = number("seed", 0);
        durationNs = number("task_duration_ns", 0);
        iterations = number("task_iterations_n", 0);
        if (List.of("noop", "cpu", "sleep").contains(workload) && count("width_n") > 0) {
            measure(mode);
        } else {
            put("status", "unsupported");
            put("status_detail", "runs noop, cpu and sleep at a bounded width");
        }
    }

    private static void fail(String sentence) {
        System.err.println("JavaPools: " + sentence);
        System.exit(1);
    }

    private static final List<String> MODES = List.of("fixed", "forkjoin", "fixed-futures", "forkjoin-futures");

    public static void main(String[] words) throws Exception {
        if (words.length != 6 || !MODES.contains(words[0]) || !words[1].equals("repetition")
                || !words[2].equals("--spec") || !words[4].equals("--record")) {
            fail("write JavaPools " + String.join("|", MODES) + " repetition --spec FILE --record FILE");
        }
        JavaPools arm = new JavaPools(Files.readString(Path.of(words[3])));
        arm.answer(words[0]);
        Files.writeString(Path.of(words[5]), arm.record.append("}"));
    }
}
