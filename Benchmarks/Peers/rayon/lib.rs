//! rayon's part of the arm `rayon`: a pool of the width, one spawn for each task in a scope that waits for all.
//!
//! The scope's body runs on a thread of the pool, as rayon's users have it. A round trip is `install`: the calling thread
//! hands one task to the pool and waits for it.
use std::sync::{Barrier, Mutex};

static POOL: Mutex<Option<rayon::ThreadPool>> = Mutex::new(None);

#[repr(C)]
pub struct Outcome {
    value: u64,
    start: i64,
    end: i64,
}

extern "C" {
    fn execute(task: i64) -> Outcome;
    fn submitted(task: i64);
    fn complete(task: i64, outcome: Outcome);
}

fn with_pool<R>(body: impl FnOnce(&rayon::ThreadPool) -> R) -> R {
    let slot = POOL.lock().unwrap();
    body(slot.as_ref().expect("the pool has started"))
}

/// Returns when as many tasks as there are threads have run at the same moment.
#[no_mangle]
pub extern "C" fn rayon_start(width: i64) {
    let width = width as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(width).build().expect("threads can be created");
    let barrier = Barrier::new(width);
    pool.broadcast(|_| {
        barrier.wait();
    });
    *POOL.lock().unwrap() = Some(pool);
}

#[no_mangle]
pub extern "C" fn rayon_trip(task: i64) {
    with_pool(|pool| pool.install(|| unsafe { complete(task, execute(task)) }));
}

#[no_mangle]
pub extern "C" fn rayon_run(count: i64) {
    with_pool(|pool| {
        pool.scope(|scope| {
            for task in 0..count {
                unsafe { submitted(task) };
                scope.spawn(move |_| unsafe { complete(task, execute(task)) });
            }
        })
    });
}

/// Orders the threads to end; rayon offers nothing that waits for them.
#[no_mangle]
pub extern "C" fn rayon_stop() {
    *POOL.lock().unwrap() = None;
}
