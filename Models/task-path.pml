/*
 * The task path of the process pool: two rings in memory that a host shares with each worker, the words by which the two
 * sides sleep and wake, and what the host does when a worker dies. README.md says what is proved and what is left out.
 *
 * Memory is sequentially consistent: each step between two semicolons is one access to memory that somebody else can
 * change. What is joined in an `atomic` or a `d_step` is one such access, with what only its own side, or only the holder
 * of the pool's lock, looks at.
 *
 * Sizes, each to be set with -D: WORKERS (1 or 2), TASKS (at most 7), THEFTS, DEATHS, AWAITED (the task that the getter
 * waits for). A mutant is a model with one part of the protocol broken: -DMUTANT_...
 */
#ifndef WORKERS
#define WORKERS 1
#endif
#ifndef TASKS
#define TASKS 3
#endif
#ifndef THEFTS
#define THEFTS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef AWAITED
#define AWAITED 2
#endif
#ifndef WORKS
#define WORKS 0    /* how often the main queue of the first worker gets work; without deaths alone */
#endif

#define CAPACITY 2
#define MEMORIES (WORKERS + DEATHS)  /* a new worker has a memory of its own */
#define SLOT(m, number) ((m) * CAPACITY + (number) % CAPACITY)
#define NOBODY 255

/* HostSleep in TaskPathMemory.swift. */
#define AWAKE 0
#define ON_FUTEX 1
#define ON_BELL 2

/* Shared memory, one for each worker. A slot holds the number of a task; 0 marks one that may be written. */
byte requestTail[MEMORIES];
byte requestHead[MEMORIES];
bool workerSleep[MEMORIES];
byte replyTail[MEMORIES];
byte replyHead[MEMORIES];
byte hostSleep[MEMORIES];
byte request[MEMORIES * CAPACITY];
byte reply[MEMORIES * CAPACITY];

/* The kernel: which processes live, who is blocked on which futex, the dispatcher's event descriptor. */
#define UNBORN 0
#define ALIVE 1
#define KILLED 2
#define ENDED 3    /* the dispatcher's descriptor of the process is readable */
#define BURIED 4   /* the dispatcher has dealt with it */
byte life[MEMORIES];
bool workerBlocked[MEMORIES];
byte getterBlockedOn = NOBODY;
bool bell;                        /* whether the counter of the dispatcher's event descriptor is above 0 */

#if WORKS
bool isCalled;                    /* the first worker's own: its main queue has work, which is to be done when it is idle */
byte worksDone;
#endif

/* The host's own; changed under the pool's lock only. */
bool isLocked;
byte current[WORKERS];            /* the memory of the worker in each place of the pool */
byte held[MEMORIES * CAPACITY];   /* the task in each request slot that is neither answered nor taken back */
byte oldest[MEMORIES];            /* no request below this number is held */
byte getterLeads = NOBODY;        /* the memory whose replies the getter looks after, and not the dispatcher */
byte waiting;                     /* the tasks in no ring, a bit each; the lowest is the first of the queue */
byte accepted;                    /* tasks 1 to this one are accepted */
bool mustNudge;                   /* the getter's task was ended by another thread, which has not told it yet */

#define ANSWERED 1
#define LOST 2
byte fate[TASKS + 1];             /* how the task ended; the getter looks at it without the lock, too */

/* What only the properties look at. */
bool hasBegun[TASKS + 1];
bool workerAnnounced[MEMORIES];   /* an announcement of sleep that nobody has answered or withdrawn */
bool hostAnnounced[MEMORIES];
#ifdef MUTANT_WAKE_BEFORE_PUBLISHING
byte published;
#endif

hidden byte task;                 /* used inside one step only */
hidden byte count;

/* Turns an announcement of sleep back, by compare and exchange; who does it owes, or saves, one wake-up. */
#define TURN(word, m, announced) word[m] = 0; assert(announced[m]); announced[m] = false
#define ANNOUNCE(word, m, value, announced) word[m] = value; announced[m] = true

/* ---- The worker ---- */

#ifdef MUTANT_TAIL_BEFORE_HEAD
#define LOAD_ONE t = requestTail[m]
#define LOAD_OTHER h = requestHead[m]
#else
#define LOAD_ONE h = requestHead[m]
#define LOAD_OTHER t = requestTail[m]
#endif

