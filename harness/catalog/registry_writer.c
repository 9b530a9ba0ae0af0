/*
 * Changing the registry catalog: one writer at a time, no gaps, and nothing written unless everything can be.
 */
#include "catalog/registry.h"

#include <stdlib.h>

#include <windows.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/decode.h"
#include "catalog/names.h"
#include "catalog/registry_keys.h"
#include "catalog/registry_lock.h"

/* A writer at work: it has the lock from writer_open to writer_close. */
struct writer {
    HKEY key;
    HKEY list;
    enum registry_list which;
    struct registry_lock lock;
    struct registry_numbers numbers;
    bool changed;
};

/* What lies above the count was left by a writer that did not finish; no reader has ever seen it. */
static enum status drop_leftovers(struct writer *writer, struct error *error) {
    DWORD count = registry_number(writer->key, registry_count_names[writer->which]).number;
    enum status status = registry_list_numbers(writer->list, &writer->numbers, NULL, error);
    while (status == STATUS_OK && writer->numbers.count > 0 &&
           writer->numbers.values[writer->numbers.count - 1] > count) {
        status = registry_delete_item(writer->list, writer->numbers.values[--writer->numbers.count], error);
        writer->changed = true;
    }
    return status;
}

static enum status writer_prepare(struct writer *writer, struct error *error) {
    enum status status = registry_make_skeleton(writer->key, writer->which, error);
    if (status != STATUS_OK) {
        return status;
    }
    LSTATUS code =
        RegOpenKeyExW(writer->key, registry_list_names[writer->which], 0, KEY_READ | KEY_WRITE, &writer->list);
    if (code != ERROR_SUCCESS) {
        return registry_refused(error, code, "cannot open the registry catalog's list");
    }
    return drop_leftovers(writer, error);
}

/* Gives the lock back and closes everything. The first thing that went wrong stays in *error. */
static enum status writer_close(struct writer *writer, enum status status, struct error *error) {
    enum status released = registry_lock_release(&writer->lock, writer->changed, status == STATUS_OK ? error : NULL);
    registry_numbers_free(&writer->numbers);
    if (writer->list != NULL) {
        RegCloseKey(writer->list);
    }
    RegCloseKey(writer->key);
    return status == STATUS_OK ? released : status;
}

/* Takes over the key, which is closed in any case when the writer is done. */
static enum status writer_open(struct writer *writer, HKEY key, const struct registry_place *place,
                               struct error *error) {
    *writer = (struct writer){.key = key, .which = place->list};
    enum status status = registry_lock_take(&writer->lock, key, place->patience_ms, error);
    if (status != STATUS_OK) {
        RegCloseKey(key);
        return status;
    }
    status = writer_prepare(writer, error);
    return status == STATUS_OK ? STATUS_OK : writer_close(writer, status, error);
}

/* Closes the gaps and writes how many entries there are. */
static enum status writer_settle(struct writer *writer, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < writer->numbers.count && status == STATUS_OK; i++) {
        DWORD number = (DWORD)i + 1;
        if (writer->numbers.values[i] != number) {
            writer->changed = true;
            status = registry_move_item(writer->list, writer->numbers.values[i], number, error);
            writer->numbers.values[i] = number;
        }
    }
    if (status == STATUS_OK) {
        status =
            registry_set_number(writer->key, registry_count_names[writer->which], (DWORD)writer->numbers.count, error);
    }
    return status;
}

/* The overlay entries of a catalog on their way into the registry. */
struct shipment {
    size_t count;
    WSAPROTOCOL_INFOW *infos; /* with the ids they get */
    unsigned char *bytes;     /* count items of PACKED_ITEM_SIZE */
    DWORD next_id;
};

static void shipment_free(struct shipment *shipment) {
    free(shipment->infos);
    free(shipment->bytes);
}

static DWORD first_free_id(DWORD next_id, const struct catalog *catalog) {
    DWORD id = next_id < REGISTRY_FIRST_ID ? REGISTRY_FIRST_ID : next_id;
    for (size_t i = 0; i < catalog->count; i++) {
        DWORD taken = catalog->entries[i]->info.dwCatalogEntryId;
        if (catalog->entries[i]->origin != CATALOG_OVERLAY && taken >= id) {
            id = taken + 1;
        }
    }
    return id;
}

/* Gives each overlay entry its new id and translates the chains that name old ones. */
static void assign_ids(struct shipment *shipment, const struct catalog *catalog) {
    DWORD *overlay_ids = memory_zeroed(catalog->count, sizeof *overlay_ids);
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->entries[i]->origin == CATALOG_OVERLAY) {
            WSAPROTOCOL_INFOW *info = &shipment->infos[shipment->count];
            *info = catalog->entries[i]->info;
            overlay_ids[shipment->count++] = info->dwCatalogEntryId;
            info->dwCatalogEntryId = shipment->next_id++;
        }
    }
    for (size_t i = 0; i < shipment->count; i++) {
        DWORD *links = shipment->infos[i].ProtocolChain.ChainEntries;
        for (size_t k = 0; k < MAX_PROTOCOL_CHAIN; k++) {
            size_t known = 0;
            while (known < shipment->count && overlay_ids[known] != links[k]) {
                known++;
            }
            if (known < shipment->count) {
                links[k] = shipment->infos[known].dwCatalogEntryId;
            }
        }
    }
    free(overlay_ids);
}

