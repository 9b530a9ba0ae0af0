#include "scenario/library.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/folder.h"
#include "scenario/globals.h"
#include "scenario/library_parts.h"
#include "scenario/metadata.h"
#include "scenario/packed.h"
#include "scenario/sandbox.h"

static const char requirements_folder[] = "requirements";

/* What a file may compute while it is read; only a broken file gets near it. */
enum { READ_LIMIT_US = 10000000 };

/* What is at hand while files are read. */
struct reading {
    struct library *library;
    struct sandbox *sandbox;
    struct mistakes *mistakes;
};

/* Runs a file's top level, which only declares. False when it did not get to its end. */
static bool run_file(const struct reading *reading, const struct suite_file *file, const char *declarer) {
    struct sandbox *sandbox = reading->sandbox;
    lua_State *lua = sandbox->lua;
    bool scenario = strcmp(declarer, "scenario") == 0;
    struct text message = {0};
    size_t before = reading->mistakes->count;
    lua_settop(lua, 0);
    sandbox_push_environment(sandbox, scenario);
    metadata_allow(lua, declarer);
    sandbox_push_word(sandbox, "method_words");
    bool fine = sandbox_load(sandbox, file->path, file->source, file->length, &message);
    if (fine) {
        globals_verify(lua, 1, 2, file->path, reading->mistakes);
        lua_replace(lua, 2);
        lua_pushvalue(lua, 1);
        sandbox_seal_environment(sandbox);
        lua_insert(lua, -2);
        sandbox_enter(sandbox);
        fine = sandbox_call(sandbox, 0, 0, &message, NULL);
    }
    /* An unknown global has stopped the file too; once is enough. */
    if (!fine && reading->mistakes->count == before) {
        mistake(reading->mistakes, NULL, 0, "%s", text_string(&message));
    }
    text_free(&message);
    return fine;
}

static void read_requirements(const struct reading *reading, const struct suite_file *file) {
    struct library *library = reading->library;
    size_t before = reading->mistakes->count;
    if (run_file(reading, file, "requirement")) {
        lua_State *lua = reading->sandbox->lua;
        int count = metadata_declarations(lua);
        if (count == 0) {
            mistake(reading->mistakes, file->path, 1, "declares no requirement");
        }
        for (int i = 1; i <= count; i++) {
            library->requirements = memory_grow(library->requirements, library->requirement_count,
                                                &library->requirement_capacity, sizeof *library->requirements);
            struct requirement *requirement = &library->requirements[library->requirement_count++];
            *requirement = (struct requirement){0};
            metadata_read_requirement(lua, i, file->path, file->name, requirement, reading->mistakes);
            for (size_t k = 0; k + 1 < library->requirement_count; k++) {
                if (strcmp(library->requirements[k].id, requirement->id) == 0) {
                    mistake(reading->mistakes, file->path, metadata_line(lua, i), "%s is declared twice",
                            requirement->id);
                }
            }
        }
    }
    mistakes_sort(reading->mistakes, before);
}

static void read_scenario(const struct reading *reading, const struct suite_file *file) {
    struct library *library = reading->library;
    lua_State *lua = reading->sandbox->lua;
    size_t before = reading->mistakes->count;
    library->scenarios = memory_grow(library->scenarios, library->scenario_count, &library->scenario_capacity,
                                     sizeof *library->scenarios);
    struct stored_scenario *stored = &library->scenarios[library->scenario_count++];
    *stored = (struct stored_scenario){.file = (size_t)(file - library->files.files)};
    stored->info.id = text_make("%s.%s", file->suite, file->name);
    stored->info.file = memory_string(file->path);
    if (run_file(reading, file, "scenario")) {
        int count = metadata_declarations(lua);
        if (count == 0) {
            mistake(reading->mistakes, file->path, 1, "declares no scenario");
        } else if (count > 1) {
            mistake(reading->mistakes, file->path, metadata_line(lua, 2), "a file has one scenario; this is another");
        }
        if (count > 0) {
            lua_settop(lua, 0);
            sandbox_push_word(reading->sandbox, "need_words");
            struct known known = {.requirements = library->requirements,
                                  .requirement_count = library->requirement_count,
                                  .need_words = lua_istable(lua, 1) ? 1 : 0};
            metadata_read_scenario(lua, 1, &known, &stored->info, reading->mistakes);
        }
    }
    mistakes_sort(reading->mistakes, before);
}

static int requirement_order(const void *left, const void *right) {
    return strcmp(((const struct requirement *)left)->id, ((const struct requirement *)right)->id);
}

static int scenario_order(const void *left, const void *right) {
    return strcmp(((const struct stored_scenario *)left)->info.id, ((const struct stored_scenario *)right)->info.id);
}