proctype worker(byte m) {
  byte h, t, r, v;

end_unborn:
  life[m] != UNBORN -> {
    true;
look:
    LOAD_ONE;
    atomic {
      LOAD_OTHER;
      if
      :: h == t -> goto idle
      :: else -> t = 0
      fi
    };
#ifdef MUTANT_CLAIM_NOT_ATOMIC
    if
    :: requestHead[m] == h
    :: else -> goto look
    fi;
    requestHead[m] = h + 1;
#else
    atomic {
      if
      :: requestHead[m] == h -> requestHead[m] = h + 1
      :: else -> h = 0; goto look
      fi
    };
#endif
    d_step {                                   /* read the slot and begin to run */
      r = request[SLOT(m, h)];
      assert(r != 0);                          /* the slot holds a task, which nobody has taken away */
      assert(!hasBegun[r]);                    /* nothing runs twice */
      hasBegun[r] = true
    };
    d_step {                                   /* the end of the run; write the reply and publish it */
      assert(request[SLOT(m, h)] == r);        /* still the same: it may be read in place */
      assert(reply[SLOT(m, replyTail[m])] == 0);
      reply[SLOT(m, replyTail[m])] = r;
      request[SLOT(m, h)] = 0;
      replyTail[m] = replyTail[m] + 1;
      h = 0;
      r = 0
    };
    atomic {
      v = hostSleep[m];
      if
      :: v == AWAKE -> goto look
      :: else
      fi
    };
#ifdef MUTANT_WAKE_NOT_CLAIMED
    d_step { TURN(hostSleep, m, hostAnnounced) };
#else
    atomic {
      if
      :: hostSleep[m] == v -> TURN(hostSleep, m, hostAnnounced)
      :: else -> v = 0; goto look
      fi
    };
#endif
    atomic {
      if
      :: v == ON_FUTEX && getterBlockedOn == m -> getterBlockedOn = NOBODY
      :: v == ON_FUTEX && getterBlockedOn != m
      :: v == ON_BELL -> bell = true
      fi;
      v = 0;
      goto look
    };

idle:
    atomic { ANNOUNCE(workerSleep, m, true, workerAnnounced); h = 0; t = 0 };
#ifndef MUTANT_WORKER_DOES_NOT_LOOK_AGAIN
    LOAD_ONE;
    atomic {
      LOAD_OTHER;
      if
      :: h != t ->
         workerSleep[m] = false;               /* a plain store: the host may have turned it already */
         workerAnnounced[m] = false;
         h = 0;
         t = 0;
         goto look
      :: else -> h = 0; t = 0
      fi
    };
#endif
#if WORKS && !defined MUTANT_WORKER_DOES_NOT_ASK_ITS_WATCH
    atomic {                                   /* MainQueueWatch.isDue, .serve */
      if
      :: m == 0 && isCalled -> isCalled = false; worksDone = worksDone + 1; goto idle
      :: else
      fi
    };
#endif
    atomic {                                   /* futex_wait */
      if
      :: workerSleep[m] -> workerBlocked[m] = true
      :: else -> goto look
      fi
    };
end_asleep:
    !workerBlocked[m] -> goto look
  } unless {
    atomic { life[m] == KILLED -> life[m] = ENDED; h = 0; t = 0; r = 0; v = 0 }
  }
}

#if WORKS
/* The thread of the first worker that watches its main queue. */
proctype watch() {
  byte given;

  do
  :: atomic { given < WORKS -> given++ };
#ifdef MUTANT_WATCH_WAKES_FIRST
     if
     :: atomic { workerSleep[0] -> TURN(workerSleep, 0, workerAnnounced) };
        workerBlocked[0] = false
     :: atomic { !workerSleep[0] }
     fi;
     isCalled = true;
#else
     isCalled = true;
     if
     :: atomic { workerSleep[0] -> TURN(workerSleep, 0, workerAnnounced) };
        workerBlocked[0] = false               /* futex_wake */
     :: atomic { !workerSleep[0] }
     fi;
#endif
     !isCalled
  :: atomic { given == WORKS -> given = 0; break }
  od
}
#endif

/* ---- What the host does under the pool's lock ---- */

inline skipHoles(m) {
  do
  :: oldest[m] != requestTail[m] && held[SLOT(m, oldest[m])] == 0 -> oldest[m] = oldest[m] + 1
  :: else -> break
  od
}

