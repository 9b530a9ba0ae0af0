#include "run/roster.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "base/wide.h"
#include "catalog/overlay.h"
#include "run/ending.h"
#include "run/entries.h"
#include "run/options.h"
#include "run/protocol.h"

static const wchar_t *const own_names[] = {[OWN_REFERENCE] = L"wspref.dll", [OWN_HOST] = L"wsphost.dll"};

/* Layered DLLs look for the base that they are to stand on in a variable of their own; this is the sample's. */
static const char *const over_variables[] = {"WSPCHECK_OVER", "WSPLAYER_OVER"};

cJSON *roster_environment(const char *over) {
    cJSON *environment = cJSON_CreateObject();
    for (size_t i = 0; over != NULL && i < sizeof over_variables / sizeof over_variables[0]; i++) {
        cJSON_AddStringToObject(environment, over_variables[i], over);
    }
    return environment;
}

static char *describe_command(const struct catalog *catalog, const char *dll, const char *over) {
    cJSON *command = cJSON_CreateObject();
    cJSON_AddStringToObject(command, "command", COMMAND_DESCRIBE);
    cJSON_AddStringToObject(command, "dll", dll);
    cJSON_AddItemToObject(command, "environment", roster_environment(over));
    cJSON_AddItemToObject(command, "overlay", entries_to_json(catalog));
    char *printed = cJSON_PrintUnformatted(command);
    cJSON_Delete(command);
    return printed;
}

/* What the child said: entries to add, the reason why there are none, that it came to its end. */
struct description {
    cJSON *entries;
    char *reason;
    bool ended;
};

static void take_line(struct description *description, const struct line *line) {
    cJSON *record = cJSON_ParseWithLength(line->bytes, line->length);
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "record"));
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "reason"));
    if (name != NULL && strcmp(name, RECORD_ENTRY) == 0) {
        cJSON_AddItemToArray(description->entries, record);
        return;
    }
    if (name != NULL && strcmp(name, RECORD_FAILED) == 0 && description->reason == NULL) {
        description->reason = memory_string(reason == NULL ? "it gave no reason" : reason);
    }
    description->ended |= name != NULL && strcmp(name, RECORD_END) == 0;
    cJSON_Delete(record);
}

static enum status judge(const struct description *description, enum child_event event, const struct child *child,
                         struct error *error) {
    if (event == CHILD_STOPPED) {
        return error_set(error, STATUS_INCOMPLETE, "stopped while it registered");
    }
    if (event == CHILD_DEADLINE) {
        return error_set(error, STATUS_FAILED, "it hung while it registered, and was killed");
    }
    DWORD code = child_exit_code(child);
    if (description->reason != NULL && code == 0) {
        return error_set(error, STATUS_FAILED, "%s", description->reason);
    }
    if (code != 0 || !description->ended) {
        struct text how = {0};
        exit_code_describe(&how, code);
        error_set(error, STATUS_FAILED, "it died while it registered: %s%s%s",
                  description->reason == NULL ? "" : description->reason, description->reason == NULL ? "" : ", ",
                  how.string);
        text_free(&how);
        return error->status;
    }
    return STATUS_OK;
}

static enum status listen_to(struct child *child, const char *command, unsigned long long deadline,
                             struct description *description, struct error *error) {
    child_send(child, command, deadline);
    child_hang_up(child);
    struct line line;
    enum child_event event;
    while ((event = child_next(child, deadline, &line)) == CHILD_LINE) {
        take_line(description, &line);
    }
    return judge(description, event, child, error);
}

enum status roster_register(struct roster *roster, const wchar_t *dll, const char *over,
                            const struct child_world *world, const struct limits *limits, struct error *error) {
    char *name = wide_to_utf8(dll);
    struct child *child;
    enum status status = child_start(&child, world, NULL, error);
    if (status == STATUS_OK) {
        struct description description = {.entries = cJSON_CreateArray()};
        char *command = describe_command(&roster->catalog, name, over);
        status = listen_to(child, command, world->clock() + limits->ready_us, &description, error);
        if (status == STATUS_OK) {
            status = entries_from_json(&roster->catalog, description.entries, error);
        }
        cJSON_free(command);
        cJSON_Delete(description.entries);
        free(description.reason);
        child_close(child);
    }
    if (status != STATUS_OK) {
        error_prefix(error, "%s", name);
    }
    free(name);
    return status;
}

static wchar_t *program_folder(const wchar_t *program) {
    wchar_t *folder = memory_copy(program, (wcslen(program) + 1) * sizeof *program);
    wchar_t *slash = wcsrchr(folder, L'\\');
    slash[slash == folder ? 0 : 1] = L'\0';
    return folder;
}