static void read_files(const struct reading *reading) {
    struct library *library = reading->library;
    for (size_t i = 0; i < library->files.count; i++) {
        if (strcmp(library->files.files[i].suite, requirements_folder) == 0) {
            read_requirements(reading, &library->files.files[i]);
        }
    }
    if (library->requirement_count > 0) {
        qsort(library->requirements, library->requirement_count, sizeof *library->requirements, requirement_order);
    }
    for (size_t i = 0; i < library->files.count; i++) {
        if (strcmp(library->files.files[i].suite, requirements_folder) != 0) {
            read_scenario(reading, &library->files.files[i]);
        }
    }
    if (library->scenario_count > 0) {
        qsort(library->scenarios, library->scenario_count, sizeof *library->scenarios, scenario_order);
    }
}

/* FNV-1a with 64 bits. */
static void hash_bytes(uint64_t *hash, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        *hash = (*hash ^ (unsigned char)bytes[i]) * 0x100000001B3ull;
    }
}

static void hash_files(struct library *library) {
    uint64_t hash = 0xCBF29CE484222325ull;
    for (size_t i = 0; i < library->files.count; i++) {
        const struct suite_file *file = &library->files.files[i];
        hash_bytes(&hash, file->path, strlen(file->path) + 1);
        hash_bytes(&hash, file->source, file->length);
        hash_bytes(&hash, "", 1);
    }
    snprintf(library->version, sizeof library->version, "%016llx", (unsigned long long)hash);
}

static enum status load(struct library *library, const wchar_t *folder, struct error *error) {
    struct mistakes mistakes = {0};
    struct reading reading = {.library = library, .mistakes = &mistakes};
    enum status status = folder_read(folder, &library->files, &mistakes, error);
    if (status == STATUS_OK) {
        status = sandbox_open(&reading.sandbox, library->vocabulary, NULL, READ_LIMIT_US, error);
    }
    if (status == STATUS_OK) {
        read_files(&reading);
        hash_files(library);
        sandbox_close(reading.sandbox);
    }
    bool faulty = mistakes.count > 0;
    char *lines = mistakes_release(&mistakes);
    if (status == STATUS_OK && faulty) {
        status = error_set(error, STATUS_USAGE, "%s", lines);
    }
    free(lines);
    return status;
}

enum status library_load_with(struct library **made, const wchar_t *folder, const struct vocabulary *vocabulary,
                              struct error *error) {
    struct library *library = memory_zeroed(1, sizeof *library);
    library->vocabulary = vocabulary;
    enum status status = load(library, folder, error);
    if (status != STATUS_OK) {
        library_free(library);
        library = NULL;
    }
    *made = library;
    return status;
}

enum status library_load(struct library **library, const wchar_t *folder, struct error *error) {
    return library_load_with(library, folder, &vocabulary_embedded, error);
}

char *library_pack(const struct library *library) { return packed_write(library); }

enum status library_unpack(struct library **made, const char *packed, struct error *error) {
    struct library *library = memory_zeroed(1, sizeof *library);
    library->vocabulary = &vocabulary_embedded;
    enum status status = packed_read(packed, library, error);
    if (status != STATUS_OK) {
        library_free(library);
        library = NULL;
    }
    *made = library;
    return status;
}

void library_free(struct library *library) {
    if (library == NULL) {
        return;
    }
    for (size_t i = 0; i < library->requirement_count; i++) {
        requirement_free(&library->requirements[i]);
    }
    for (size_t i = 0; i < library->scenario_count; i++) {
        scenario_info_free(&library->scenarios[i].info);
    }
    free(library->requirements);
    free(library->scenarios);
    folder_free(&library->files);
    free(library);
}

const struct vocabulary *library_vocabulary(const struct library *library) { return library->vocabulary; }

size_t library_scenarios(const struct library *library) { return library->scenario_count; }

const struct scenario_info *library_scenario(const struct library *library, size_t index) {
    return &library->scenarios[index].info;
}

const struct scenario_info *library_find_scenario(const struct library *library, const char *id) {
    for (size_t i = 0; i < library->scenario_count; i++) {
        if (strcmp(library->scenarios[i].info.id, id) == 0) {
            return &library->scenarios[i].info;
        }
    }
    return NULL;
}

const char *library_source(const struct library *library, const struct scenario_info *scenario, size_t *length) {
    for (size_t i = 0; i < library->scenario_count; i++) {
        if (&library->scenarios[i].info == scenario) {
            const struct suite_file *file = &library->files.files[library->scenarios[i].file];
            *length = file->length;
            return file->source;
        }
    }
    return NULL;
}

size_t library_requirements(const struct library *library) { return library->requirement_count; }

const struct requirement *library_requirement(const struct library *library, size_t index) {
    return &library->requirements[index];
}

const struct requirement *library_find_requirement(const struct library *library, const char *id) {
    return requirement_find(library->requirements, library->requirement_count, id);
}

const char *library_version(const struct library *library) { return library->version; }