/* Ends the oldest held task for each reply. */
inline endAnswered(m) {
  do
  :: replyHead[m] != replyTail[m] ->
     task = held[SLOT(m, oldest[m])];
     assert(task != 0 && task == reply[SLOT(m, replyHead[m])]);
     assert(fate[task] == 0 && hasBegun[task]);
     fate[task] = ANSWERED;
     mustNudge = mustNudge || (task == AWAITED && getterLeads != NOBODY);
     held[SLOT(m, oldest[m])] = 0;
     reply[SLOT(m, replyHead[m])] = 0;
     replyHead[m] = replyHead[m] + 1;
     skipHoles(m)
  :: else -> break
  od
}

/* Makes the unclaimed tasks from one number up to another the first ones that wait. */
inline requeue(m, from, past) {
  count = from;
  do
  :: count < past ->
     task = held[SLOT(m, count)];
     assert(task != 0 && !hasBegun[task] && fate[task] == 0);  /* what is taken back was never begun */
     waiting = waiting | (1 << task);
     held[SLOT(m, count)] = 0;
     request[SLOT(m, count)] = 0;
     count++
  :: else -> break
  od;
  skipHoles(m)
}

#ifdef MUTANT_ROOM_BY_COUNT
#define HAS_ROOM(m) (held[SLOT(m, 0)] == 0 || held[SLOT(m, 1)] == 0)
#else
#define HAS_ROOM(m) (requestTail[m] - oldest[m] < CAPACITY)
#endif
#if WORKERS > 1
#define CAN_FEED (waiting != 0 && (HAS_ROOM(current[0]) || HAS_ROOM(current[1])))
#else
#define CAN_FEED (waiting != 0 && HAS_ROOM(current[0]))
#endif

/* Any worker that has room. */
inline pick() {
#if WORKERS > 1
  if
  :: HAS_ROOM(current[0]) -> n = current[0]
  :: HAS_ROOM(current[1]) -> n = current[1]
  fi
#else
  n = current[0]
#endif
}

inline writeFirstWaiting() {
  task = 1;
  do
  :: waiting & (1 << task) -> break
  :: else -> task++
  od;
  waiting = waiting & ~(1 << task);
  assert(request[SLOT(n, requestTail[n])] == 0);   /* nothing is overwritten before it was read */
  request[SLOT(n, requestTail[n])] = task;
  held[SLOT(n, requestTail[n])] = task
}

inline wakeWorker() {
  if
  :: atomic { workerSleep[n] -> TURN(workerSleep, n, workerAnnounced) };
     atomic { workerBlocked[n] = false; n = 0 }    /* futex_wake */
  :: atomic { !workerSleep[n] -> n = 0 }
  fi
}

/* Pushes waiting tasks as long as there is room; then gives the lock back. */
inline feedAndUnlock() {
  do
#ifdef MUTANT_WAKE_BEFORE_PUBLISHING
  :: atomic { CAN_FEED -> pick(); writeFirstWaiting(); published = n };
     wakeWorker();
     atomic { requestTail[published] = requestTail[published] + 1; published = 0 }
#else
  :: atomic { CAN_FEED -> pick(); writeFirstWaiting(); requestTail[n] = requestTail[n] + 1 };
     wakeWorker()
#endif
  :: atomic { !CAN_FEED -> isLocked = false; break }
  od
}

/* Wakes the getter where its task has been ended for it and it sleeps, or is about to, on the word of some worker. */
inline nudge() {
  if
  :: atomic { hostSleep[getterLeads] == ON_FUTEX -> TURN(hostSleep, getterLeads, hostAnnounced) };
     atomic {
       if
       :: getterBlockedOn == getterLeads -> getterBlockedOn = NOBODY
       :: else
       fi;
       mustNudge = false
     }
  :: atomic { hostSleep[getterLeads] != ON_FUTEX -> mustNudge = false }
  fi
}

#ifdef MUTANT_END_DOES_NOT_WAKE
#define MUST_NUDGE false
#else
#define MUST_NUDGE mustNudge
#endif

/* Leaves the replies of a memory to the dispatcher, and makes sure that none is there already. */
inline leaveToDispatcher(m) {
  do
  :: MUST_NUDGE -> nudge()
  :: atomic { !MUST_NUDGE -> ANNOUNCE(hostSleep, m, ON_BELL, hostAnnounced) };
#ifdef MUTANT_DISPATCHER_DOES_NOT_LOOK_AGAIN
     break
#else
     if
     :: atomic { replyHead[m] == replyTail[m] -> break }
     :: replyHead[m] != replyTail[m] ->
        atomic {
          if
          :: hostSleep[m] == ON_BELL -> TURN(hostSleep, m, hostAnnounced)
          :: else
          fi
        };
        atomic { endAnswered(m) }
     fi
#endif
  od
}

