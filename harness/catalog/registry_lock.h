/*
 * The writer's lock of the registry catalog, and waiting for a change in it.
 *
 * The lock is a volatile key named after the serial, in eight upper-case hexadecimal digits. Volatile, so that it
 * cannot outlive the system's (or the wineserver's) run when its writer dies; who creates it first has it. A watch is
 * used by the thread that started it.
 */
#ifndef WSPCHECK_CATALOG_REGISTRY_LOCK_H
#define WSPCHECK_CATALOG_REGISTRY_LOCK_H

#include <stdbool.h>

#include <winsock2.h>

#include <windows.h>

#include "base/error.h"

#define REGISTRY_LOCK_NAME_UNITS 9

struct registry_watch {
    HKEY key; /* not owned */
    HANDLE event;
    ULONGLONG deadline; /* in GetTickCount64's milliseconds */
    DWORD patience_ms;
};

struct registry_lock {
    HKEY key; /* the protocol catalog's; not owned */
    DWORD serial;
    wchar_t name[REGISTRY_LOCK_NAME_UNITS];
};

/* Begins to wait for changes below a key, for patience_ms from now on. End with registry_watch_end in any case. */
enum status registry_watch_start(struct registry_watch *watch, HKEY key, DWORD patience_ms, struct error *error);
/* Asks to be told of the next change; call it before looking, so that no change falls between. */
enum status registry_watch_arm(struct registry_watch *watch, struct error *error);
/* Waits for it. STATUS_FAILED when patience ends; the sentence tells of a stale lock and how to be rid of it. */
enum status registry_watch_wait(struct registry_watch *watch, struct error *error);
void registry_watch_end(struct registry_watch *watch);

/* Serial_Access_Num; 1 where there is none, as in a new catalog. */
DWORD registry_serial(HKEY key);
void registry_lock_name(DWORD serial, wchar_t name[REGISTRY_LOCK_NAME_UNITS]);
bool registry_is_locked(HKEY key, DWORD serial);
/* Whether no writer has been at work since a reader saw this serial; otherwise what it read in between is worth
 * nothing.
 */
bool registry_undisturbed(HKEY key, DWORD serial);

/* Tries to take the lock of a serial that was just read. *taken is false when another writer has it, or has finished
 * with that serial since. */
enum status registry_lock_try(struct registry_lock *lock, HKEY key, DWORD serial, bool *taken, struct error *error);

/* Takes the lock of the current serial, waiting for another writer as long as patience_ms. */
enum status registry_lock_take(struct registry_lock *lock, HKEY key, DWORD patience_ms, struct error *error);
/* Gives it back; after a change the serial is raised first. */
enum status registry_lock_release(struct registry_lock *lock, bool changed, struct error *error);

/* STATUS_FAILED with what could not be done, the system's words for the code, and advice when rights are missing. */
enum status registry_refused(struct error *error, LSTATUS code, const char *what);

#endif