static enum status check_entry(const struct catalog *installed, const struct catalog_entry *entry,
                               struct error *error) {
    if (entry->dll == NULL) {
        return error_set(error, STATUS_FAILED, "\"%s\" has no DLL and cannot be installed", entry->name);
    }
    const struct catalog_entry *taken = catalog_find_provider(installed, &entry->info.ProviderId);
    if (taken == NULL) {
        return STATUS_OK;
    }
    struct text guid = {0};
    names_guid(&guid, &entry->info.ProviderId);
    error_set(error, STATUS_FAILED,
              "the provider identifier %s of \"%s\" is installed already, by entry %lu \"%s\"; uninstall that first",
              text_string(&guid), entry->name, taken->info.dwCatalogEntryId, taken->name);
    text_free(&guid);
    return STATUS_FAILED;
}

/* Everything that can be refused is refused here, before anything is written. */
static enum status pack(struct shipment *shipment, const struct catalog *catalog, const struct catalog *installed,
                        DWORD next_id, struct error *error) {
    *shipment = (struct shipment){0};
    shipment->infos = memory_zeroed(catalog->count, sizeof *shipment->infos);
    shipment->bytes = memory_zeroed(catalog->count, PACKED_ITEM_SIZE);
    shipment->next_id = first_free_id(first_free_id(next_id, installed), catalog);
    assign_ids(shipment, catalog);
    enum status status = STATUS_OK;
    size_t packed = 0;
    for (size_t i = 0; i < catalog->count && status == STATUS_OK; i++) {
        const struct catalog_entry *entry = catalog->entries[i];
        if (entry->origin != CATALOG_OVERLAY) {
            continue;
        }
        status = check_entry(installed, entry, error);
        if (status == STATUS_OK) {
            status = packed_item_encode(&shipment->infos[packed], entry->dll,
                                        shipment->bytes + packed * PACKED_ITEM_SIZE, error);
            packed++;
        }
    }
    return status;
}

static enum status write_items(struct writer *writer, const struct shipment *shipment, struct error *error) {
    size_t before = writer->numbers.count;
    enum status status = STATUS_OK;
    writer->changed = true;
    for (size_t i = 0; i < shipment->count && status == STATUS_OK; i++) {
        status = registry_write_item(writer->list, (DWORD)(before + i + 1), shipment->bytes + i * PACKED_ITEM_SIZE,
                                     &shipment->infos[i], error);
    }
    if (status == STATUS_OK) {
        status = registry_set_number(writer->key, registry_next_id_name, shipment->next_id, error);
    }
    if (status == STATUS_OK) {
        status = registry_set_number(writer->key, registry_count_names[writer->which],
                                     (DWORD)(before + shipment->count), error);
    }
    for (size_t i = 0; i < shipment->count && status != STATUS_OK; i++) {
        registry_delete_item(writer->list, (DWORD)(before + i + 1), NULL);
    }
    return status;
}

static enum status install_locked(struct writer *writer, const struct catalog *catalog, struct error *error) {
    struct catalog installed = {0};
    struct shipment shipment = {0};
    enum status status = registry_read_list(writer->key, writer->which, &installed, error);
    if (status == STATUS_OK) {
        status =
            pack(&shipment, catalog, &installed, registry_number(writer->key, registry_next_id_name).number, error);
    }
    if (status == STATUS_OK) {
        status = writer_settle(writer, error);
    }
    if (status == STATUS_OK) {
        status = write_items(writer, &shipment, error);
    }
    shipment_free(&shipment);
    catalog_free(&installed);
    return status;
}

enum status registry_install(const struct registry_place *place, const struct catalog *catalog, struct error *error) {
    HKEY key;
    enum status status = registry_create(place, &key, error);
    if (status != STATUS_OK) {
        return status;
    }
    struct writer writer;
    status = writer_open(&writer, key, place, error);
    return status == STATUS_OK ? writer_close(&writer, install_locked(&writer, catalog, error), error) : status;
}

static bool belongs_to(HKEY list, DWORD number, const GUID *provider) {
    WSAPROTOCOL_INFOW info;
    wchar_t *dll;
    if (registry_read_item(list, number, &info, &dll, NULL) != STATUS_OK) {
        return false;
    }
    free(dll);
    return IsEqualGUID(&info.ProviderId, provider);
}

static enum status not_there(const GUID *provider, struct error *error) {
    struct text guid = {0};
    names_guid(&guid, provider);
    error_set(error, STATUS_NOTHING, "no provider %s is in the registry catalog", text_string(&guid));
    text_free(&guid);
    return STATUS_NOTHING;
}

static enum status deinstall_locked(struct writer *writer, const GUID *provider, struct error *error) {
    struct registry_numbers *numbers = &writer->numbers;
    enum status status = STATUS_OK;
    size_t kept = 0;
    for (size_t i = 0; i < numbers->count; i++) {
        bool removed = false;
        if (status == STATUS_OK && belongs_to(writer->list, numbers->values[i], provider)) {
            status = registry_delete_item(writer->list, numbers->values[i], error);
            removed = status == STATUS_OK;
        }
        if (!removed) {
            numbers->values[kept++] = numbers->values[i];
        }
    }
    if (status == STATUS_OK && kept == numbers->count) {
        return not_there(provider, error);
    }
    writer->changed = true;
    numbers->count = kept;
    enum status settled = writer_settle(writer, status == STATUS_OK ? error : NULL);
    return status == STATUS_OK ? settled : status;
}

enum status registry_deinstall(const struct registry_place *place, const GUID *provider, struct error *error) {
    HKEY key;
    enum status status = registry_open(place, KEY_READ | KEY_WRITE, &key, error);
    if (status != STATUS_OK || key == NULL) {
        return status == STATUS_OK ? not_there(provider, error) : status;
    }
    struct writer writer;
    status = writer_open(&writer, key, place, error);
    return status == STATUS_OK ? writer_close(&writer, deinstall_locked(&writer, provider, error), error) : status;
}
