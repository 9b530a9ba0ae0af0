#include "catalog/registry.h"

#include <stdlib.h>

#include <windows.h>

#include "base/wide.h"
#include "catalog/registry_keys.h"
#include "catalog/registry_lock.h"

#define USUAL_PATIENCE_MS 60000

#define OTHER_ROOT_VARIABLE L"WSPCHECK_CATALOG"
#define LONGEST_KEY 256

/* The root that the variable names; NULL where it is not set. Read once. */
static const wchar_t *other_root(void) {
    static wchar_t root[LONGEST_KEY];
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = FALSE;
    InitOnceBeginInitialize(&once, 0, &pending, NULL);
    if (pending) {
        DWORD length = GetEnvironmentVariableW(OTHER_ROOT_VARIABLE, root, LONGEST_KEY);
        root[length < LONGEST_KEY ? length : 0] = L'\0';
        InitOnceComplete(&once, 0, NULL);
    }
    return root[0] == L'\0' ? NULL : root;
}

const char *registry_hive_name(const struct registry_place *place) {
    return place->hive == HKEY_CURRENT_USER ? "HKEY_CURRENT_USER" : "HKEY_LOCAL_MACHINE";
}

struct registry_place registry_default_place(void) {
    const wchar_t *other = other_root();
    return (struct registry_place){
        .hive = other == NULL ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER,
        .root = other == NULL ? L"SYSTEM\\CurrentControlSet\\Services\\WinSock2\\Parameters" : other,
        .list = sizeof(void *) == 8 ? REGISTRY_LIST_64 : REGISTRY_LIST_32,
        .patience_ms = USUAL_PATIENCE_MS,
    };
}

/* Reads once; *stable says whether no writer was at work meanwhile. What goes wrong while one is means nothing. */
static enum status read_once(HKEY key, enum registry_list list, struct catalog *catalog, bool *stable,
                             struct error *error) {
    DWORD serial = registry_serial(key);
    struct error found = {0};
    enum status status = registry_read_list(key, list, catalog, &found);
    *stable = registry_undisturbed(key, serial);
    if (*stable && status != STATUS_OK) {
        error_set(error, status, "%s", found.message);
    }
    error_clear(&found);
    return *stable ? status : STATUS_OK;
}

static enum status read_when_stable(HKEY key, const struct registry_place *place, struct catalog *catalog,
                                    struct error *error) {
    struct registry_watch watch;
    bool stable = false;
    enum status status = registry_watch_start(&watch, key, place->patience_ms, error);
    while (status == STATUS_OK && !stable) {
        catalog_free(catalog);
        status = registry_watch_arm(&watch, error);
        if (status == STATUS_OK) {
            status = read_once(key, place->list, catalog, &stable, error);
        }
        if (status == STATUS_OK && !stable) {
            status = registry_watch_wait(&watch, error);
        }
    }
    registry_watch_end(&watch);
    return status;
}

enum status registry_read(struct catalog *catalog, const struct registry_place *place, struct error *error) {
    HKEY key;
    enum status status = registry_open(place, KEY_READ, &key, error);
    if (status != STATUS_OK || key == NULL) {
        return status;
    }
    struct catalog read = {0};
    status = read_when_stable(key, place, &read, error);
    if (status == STATUS_OK) {
        catalog_append(catalog, &read);
    }
    catalog_free(&read);
    RegCloseKey(key);
    return status;
}

static struct registry_value count_subkeys(HKEY key, enum registry_list which) {
    struct registry_value value = {0};
    HKEY list;
    if (RegOpenKeyExW(key, registry_list_names[which], 0, KEY_READ, &list) == ERROR_SUCCESS) {
        value.present = RegQueryInfoKeyW(list, NULL, NULL, NULL, &value.number, NULL, NULL, NULL, NULL, NULL, NULL,
                                         NULL) == ERROR_SUCCESS;
        RegCloseKey(list);
    }
    return value;
}

static char *root_version(const struct registry_place *place) {
    HKEY root;
    if (RegOpenKeyExW(place->hive, place->root, 0, KEY_READ, &root) != ERROR_SUCCESS) {
        return NULL;
    }
    wchar_t *version = registry_string(root, registry_version_name);
    char *shown = wide_to_utf8(version);
    free(version);
    RegCloseKey(root);
    return shown;
}

enum status registry_describe(const struct registry_place *place, struct registry_state *state, struct error *error) {
    *state = (struct registry_state){0};
    HKEY key;
    enum status status = registry_open(place, KEY_READ, &key, error);
    if (status != STATUS_OK) {
        return status;
    }
    wchar_t *path = registry_catalog_path(place);
    state->path = wide_to_utf8(path);
    free(path);
    state->version = root_version(place);
    if (key == NULL) {
        return STATUS_OK;
    }
    DWORD serial = registry_serial(key);
    wchar_t lock[REGISTRY_LOCK_NAME_UNITS];
    registry_lock_name(serial, lock);
    state->present = true;
    state->lock_name = wide_to_utf8(lock);
    state->locked = registry_is_locked(key, serial);
    state->serial = registry_number(key, registry_serial_name);
    state->next_id = registry_number(key, registry_next_id_name);
    for (int list = REGISTRY_LIST_32; list <= REGISTRY_LIST_64; list++) {
        state->count[list] = registry_number(key, registry_count_names[list]);
        state->subkeys[list] = count_subkeys(key, list);
    }
    RegCloseKey(key);
    return STATUS_OK;
}

void registry_state_free(struct registry_state *state) {
    free(state->version);
    free(state->path);
    free(state->lock_name);
    *state = (struct registry_state){0};
}
