#include "command/faults.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/wide.h"

#define COLUMNS 5

/* Splits a line at its tabs, for free(). False when it has another number of columns. */
static bool split(const char *line, size_t length, char **columns, size_t count) {
    const char *end = line + length;
    size_t found = 0;
    for (const char *at = line; found < count; found++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab == NULL ? end : tab;
        columns[found] = text_make("%.*s", (int)(stop - at), at);
        if (tab == NULL) {
            found++;
            break;
        }
        at = tab + 1;
    }
    return found == count;
}

static void free_columns(char **columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(columns[i]);
    }
}

/* DEFER_GOES_TO_THE_TAIL is the entry "faulty defer-goes-to-the-tail". */
static void make_entry_name(char *name) {
    for (; *name != '\0'; name++) {
        *name = *name == '_' ? '-' : (char)tolower((unsigned char)*name);
    }
}

static bool find_kind(const char *word, enum fault_kind *kind) {
    static const char *const words[] = {[FAULT_WRONG] = "WRONG", [FAULT_CRASHES] = "CRASHES", [FAULT_HANGS] = "HANGS"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            *kind = (enum fault_kind)i;
            return true;
        }
    }
    return false;
}

static enum status malformed(const char *line, size_t length, struct error *error) {
    return error_set(error, STATUS_FAILED, "a row of its table of faults is malformed: %.*s", (int)length, line);
}

static enum status add_fault(struct fault_table *table, const char *line, size_t length, struct error *error) {
    char *columns[COLUMNS] = {0};
    enum fault_kind kind;
    if (!split(line, length, columns, COLUMNS) || !find_kind(columns[2], &kind)) {
        free_columns(columns, COLUMNS);
        return malformed(line, length, error);
    }
    make_entry_name(columns[0]);
    free(columns[2]);
    table->faults = memory_grow(table->faults, table->count, &table->capacity, sizeof *table->faults);
    table->faults[table->count++] = (struct fault){
        .name = columns[0], .requirement = columns[1], .kind = kind, .also = columns[3], .sentence = columns[4]};
    return STATUS_OK;
}

static enum status add_exception(struct fault_table *table, const char *line, size_t length, struct error *error) {
    char *columns[2] = {0};
    if (!split(line, length, columns, 2)) {
        free_columns(columns, 2);
        return malformed(line, length, error);
    }
    table->exceptions =
        memory_grow(table->exceptions, table->exception_count, &table->exception_capacity, sizeof *table->exceptions);
    table->exceptions[table->exception_count++] =
        (struct fault_exception){.requirement = columns[0], .reason = columns[1]};
    return STATUS_OK;
}

typedef enum status (*add_row)(struct fault_table *table, const char *line, size_t length, struct error *error);

static enum status read_lines(struct fault_table *table, HMODULE module, const char *symbol, add_row add,
                              struct error *error) {
    FARPROC address = GetProcAddress(module, symbol);
    const char *line;
    memcpy(&line, &address, sizeof line);
    if (line == NULL) {
        return error_set(error, STATUS_FAILED, "it exports no %s", symbol);
    }
    enum status status = STATUS_OK;
    while (status == STATUS_OK && *line != '\0') {
        size_t length = strcspn(line, "\n");
        status = add(table, line, length, error);
        line += length + (line[length] == '\n');
    }
    return status;
}

enum status fault_table_read(struct fault_table *table, enum family family, const wchar_t *dll, struct error *error) {
    size_t first = table->count;
    HMODULE module = LoadLibraryExW(dll, NULL, DONT_RESOLVE_DLL_REFERENCES);
    enum status status;
    if (module == NULL) {
        char *reason = wide_system_message(GetLastError());
        status = error_set(error, STATUS_FAILED, "it cannot be loaded: %s", reason);
        free(reason);
    } else {
        status = read_lines(table, module, "wspfaulty_table", add_fault, error);
        if (status == STATUS_OK) {
            status = read_lines(table, module, "wspfaulty_exceptions", add_exception, error);
        }
        FreeLibrary(module);
    }
    for (size_t i = first; i < table->count; i++) {
        table->faults[i].family = family;
    }
    if (status != STATUS_OK) {
        char *path = wide_to_utf8(dll);
        error_prefix(error, "%s", path);
        free(path);
    }
    return status;
}

void fault_table_free(struct fault_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        free(table->faults[i].name);
        free(table->faults[i].requirement);
        free(table->faults[i].also);
        free(table->faults[i].sentence);
    }
    for (size_t i = 0; i < table->exception_count; i++) {
        free(table->exceptions[i].requirement);
        free(table->exceptions[i].reason);
    }
    free(table->faults);
    free(table->exceptions);
    *table = (struct fault_table){0};
}