static bool is_file(const wchar_t *path) {
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

/* wspcheck's own DLLs. One that cannot be registered is worth a note: the run may be about others. */
static void add_own(struct roster *roster, const struct child_world *world, const struct limits *limits) {
    wchar_t *folder = program_folder(world->program);
    for (size_t i = 0; i < sizeof own_names / sizeof own_names[0]; i++) {
        wchar_t *path = memory_zeroed(wcslen(folder) + wcslen(own_names[i]) + 1, sizeof *path);
        wcscat(wcscpy(path, folder), own_names[i]);
        struct error error = {0};
        if (!is_file(path)) {
            free(path);
            continue;
        }
        roster->own[i] = path;
        if (catalog_find_dll(&roster->catalog, path) == NULL &&
            roster_register(roster, path, NULL, world, limits, &error) != STATUS_OK) {
            text_format(&roster->notes, "%s\n", error.message);
        }
        error_clear(&error);
    }
    free(folder);
}

static enum status add_dll(struct roster *roster, const struct run_options *options, const char *word,
                           const struct child_world *world, const struct limits *limits, struct error *error) {
    wchar_t *dll = wide_from_utf8(word);
    roster->dlls = memory_resize(roster->dlls, roster->dll_count + 1, sizeof *roster->dlls);
    roster->dlls[roster->dll_count++] = dll;
    if (!is_file(dll)) {
        return error_set(error, STATUS_USAGE, "--dll %s: there is no such file", word);
    }
    if (options->protocols != NULL) {
        wchar_t *protocols = wide_from_utf8(options->protocols);
        enum status status = overlay_from_file(&roster->catalog, dll, protocols, error);
        free(protocols);
        return status;
    }
    if (catalog_find_dll(&roster->catalog, dll) != NULL && options->over == NULL) {
        return STATUS_OK;
    }
    return roster_register(roster, dll, options->over, world, limits, error);
}

enum status roster_fill(struct roster *roster, const struct run_options *options, const struct child_world *world,
                        const struct limits *limits, struct error *error) {
    enum status status = catalog_read(&roster->catalog, error);
    if (status == STATUS_OK) {
        add_own(roster, world, limits);
    }
    for (size_t i = 0; status == STATUS_OK && i < options->dlls.count; i++) {
        status = add_dll(roster, options, options->dlls.items[i], world, limits, error);
    }
    return status;
}

void roster_free(struct roster *roster) {
    for (size_t i = 0; i < roster->dll_count; i++) {
        free(roster->dlls[i]);
    }
    free(roster->dlls);
    free(roster->own[OWN_REFERENCE]);
    free(roster->own[OWN_HOST]);
    catalog_free(&roster->catalog);
    text_free(&roster->notes);
    *roster = (struct roster){0};
}

static bool same_path(const wchar_t *one, const wchar_t *other) {
    return one == NULL || other == NULL ? one == other : _wcsicmp(one, other) == 0;
}

static void compare_entry(const struct catalog_entry *before, const struct catalog *now, struct text *changes) {
    const struct catalog_entry *after = catalog_find_id(now, before->info.dwCatalogEntryId);
    if (after == NULL) {
        text_format(changes, "the entry \"%s\" (%lu) is gone\n", before->name, before->info.dwCatalogEntryId);
    } else if (memcmp(&after->info, &before->info, sizeof after->info) != 0 || !same_path(after->dll, before->dll)) {
        text_format(changes, "the entry \"%s\" (%lu) has changed\n", before->name, before->info.dwCatalogEntryId);
    }
}

void roster_compare(const struct roster *roster, struct text *changes) {
    struct catalog now = {0};
    struct error error = {0};
    if (catalog_read(&now, &error) != STATUS_OK) {
        text_format(changes, "it cannot be read any more: %s\n", error.message);
        error_clear(&error);
        return;
    }
    for (size_t i = 0; i < roster->catalog.count; i++) {
        if (roster->catalog.entries[i]->origin != CATALOG_OVERLAY) {
            compare_entry(roster->catalog.entries[i], &now, changes);
        }
    }
    for (size_t i = 0; i < now.count; i++) {
        if (catalog_find_id(&roster->catalog, now.entries[i]->info.dwCatalogEntryId) == NULL) {
            text_format(changes, "the entry \"%s\" (%lu) is new\n", now.entries[i]->name,
                        now.entries[i]->info.dwCatalogEntryId);
        }
    }
    catalog_free(&now);
}
