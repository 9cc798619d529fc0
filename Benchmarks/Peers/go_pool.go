// Go's ways to run many small tasks, as an arm of bench: go_pool channel|goroutine repetition --spec FILE --record FILE
//
// channel is the usual pool, as many worker goroutines as the width says that take tasks from a buffered channel;
// goroutine starts a goroutine for each task. GOMAXPROCS is the width. A goroutine that sleeps holds no thread, so that a
// goroutine for each task has no width where tasks sleep: that cell is unsupported. Go's standard library alone; the protocol
// is in results/PROTOCOL.md.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

type spec struct {
	ProtocolVersion     int    `json:"protocol_version"`
	Workload            string `json:"workload"`
	TaskDurationNs      int64  `json:"task_duration_ns"`
	TaskIterationsN     int64  `json:"task_iterations_n"`
	WidthN              int    `json:"width_n"`
	TasksN              int    `json:"tasks_n"`
	WarmupTasksN        int    `json:"warmup_tasks_n"`
	StampEveryN         int    `json:"stamp_every_n"`
	ChecksumTasksN      int    `json:"checksum_tasks_n"`
	Seed                uint64 `json:"seed"`
	RoundtripMaxN       int    `json:"roundtrip_max_n"`
	RoundtripMaxNs      int64  `json:"roundtrip_max_ns"`
	RoundtripIdleN      int    `json:"roundtrip_idle_n"`
	RoundtripIdlePauseN int64  `json:"roundtrip_idle_pause_ns"`
	RecordTasks         bool   `json:"record_tasks"`
}

// ---- The clock: CLOCK_MONOTONIC, read by Go's own fast path from one reading of the system on.

var (
	origin   = time.Now()
	originNs = systemNow()
)

func systemNow() int64 {
	var at syscall.Timespec
	const monotonic = 1
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, monotonic, uintptr(unsafe.Pointer(&at)), 0)
	return at.Nano()
}

func now() int64 { return originNs + int64(time.Since(origin)) }

// ---- A batch: the values that the checksum covers, and the times of one task in so many.

type batch struct {
	spec   *spec
	every  int
	rows   int
	kept   int
	values []uint64
	stamps [][3]int64
	left   sync.WaitGroup
}

const columns = 16 // Neighbouring tasks write to different cache lines, as in bench.

// The first `kept` values are kept, so that memory does not grow with the batch.
func newBatch(s *spec, count, every, kept int) *batch {
	rows := (kept + columns - 1) / columns
	return &batch{spec: s, every: every, rows: rows, kept: kept, values: make([]uint64, 2*rows*columns),
		stamps: make([][3]int64, (count+every-1)/every)}
}

func (b *batch) slot(task int) int { return 2 * (task%columns*b.rows + task/columns) }

func (b *batch) submitted(task int) {
	if task%b.every == 0 {
		b.stamps[task/b.every][0] = now()
	}
}

func (b *batch) execute(task int) {
	stamped := task%b.every == 0
	if stamped {
		b.stamps[task/b.every][1] = now()
	}
	if value := b.spec.run(task); task < b.kept {
		b.values[b.slot(task)] = value
	}
	if stamped {
		b.stamps[task/b.every][2] = now()
	}
	b.left.Done()
}

func (s *spec) covered() int {
	if s.ChecksumTasksN == 0 {
		return s.TasksN
	}
	return s.ChecksumTasksN
}

func (s *spec) run(task int) uint64 {
	z := s.Seed + (uint64(task)+1)*0x9E3779B97F4A7C15
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	z ^= z >> 31
	switch s.Workload {
	case "sleep":
		time.Sleep(time.Duration(s.TaskDurationNs))
	case "cpu":
		for i := int64(0); i < s.TaskIterationsN; i++ {
			z = z*6364136223846793005 + 1442695040888963407
		}
	}
	return z
}

// ---- The two pools.

type pool interface {
	start(width int)
	submit(b *batch, task int)
	stop()
}

type job struct {
	batch *batch
	task  int
}

type channelPool struct {
	jobs    chan job
	running sync.WaitGroup
}

func (p *channelPool) start(width int) {
	p.jobs = make(chan job, 1024)
	p.running.Add(width)
	var ready sync.WaitGroup
	ready.Add(width)
	for i := 0; i < width; i++ {
		go func() {
			defer p.running.Done()
			ready.Done()
			for j := range p.jobs {
				j.batch.execute(j.task)
			}
		}()
	}
	ready.Wait()
}

func (p *channelPool) submit(b *batch, task int) { p.jobs <- job{b, task} }

func (p *channelPool) stop() {
	close(p.jobs)
	p.running.Wait()
}

type goroutines struct{}

func (goroutines) start(int)                 {}
func (goroutines) submit(b *batch, task int) { go b.execute(task) }
func (goroutines) stop()                     {}

// ---- A repetition.

