// What tests take from a process, or give to a file, so that it meets a system that says no: system calls that Swift cannot
// make. For a process of its own; nothing can be taken back.
//
// Each function returns 0, or -1 with errno set.

#ifndef CRESTRICTIONS_H
#define CRESTRICTIONS_H

// Has the system call of that name, or clone(2) with CLONE_PARENT, fail with `error` from now on, in this thread and in the
// threads and processes that it starts. Fails with ENOSYS for a name that it does not know.
int restrict_call(const char *name, int error);

// Hides /proc from this thread and what it starts. Needs CAP_SYS_ADMIN.
int restrict_proc(void);

// Becomes another user, without a way back. Needs CAP_SETUID and CAP_SETGID.
int restrict_user(unsigned user);

// Gives a program the capability to bind low ports, as `setcap cap_net_bind_service+ep` does. Needs CAP_SETFCAP.
int give_capability(const char *path);

#endif
