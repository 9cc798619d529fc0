// rayon as an arm of bench; its own part is lib.rs. RAYON_VERSION comes from the build.
//
// Dropping a pool of rayon orders its threads to end and does not wait for them: a tear-down that cannot be seen is not told.
#include <stddef.h>

#include "../c_arm/arm.h"

void rayon_start(int64_t width);
void rayon_trip(int64_t task);
void rayon_run(int64_t count);
void rayon_stop(void);

static void start(void) { rayon_start(spec.width_n); }
static int64_t in_flight(void) { return 0; }

static const Arm scope = {.name = "scope of rayon " RAYON_VERSION, .workloads = " noop cpu sleep ", .result_mode = "all",
                          .sees_usage = 1, .hides_end = 1, .in_flight = in_flight, .start = start, .trip = rayon_trip,
                          .run = rayon_run, .stop = rayon_stop};

const Mode modes[] = {{"scope", &scope}, {NULL, NULL}};
