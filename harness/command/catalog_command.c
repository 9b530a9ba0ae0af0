#include "command/catalog_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/names.h"
#include "catalog/registry.h"
#include "catalog/system.h"
#include "catalog/table.h"
#include "command/list.h"
#include "command/paths.h"
#include "provider/redirect.h"

static const char usage[] = "usage: wspcheck catalog install DLL | catalog uninstall DLL-or-GUID | catalog dump";

static enum status write_overlay(const struct catalog *catalog, struct error *error) {
    if (system_wine_version() != NULL) {
        struct registry_place place = registry_default_place();
        return registry_install(&place, catalog, error);
    }
    struct system_functions functions = system_resolve();
    return system_install(&functions, catalog, error);
}

static void print_installed(const struct catalog *catalog) {
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i]->origin == CATALOG_OVERLAY) {
            struct text guid = {0};
            names_guid(&guid, &catalog->entries[i]->info.ProviderId);
            printf("installed %s %s\n", text_string(&guid), catalog->entries[i]->name);
            text_free(&guid);
        }
    }
}

/* The DLL's own registration says what its entries are; the overlay catches them on their way. */
static enum status install(const char *dll, struct error *error) {
    struct catalog catalog = {0};
    enum status status = catalog_read(&catalog, error);
    wchar_t *path = path_from_user(dll);
    if (status == STATUS_OK) {
        const struct catalog_entry *there = catalog_find_dll(&catalog, path);
        if (there != NULL) {
            status = error_set(error, STATUS_FAILED, "%s is installed already, as entry %lu \"%s\"; uninstall it first",
                               dll, there->info.dwCatalogEntryId, there->name);
        }
    }
    if (status == STATUS_OK) {
        redirect_start(&catalog);
        status = redirect_register(path, error);
        list_print_complaints(&catalog);
    }
    if (status == STATUS_OK) {
        status = write_overlay(&catalog, error);
    }
    if (status == STATUS_OK) {
        print_installed(&catalog);
    }
    free(path);
    catalog_free(&catalog);
    return status;
}

static enum status remove_provider(const GUID *provider, struct error *error) {
    enum status status;
    if (system_wine_version() != NULL) {
        struct registry_place place = registry_default_place();
        status = registry_deinstall(&place, provider, error);
    } else {
        struct system_functions functions = system_resolve();
        status = system_deinstall(&functions, provider, error);
    }
    if (status == STATUS_OK) {
        struct text guid = {0};
        names_guid(&guid, provider);
        printf("uninstalled %s\n", text_string(&guid));
        text_free(&guid);
    }
    return status;
}

static bool removed_before(const struct catalog *catalog, const struct catalog_entry *entry, size_t position) {
    for (size_t i = 0; i < position; i++) {
        if (IsEqualGUID(&catalog->entries[i]->info.ProviderId, &entry->info.ProviderId)) {
            return true;
        }
    }
    return false;
}

/* A DLL may have installed its entries under several identifiers; all of them go. */
static enum status uninstall_dll(const char *dll, struct error *error) {
    struct catalog catalog = {0};
    wchar_t *path = path_from_user(dll);
    enum status status = catalog_read(&catalog, error);
    if (status == STATUS_OK && catalog_find_dll(&catalog, path) == NULL) {
        char *shown = path_for_user(path);
        status = error_set(error, STATUS_NOTHING, "no entry of the catalog has the DLL %s", shown);
        free(shown);
    }
    for (size_t i = 0; i < catalog.count && status == STATUS_OK; i++) {
        const struct catalog_entry *entry = catalog.entries[i];
        if (catalog_has_dll(entry, path) && !removed_before(&catalog, entry, i)) {
            status = remove_provider(&entry->info.ProviderId, error);
        }
    }
    free(path);
    catalog_free(&catalog);
    return status;
}

/* Removing a provider leaves the chains that name it; nobody can use those any more. */
static void print_broken_chains(void) {
    struct catalog catalog = {0};
    if (catalog_read(&catalog, NULL) == STATUS_OK) {
        for (size_t i = 0; i < catalog.count; i++) {
            struct error error = {0};
            if (catalog_verify(&catalog, catalog.entries[i], &error) != STATUS_OK) {
                fprintf(stderr, "wspcheck: %s; uninstall it too\n", error.message);
            }
            error_clear(&error);
        }
    }
    catalog_free(&catalog);
}

static enum status uninstall(const char *dll_or_guid, struct error *error) {
    GUID provider;
    enum status status = names_parse_guid(dll_or_guid, &provider) ? remove_provider(&provider, error)
                                                                  : uninstall_dll(dll_or_guid, error);
    if (status == STATUS_OK) {
        print_broken_chains();
    }
    return status;
}

