// oneTBB as an arm of bench: a task_group in an arena of the width, one run for each task and one wait for all.
//
// The thread that waits runs tasks itself, so that the arena has one thread less than the width; for the same reason a single
// task is not handed over, and there are no round trips. TBB keeps its threads when the arena has gone: no tear-down either.
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/version.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "c_arm/arm.h"

namespace {

std::unique_ptr<tbb::task_arena> arena;

// Returns when as many tasks as the width have run at the same moment.
void start() {
  arena = std::make_unique<tbb::task_arena>(static_cast<int>(spec.width_n));
  arena->execute([] {
    std::atomic<int64_t> arrived{0};
    tbb::task_group group;
    for (int64_t i = 0; i < spec.width_n; i++) {
      group.run([&arrived] {
        arrived++;
        while (arrived < spec.width_n) std::this_thread::yield();
      });
    }
    group.wait();
  });
}

void run(int64_t count) {
  arena->execute([count] {
    tbb::task_group group;
    for (int64_t task = 0; task < count; task++) {
      submitted(task);
      group.run([task] { complete(task, execute(task)); });
    }
    group.wait();
  });
}

void stop() { arena.reset(); }

int64_t in_flight() { return 0; }

const std::string name = std::string("task_group of oneTBB ") + TBB_runtime_version();

const Arm task_group = {name.c_str(), " noop cpu sleep ", "all", 0, 1, 1, in_flight, start, nullptr, run, stop};

}  // namespace

extern "C" const Mode modes[] = {{"task-group", &task_group}, {nullptr, nullptr}};