/* Deals with what a worker leaves behind that has ended: but for a getter, nobody looks at its memory any more. */
inline bury(m) {
#ifndef MUTANT_DEATH_DOES_NOT_DRAIN
  endAnswered(m);
#endif
#ifndef MUTANT_DEATH_REQUEUES_THE_CLAIMED
  if
  :: oldest[m] < requestHead[m] ->                       /* a task was claimed and not answered */
     task = held[SLOT(m, oldest[m])];
     assert(task != 0 && fate[task] == 0);
     assert(task == request[SLOT(m, oldest[m])]);        /* its reply was not published */
     fate[task] = LOST;
     hasBegun[task] = true;
     mustNudge = mustNudge || (task == AWAITED && getterLeads != NOBODY);
     held[SLOT(m, oldest[m])] = 0;
     skipHoles(m)
  :: else
  fi;
  assert(oldest[m] >= requestHead[m]);                   /* no other one: a death costs one task at most */
#endif
  requeue(m, oldest[m], requestTail[m]);
  life[m] = BURIED;
  /* So that histories of a memory that nobody uses are not told apart. */
  requestTail[m] = 0; requestHead[m] = 0; replyTail[m] = 0; replyHead[m] = 0; oldest[m] = 0;
  request[SLOT(m, 0)] = 0; request[SLOT(m, 1)] = 0;
  workerSleep[m] = false; workerAnnounced[m] = false; workerBlocked[m] = false
}

/* Puts a new worker, with a new memory, into the place. */
inline replace(place) {
  do
  :: life[current[place]] != UNBORN -> current[place] = current[place] + 1
  :: else -> break
  od;
  ANNOUNCE(hostSleep, current[place], ON_BELL, hostAnnounced);
  life[current[place]] = ALIVE
}

/* ---- The threads of the host ---- */

proctype submitter() {
  byte n;

  do
  :: atomic { accepted < TASKS && !isLocked ->
       isLocked = true;
       accepted++;
       waiting = waiting | (1 << accepted)
     };
     feedAndUnlock()
  :: accepted == TASKS -> break
  od
}

/* Takes up to two tasks back from the front of a ring, and has them given to any worker. */
proctype thief() {
  byte n, m, h, k, thefts;

  do
  :: atomic { thefts < THEFTS && !isLocked ->
       isLocked = true;
       thefts++;
       if
       :: k = 1
       :: k = 2
       fi;
#if WORKERS > 1
       if
       :: m = current[0]
       :: m = current[1]
       fi;
#else
       m = current[0];
#endif
       h = requestHead[m]
     };
     do
     :: atomic { h == requestTail[m] -> h = 0; k = 0; m = 0; break }
     :: atomic { h != requestTail[m] ->
          if
          :: k > requestTail[m] - h -> k = requestTail[m] - h
          :: else
          fi;
#ifndef MUTANT_TAKE_BACK_NOT_ATOMIC
          if
          :: requestHead[m] == h ->
#endif
             requestHead[m] = h + k;
             requeue(m, h, h + k);
             h = 0;
             k = 0;
             m = 0;
             break
#ifndef MUTANT_TAKE_BACK_NOT_ATOMIC
          :: else -> h = requestHead[m]
          fi
#endif
        }
     od;
     feedAndUnlock()
  :: atomic { true -> thefts = 0; break }
  od
}

#if WORKERS > 1
#define SOMEBODY_HAS_ENDED (life[current[0]] == ENDED || life[current[1]] == ENDED)
#else
#define SOMEBODY_HAS_ENDED (life[current[0]] == ENDED)
#endif

proctype dispatcher() {
  byte n, m, place;

  place = WORKERS;
end_epoll:
  do
  :: atomic { place == WORKERS && (bell || SOMEBODY_HAS_ENDED) -> bell = false; place = 0 }
  :: atomic { place < WORKERS && !isLocked ->
       m = current[place];
       if
       :: life[m] == ENDED -> isLocked = true; bury(m); replace(place)
       :: life[m] != ENDED && getterLeads != m -> isLocked = true; endAnswered(m)
       :: life[m] != ENDED && getterLeads == m -> m = 0; place++; goto end_epoll
       fi;
       place++
     };
     if
     :: life[m] == BURIED ->
        if
#ifdef MUTANT_DEATH_TRUSTS_THE_WORD
        :: atomic { hostSleep[m] == ON_FUTEX -> TURN(hostSleep, m, hostAnnounced) };
           atomic {
             if
             :: getterBlockedOn == m -> getterBlockedOn = NOBODY
             :: else
             fi
           }
        :: hostSleep[m] != ON_FUTEX
#else
        /* The worker may have turned the word and died before it woke anybody: the word says nothing. */
        :: atomic { hostSleep[m] = AWAKE; hostAnnounced[m] = false };
           atomic {
             if
             :: getterBlockedOn == m -> getterBlockedOn = NOBODY
             :: else
             fi
           }
#endif
        fi;
        do
        :: MUST_NUDGE -> nudge()
        :: atomic { !MUST_NUDGE -> break }
        od
     :: life[m] != BURIED -> leaveToDispatcher(m)
     fi;
     feedAndUnlock();
     m = 0
  od
}