static void print_value(const char *name, struct registry_value value) {
    if (value.present) {
        printf("  %-24s %lu\n", name, value.number);
    } else {
        printf("  %-24s (missing)\n", name);
    }
}

static void print_state(const char *hive, const struct registry_state *state) {
    printf("%s\\%s\n", hive, state->path);
    printf("  %-24s %s\n", "WinSock_Registry_Version", state->version == NULL ? "(missing)" : state->version);
    print_value("Serial_Access_Num", state->serial);
    print_value("Next_Catalog_Entry_ID", state->next_id);
    print_value("Num_Catalog_Entries", state->count[REGISTRY_LIST_32]);
    print_value("Num_Catalog_Entries64", state->count[REGISTRY_LIST_64]);
    printf("  %-24s %s (key %s %s)\n", "lock", state->locked ? "held by a writer" : "free", state->lock_name,
           state->locked ? "exists" : "does not exist");
}

/* Under Wine the chains of the registry catalog end in entries that only the system's catalog has. */
static enum status read_beneath(struct catalog *catalog, struct error *error) {
    struct system_functions functions = system_resolve();
    return system_wine_version() == NULL ? STATUS_OK : system_read(catalog, &functions, error);
}

static enum status dump_list(enum registry_list list, const struct registry_state *state, size_t *entries,
                             struct error *error) {
    struct registry_place place = registry_default_place();
    place.list = list;
    place.patience_ms = 0;
    struct catalog catalog = {0};
    enum status status = read_beneath(&catalog, error);
    size_t first = catalog.count;
    if (status == STATUS_OK) {
        status = registry_read(&catalog, &place, error);
    }
    size_t found = catalog.count - first;
    printf("\n%s: %lu keys, %zu entries\n", list == REGISTRY_LIST_64 ? "Catalog_Entries64" : "Catalog_Entries",
           state->subkeys[list].number, found);
    if (found > 0) {
        struct text table = {0};
        table_append(&table, &catalog, first);
        fputs(text_string(&table), stdout);
        text_free(&table);
    }
    list_print_complaints(&catalog);
    *entries += found;
    catalog_free(&catalog);
    return status;
}

static enum status dump(const char *unused, struct error *error) {
    (void)unused;
    struct registry_place place = registry_default_place();
    struct registry_state state;
    size_t entries = 0;
    enum status status = registry_describe(&place, &state, error);
    if (status == STATUS_OK && !state.present) {
        status = error_set(error, STATUS_NOTHING, "there is no registry catalog at %s\\%s", registry_hive_name(&place),
                           state.path);
    }
    if (status == STATUS_OK) {
        print_state(registry_hive_name(&place), &state);
    }
    for (int list = REGISTRY_LIST_32; list <= REGISTRY_LIST_64 && status == STATUS_OK; list++) {
        status = dump_list(list, &state, &entries, error);
    }
    if (status == STATUS_OK && entries == 0) {
        puts("\nthe registry catalog has no entries");
    }
    registry_state_free(&state);
    return status;
}

static const struct action {
    const char *name;
    const char *operand; /* NULL for none */
    enum status (*run)(const char *operand, struct error *error);
} actions[] = {
    {"install", "the path of a DLL", install},
    {"uninstall", "the path of a DLL or a provider's GUID", uninstall},
    {"dump", NULL, dump},
};

static enum status run(int argc, char **argv, struct error *error) {
    for (size_t i = 0; argc > 1 && i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(argv[1], actions[i].name) != 0) {
            continue;
        }
        int expected = actions[i].operand == NULL ? 2 : 3;
        if (argc == expected) {
            return actions[i].run(argc == 3 ? argv[2] : NULL, error);
        }
        return error_set(error, STATUS_USAGE, "catalog %s takes %s; %s", actions[i].name,
                         actions[i].operand == NULL ? "nothing more" : actions[i].operand, usage);
    }
    return argc > 1 ? error_set(error, STATUS_USAGE, "catalog has no \"%s\"; %s", argv[1], usage)
                    : error_set(error, STATUS_USAGE, "catalog needs to be told what to do; %s", usage);
}

int command_catalog(int argc, char **argv) {
    struct error error = {0};
    enum status status = run(argc, argv, &error);
    if (status != STATUS_OK) {
        fprintf(stderr, "wspcheck: %s\n", error.message);
    }
    error_clear(&error);
    /* A status has the exit code's value. */
    return (int)status;
}
