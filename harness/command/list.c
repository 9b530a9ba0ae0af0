#include "command/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/protocols.h"
#include "catalog/system.h"
#include "catalog/table.h"
#include "command/bundled.h"
#include "command/paths.h"
#include "provider/redirect.h"

static const char usage[] = "usage: wspcheck list [--json] [--dll DLL]...";

struct list_options {
    bool json;
    const char **dlls; /* owned; the strings are argv's */
    size_t dll_count;
};

static enum status parse(struct list_options *options, int argc, char **argv, struct error *error) {
    static const char dll_with_value[] = "--dll=";
    options->dlls = memory_zeroed((size_t)argc, sizeof *options->dlls);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            options->json = true;
        } else if (strncmp(argv[i], dll_with_value, sizeof dll_with_value - 1) == 0) {
            options->dlls[options->dll_count++] = argv[i] + sizeof dll_with_value - 1;
        } else if (strcmp(argv[i], "--dll") == 0 && i + 1 < argc) {
            options->dlls[options->dll_count++] = argv[++i];
        } else if (strcmp(argv[i], "--dll") == 0) {
            return error_set(error, STATUS_USAGE, "--dll needs the path of a DLL; %s", usage);
        } else {
            return error_set(error, STATUS_USAGE, "\"%s\" is not an option of list; %s", argv[i], usage);
        }
    }
    return STATUS_OK;
}

void list_print_complaints(const struct catalog *catalog) {
    for (size_t i = 0; i < catalog->complaint_count; i++) {
        fprintf(stderr, "wspcheck: %s\n", catalog->complaints[i]);
    }
}

static enum status add_dll(struct catalog *catalog, const char *dll, struct error *error) {
    wchar_t *path = path_from_user(dll);
    enum status status = STATUS_OK;
    if (catalog_find_dll(catalog, path) == NULL) {
        status = redirect_register(path, error);
    }
    free(path);
    return status;
}

/* A bundled DLL that does not work must not keep the catalog from being seen. */
static void add_bundled(struct catalog *catalog) {
    struct error error = {0};
    if (bundled_register(catalog, &error) != STATUS_OK) {
        catalog_complain(catalog, "%s", error.message);
    }
    error_clear(&error);
}

static enum status gather(struct catalog *catalog, struct catalog *narrow, const struct list_options *options,
                          struct error *error) {
    struct system_functions functions = system_resolve();
    enum status status = catalog_read(catalog, error);
    if (status == STATUS_OK) {
        status = system_read_32(narrow, &functions, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    redirect_start(catalog);
    if (options->dll_count == 0) {
        add_bundled(catalog);
    }
    for (size_t i = 0; i < options->dll_count && status == STATUS_OK; i++) {
        status = add_dll(catalog, options->dlls[i], error);
    }
    return status;
}

static void print_json(const struct catalog *catalog, const struct catalog *narrow) {
    const struct catalog *const catalogs[] = {catalog, narrow};
    char *document = protocols_document(catalogs, 2);
    puts(document);
    free(document);
}

static void print_table(const struct catalog *catalog, const struct catalog *narrow) {
    struct text text = {0};
    table_append(&text, catalog, 0);
    if (narrow->count > 0) {
        text_append(&text, "\nSeen by 32-bit programs only; a 64-bit wspcheck cannot load these:\n");
        table_append(&text, narrow, 0);
    }
    fputs(text_string(&text), stdout);
    text_free(&text);
}

static enum status list(const struct list_options *options, struct error *error) {
    struct catalog catalog = {0};
    struct catalog narrow = {0};
    enum status status = gather(&catalog, &narrow, options, error);
    list_print_complaints(&catalog);
    list_print_complaints(&narrow);
    if (status == STATUS_OK && options->json) {
        print_json(&catalog, &narrow);
    } else if (status == STATUS_OK) {
        print_table(&catalog, &narrow);
    }
    if (status == STATUS_OK && catalog.count + narrow.count == 0) {
        status = error_set(error, STATUS_NOTHING, "the catalog is empty");
    }
    catalog_free(&catalog);
    catalog_free(&narrow);
    return status;
}

int command_list(int argc, char **argv) {
    struct list_options options = {0};
    struct error error = {0};
    enum status status = parse(&options, argc, argv, &error);
    if (status == STATUS_OK) {
        status = list(&options, &error);
    }
    if (status != STATUS_OK) {
        fprintf(stderr, "wspcheck: %s\n", error.message);
    }
    error_clear(&error);
    free(options.dlls);
    /* A status has the exit code's value. */
    return (int)status;
}