/* A thread that waits for one task. As long as it does, it looks after the replies of the worker that has the task. */
proctype getter() {
  byte n, m;

locate:
  atomic { accepted >= AWAITED && !isLocked ->
    if
    :: fate[AWAITED] != 0 -> goto done
    :: fate[AWAITED] == 0 && (waiting & (1 << AWAITED)) -> goto unplaced
    :: else
    fi;
    isLocked = true;
    m = 0;
    do
    :: held[SLOT(m, 0)] == AWAITED || held[SLOT(m, 1)] == AWAITED -> break
    :: else -> m++
    od;
    getterLeads = m;
    hostSleep[m] = AWAKE;
    hostAnnounced[m] = false
  };
look:
  atomic {                           /* with the lock */
    endAnswered(m);
    mustNudge = false;
    if
    :: fate[AWAITED] != 0 -> getterLeads = NOBODY; goto leave
    :: else
    fi
  };
  feedAndUnlock();
  atomic { ANNOUNCE(hostSleep, m, ON_FUTEX, hostAnnounced) };
#ifndef MUTANT_GETTER_DOES_NOT_LOOK_AGAIN
  if
  :: replyHead[m] != replyTail[m] -> goto awake
  :: else
  fi;
#endif
#ifndef MUTANT_GETTER_LOOKS_AT_REPLIES_ALONE
  if
  :: fate[AWAITED] != 0 || life[m] == BURIED -> goto awake
  :: else
  fi;
#endif
  atomic {                           /* futex_wait */
    if
    :: hostSleep[m] == ON_FUTEX -> getterBlockedOn = m
    :: else -> goto awake
    fi
  };
  getterBlockedOn != m;
awake:
  atomic {
    if
    :: hostSleep[m] == ON_FUTEX -> TURN(hostSleep, m, hostAnnounced)
    :: else
    fi
  };
  atomic { !isLocked ->
    if
    :: life[m] == BURIED -> getterLeads = NOBODY; mustNudge = false; m = 0; goto locate
    :: else -> isLocked = true; goto look
    fi
  };
leave:
  leaveToDispatcher(m);
  m = 0;
  feedAndUnlock();
  goto done;
unplaced:
  fate[AWAITED] != 0;                /* on a condition of the result */
done:
  m = 0
}

/* ---- What the protocol is run against, and the end ---- */

proctype killer() {
  byte m, deaths;

  do
  :: atomic { deaths < DEATHS ->
       do
       :: m < MEMORIES && life[m] == ALIVE -> life[m] = KILLED; break
       :: m < MEMORIES -> m++
       :: m == MEMORIES -> break
       od;
       m = 0;
       deaths++
     }
  :: atomic { true -> deaths = 0; break }
  od
}

init {
  byte i;

  atomic {
    do
    :: i < WORKERS -> current[i] = i; life[i] = ALIVE; ANNOUNCE(hostSleep, i, ON_BELL, hostAnnounced); i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < MEMORIES -> run worker(i); i++
    :: else -> break
    od;
    i = 0;
    run submitter();
    run thief();
    run dispatcher();
#if AWAITED
    run getter();
#endif
#if WORKS
    run watch();
#endif
    run killer()
  };
  timeout ->                         /* nobody can take another step: look at what is left */
  d_step {
    assert(accepted == TASKS && waiting == 0 && !isLocked);
#if WORKS
    assert(worksDone == WORKS && !isCalled);
#endif
    i = 1;
    do
    :: i <= TASKS -> assert(fate[i] != 0); i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < MEMORIES ->
       assert(life[i] == UNBORN || life[i] == ALIVE || life[i] == BURIED);
       assert(requestHead[i] == requestTail[i] && replyHead[i] == replyTail[i]);
       i++
    :: else -> break
    od
  }
}