func measure(s *spec, mode string, p pool) map[string]interface{} {
	runtime.GOMAXPROCS(s.WidthN)
	record := map[string]interface{}{"status": "ok", "strategy": mode + " of " + runtime.Version(),
		"submission": "single", "result_mode": "all", "inflight_n": s.TasksN, "tasks_n": s.TasksN,
		"warmup_tasks_n": s.WarmupTasksN, "stamp_every_n": s.StampEveryN}
	begin := now()
	p.start(s.WidthN)
	record["startup_ns"] = now() - begin
	if s.WarmupTasksN > 0 {
		runAll(p, newBatch(s, s.WarmupTasksN, s.WarmupTasksN, 0), s.WarmupTasksN)
	}
	roundTrips(s, p, record)
	b := newBatch(s, s.TasksN, s.StampEveryN, s.covered())
	startBytes := residentBytesAtStart()
	before := usage()
	begin = now()
	runAll(p, b, s.TasksN)
	record["batch_ns"] = now() - begin
	record["t_start_ns"] = begin
	after := usage()
	for index, name := range []string{"cpu_user_ns", "cpu_system_ns", "ctx_voluntary_n", "ctx_involuntary_n",
		"minor_faults_n", "major_faults_n"} {
		record[name] = after[index] - before[index]
	}
	if record["peak_rss_bytes"] = statusBytes("VmHWM:"); startBytes > 0 {
		record["rss_start_bytes"] = startBytes
	}
	begin = now()
	p.stop()
	record["teardown_ns"] = now() - begin
	note(s, b, record)
	return record
}

func runAll(p pool, b *batch, count int) {
	b.left.Add(count)
	for task := 0; task < count; task++ {
		b.submitted(task)
		p.submit(b, task)
	}
	b.left.Wait()
}

func roundTrips(s *spec, p pool, record map[string]interface{}) {
	most := s.RoundtripMaxN + s.RoundtripIdleN
	if most == 0 {
		return
	}
	b := newBatch(s, most, most, 0)
	busy, idle := []int64{}, []int64{}
	trip := func(task int) int64 {
		begin := now()
		b.left.Add(1)
		p.submit(b, task)
		b.left.Wait()
		return now() - begin
	}
	for end := now() + s.RoundtripMaxNs; len(busy) < s.RoundtripMaxN && now() < end; {
		busy = append(busy, trip(len(busy)))
	}
	for len(idle) < s.RoundtripIdleN {
		time.Sleep(time.Duration(s.RoundtripIdlePauseN))
		idle = append(idle, trip(len(busy)+len(idle)))
	}
	record["roundtrip_ns"], record["roundtrip_idle_ns"] = busy, idle
}

func note(s *spec, b *batch, record map[string]interface{}) {
	latency, queue, service, tasks := []int64{}, []int64{}, []int64{}, [][4]int64{}
	for index, t := range b.stamps {
		latency, queue, service = append(latency, t[2]-t[0]), append(queue, t[1]-t[0]), append(service, t[2]-t[1])
		tasks = append(tasks, [4]int64{int64(index * b.every), t[0], t[1], t[2]})
	}
	record["latency_ns"], record["queue_ns"], record["service_ns"] = latency, queue, service
	if s.RecordTasks {
		record["tasks"] = tasks
	}
	if sorted := sortedCopy(service); s.StampEveryN == 1 && sorted[len(sorted)/2] >= 20_000 {
		record["width_effective_n"] = mostAtOnce(tasks)
	}
	var sum uint64
	for task := 0; task < b.kept; task++ {
		sum += b.values[b.slot(task)] * (2*uint64(task) + 1)
	}
	record["checksum"], record["checksum_tasks_n"] = fmt.Sprintf("%016x", sum), b.kept
}

func sortedCopy(values []int64) []int64 {
	sorted := append([]int64{}, values...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	return sorted
}

func mostAtOnce(tasks [][4]int64) int {
	type step struct{ at, change int64 }
	steps := []step{}
	for _, t := range tasks {
		steps = append(steps, step{t[2], 1}, step{t[3], -1})
	}
	sort.Slice(steps, func(i, j int) bool {
		return steps[i].at < steps[j].at || steps[i].at == steps[j].at && steps[i].change < steps[j].change
	})
	running, most := int64(0), int64(0)
	for _, s := range steps {
		running += s.change
		if running > most {
			most = running
		}
	}
	return int(most)
}

func usage() [6]int64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return [6]int64{used.Utime.Nano(), used.Stime.Nano(), used.Nvcsw, used.Nivcsw, used.Minflt, used.Majflt}
}

// The resident memory now, from which the peak begins anew; 0 where that is not permitted.
func residentBytesAtStart() int {
	if os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) != nil {
		return 0
	}
	return statusBytes("VmRSS:")
}

func statusBytes(key string) int {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == key {
			kibibytes, _ := strconv.Atoi(fields[1])
			return kibibytes * 1024
		}
	}
	return 0
}

// ---- The command line.

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, "go_pool: "+sentence)
	os.Exit(1)
}

func main() {
	pools := map[string]pool{"channel": &channelPool{}, "goroutine": goroutines{}}
	a := os.Args
	if len(a) != 7 || pools[a[1]] == nil || a[2] != "repetition" || a[3] != "--spec" || a[5] != "--record" {
		fail("write go_pool channel|goroutine repetition --spec FILE --record FILE")
	}
	var s spec
	text, err := os.ReadFile(a[4])
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil || s.ProtocolVersion != 1 {
		fail(fmt.Sprintf("%s is no spec of version 1 of the protocol (%v)", a[4], err))
	}
	record := map[string]interface{}{"status": "unsupported"}
	if !(s.Workload == "noop" || s.Workload == "cpu" || s.Workload == "sleep") || s.WidthN == 0 {
		record["status_detail"] = "runs noop, cpu and sleep at a bounded width"
	} else if s.Workload == "sleep" && a[1] == "goroutine" {
		record["status_detail"] = "a goroutine for each task has no width: all of them would sleep at once"
	} else {
		record = measure(&s, a[1], pools[a[1]])
	}
	record["protocol_version"] = 1
	text, err = json.Marshal(record)
	if err == nil {
		err = os.WriteFile(a[6], text, 0o644)
	}
	if err != nil {
		fail(err.Error())
	}
}
