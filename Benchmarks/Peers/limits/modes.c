// What this machine charges for the least that any pool must do.
#include <stddef.h>

#include "../c_arm/arm.h"

extern const Arm rings, ping_pong, thread_ping_pong, threads, forks, spawns, counter;

const Mode modes[] = {{"rings", &rings},     {"ping-pong", &ping_pong}, {"thread-ping-pong", &thread_ping_pong},
                      {"threads", &threads}, {"fork", &forks},          {"spawn", &spawns},
                      {"counter", &counter}, {NULL, NULL}};
