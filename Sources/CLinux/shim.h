// SPDX-License-Identifier: MIT
// Calls of Linux that Swift's Glibc module does not show, and nothing else.
//
// The names are our own and bound to the C library's by `__asm__`: including its headers with
// _GNU_SOURCE would give Swift two different definitions of the same types.
#pragma once
#include <stdio.h>
#include <sys/inotify.h>

// The addresses of the callers, innermost first; their number (execinfo.h).
int linux_backtrace(void **addresses, int capacity) __asm__("backtrace");

struct linux_symbol_info {
  const char *file;
  void *object;
  const char *name;
  void *address;
};
int linux_dladdr(const void *address, struct linux_symbol_info *found) __asm__("dladdr");
int linux_setrlimit(int resource, const unsigned long long limits[2]) __asm__("setrlimit");
int linux_prctl(int option, unsigned long, unsigned long, unsigned long, unsigned long) __asm__("prctl");
int linux_unshare(int flags) __asm__("unshare");
int linux_openat(int folder, const char *path, int flags, ...) __asm__("openat");
long linux_syscall(long number, ...) __asm__("syscall");

// What is printed is seen at once, also when the process crashes.
static inline void linux_print_at_once(void) { setvbuf(stdout, (char *)0, _IONBF, 0); }

// A limit of this process, hard and soft; 0, or −1 with errno set.
static inline int linux_limit(int resource, unsigned long long amount) {
  const unsigned long long limits[2] = {amount, amount};
  return linux_setrlimit(resource, limits);
}

// A process that gains no rights by what it runs (PR_SET_NO_NEW_PRIVS).
static inline int linux_no_new_privileges(void) { return linux_prctl(38, 1, 0, 0, 0); }

// This process dies with its parent (PR_SET_PDEATHSIG, SIGKILL).
static inline int linux_die_with_parent(void) { return linux_prctl(1, 9, 0, 0, 0); }

// A network and shared memory of its own, both empty; 0, or −1 where the system does not allow it
// (CLONE_NEWNET | CLONE_NEWIPC, and CLONE_NEWUSER for those who are not root).
static inline int linux_leave_network(void) {
  if (linux_unshare(0x40000000 | 0x08000000) == 0) return 0;
  return linux_unshare(0x10000000 | 0x40000000 | 0x08000000);
}

// Landlock (linux/landlock.h, which older headers lack): rules for files that no one can lift.
struct linux_landlock_rules {
  unsigned long long files, network, scoped;
};
struct linux_landlock_path {
  unsigned long long allowed;
  int folder;
} __attribute__((packed));

// The version of Landlock here; −1 without it.
static inline int linux_landlock_version(void) {
  return (int)linux_syscall(444, (void *)0, 0ul, 1u);
}

static inline int linux_landlock_create(const struct linux_landlock_rules *rules,
                                        unsigned long size) {
  return (int)linux_syscall(444, rules, size, 0u);
}

static inline int linux_landlock_allow(int rules, int folder, unsigned long long rights) {
  struct linux_landlock_path path = {rights, folder};
  return (int)linux_syscall(445, rules, 1, &path, 0u);
}

static inline int linux_landlock_enter(int rules) { return (int)linux_syscall(446, rules, 0u); }

// A descriptor that only names a folder or file (AT_FDCWD, O_PATH | O_CLOEXEC).
static inline int linux_open_path(const char *path) {
  return linux_openat(-100, path, 010000000 | 02000000);
}
