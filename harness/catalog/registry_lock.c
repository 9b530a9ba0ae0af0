#include "catalog/registry_lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/wide.h"
#include "catalog/registry_keys.h"

enum status registry_refused(struct error *error, LSTATUS code, const char *what) {
    char *words = wide_system_message((unsigned long)code);
    const char *advice = code == ERROR_ACCESS_DENIED ? "; administrator rights are needed" : "";
    enum status status = error_set(error, STATUS_FAILED, "%s: %s (%ld)%s", what, words, code, advice);
    free(words);
    return status;
}

enum status registry_watch_start(struct registry_watch *watch, HKEY key, DWORD patience_ms, struct error *error) {
    *watch = (struct registry_watch){key, CreateEventW(NULL, FALSE, FALSE, NULL), GetTickCount64() + patience_ms,
                                     patience_ms};
    if (watch->event == NULL) {
        return error_set(error, STATUS_BROKEN, "CreateEvent failed with %lu", GetLastError());
    }
    return STATUS_OK;
}

enum status registry_watch_arm(struct registry_watch *watch, struct error *error) {
    ResetEvent(watch->event);
    LSTATUS code = RegNotifyChangeKeyValue(watch->key, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET,
                                           watch->event, TRUE);
    return code == ERROR_SUCCESS ? STATUS_OK : registry_refused(error, code, "cannot watch the registry catalog");
}

enum status registry_watch_wait(struct registry_watch *watch, struct error *error) {
    ULONGLONG now = GetTickCount64();
    DWORD rest = now < watch->deadline ? (DWORD)(watch->deadline - now) : 0;
    if (WaitForSingleObject(watch->event, rest) == WAIT_OBJECT_0) {
        return STATUS_OK;
    }
    wchar_t name[REGISTRY_LOCK_NAME_UNITS];
    registry_lock_name(registry_serial(watch->key), name);
    char *shown = wide_to_utf8(name);
    error_set(
        error, STATUS_FAILED,
        "the registry catalog is locked by another writer (its key %s exists) and was not given back within %lu ms; "
        "if no installation is under way the lock is stale: delete that key, or restart Windows (under Wine: end "
        "the wineserver with \"wineserver -k\"), which drops it",
        shown, watch->patience_ms);
    free(shown);
    return STATUS_FAILED;
}

void registry_watch_end(struct registry_watch *watch) {
    if (watch->event != NULL) {
        CloseHandle(watch->event);
    }
    *watch = (struct registry_watch){0};
}

DWORD registry_serial(HKEY key) {
    DWORD serial;
    DWORD size = sizeof serial;
    LSTATUS code = RegGetValueW(key, NULL, registry_serial_name, RRF_RT_REG_DWORD, NULL, &serial, &size);
    return code == ERROR_SUCCESS ? serial : REGISTRY_FIRST_SERIAL;
}

void registry_lock_name(DWORD serial, wchar_t name[REGISTRY_LOCK_NAME_UNITS]) {
    swprintf(name, REGISTRY_LOCK_NAME_UNITS, L"%8.8lX", serial);
}

bool registry_is_locked(HKEY key, DWORD serial) {
    wchar_t name[REGISTRY_LOCK_NAME_UNITS];
    registry_lock_name(serial, name);
    HKEY lock;
    LSTATUS code = RegOpenKeyExW(key, name, 0, KEY_READ, &lock);
    if (code == ERROR_SUCCESS) {
        RegCloseKey(lock);
    }
    /* A lock that must not be opened is a lock all the same. */
    return code == ERROR_SUCCESS || code == ERROR_ACCESS_DENIED;
}

bool registry_undisturbed(HKEY key, DWORD serial) {
    /* In this order: a writer that goes between the two questions has raised the serial by then. */
    return !registry_is_locked(key, serial) && registry_serial(key) == serial;
}

enum status registry_lock_try(struct registry_lock *lock, HKEY key, DWORD serial, bool *taken, struct error *error) {
    HKEY created;
    DWORD disposition;
    *taken = false;
    *lock = (struct registry_lock){.key = key, .serial = serial};
    registry_lock_name(serial, lock->name);
    LSTATUS code =
        RegCreateKeyExW(key, lock->name, 0, NULL, REG_OPTION_VOLATILE, KEY_READ, NULL, &created, &disposition);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot lock the registry catalog");
    }
    RegCloseKey(created);
    if (disposition != REG_CREATED_NEW_KEY) {
        return STATUS_OK;
    }
    *taken = registry_serial(key) == serial;
    if (!*taken) {
        RegDeleteKeyW(key, lock->name);
    }
    return STATUS_OK;
}

enum status registry_lock_take(struct registry_lock *lock, HKEY key, DWORD patience_ms, struct error *error) {
    struct registry_watch watch;
    bool taken = false;
    enum status status = registry_watch_start(&watch, key, patience_ms, error);
    while (status == STATUS_OK && !taken) {
        status = registry_watch_arm(&watch, error);
        if (status == STATUS_OK) {
            status = registry_lock_try(lock, key, registry_serial(key), &taken, error);
        }
        if (status == STATUS_OK && !taken) {
            status = registry_watch_wait(&watch, error);
        }
    }
    registry_watch_end(&watch);
    return status;
}

enum status registry_lock_release(struct registry_lock *lock, bool changed, struct error *error) {
    enum status status = STATUS_OK;
    if (changed) {
        DWORD serial = lock->serial + 1;
        LSTATUS code =
            RegSetValueExW(lock->key, registry_serial_name, 0, REG_DWORD, (const BYTE *)&serial, sizeof serial);
        if (code != ERROR_SUCCESS) {
            status = registry_refused(error, code, "cannot raise the registry catalog's serial");
        }
    }
    RegDeleteKeyW(lock->key, lock->name);
    return status;
}
