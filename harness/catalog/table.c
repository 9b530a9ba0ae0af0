#include "catalog/table.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/wide.h"
#include "catalog/names.h"

#define COLUMNS 8
#define INDENT "         "

struct row {
    char *cells[COLUMNS]; /* owned */
};

static const char *const headings[COLUMNS] = {"ID", "ORIGIN", "NAME", "FAMILY", "TYPE", "PROTOCOL", "PROVIDER", "DLL"};

static size_t width_of(const char *utf8) {
    size_t width = 0;
    for (; *utf8 != '\0'; utf8++) {
        width += ((unsigned char)*utf8 & 0xC0U) != 0x80U;
    }
    return width;
}

static char *named_or_number(const char *name, int number) {
    return name == NULL ? text_make("%d", number) : text_make("%s", name);
}

static char *protocol_cell(const WSAPROTOCOL_INFOW *info) {
    return info->iProtocolMaxOffset == 0
               ? text_make("%d", info->iProtocol)
               : text_make("%d..%lld", info->iProtocol, (long long)info->iProtocol + info->iProtocolMaxOffset);
}

static struct row row_of(const struct catalog_entry *entry) {
    struct text guid = {0};
    names_guid(&guid, &entry->info.ProviderId);
    char *dll = wide_to_utf8(entry->dll);
    struct row row = {{
        text_make("%lu", entry->info.dwCatalogEntryId),
        text_make("%s", catalog_origin_name(entry->origin)),
        text_make("%s", entry->name),
        named_or_number(names_family(entry->info.iAddressFamily), entry->info.iAddressFamily),
        named_or_number(names_socket_type(entry->info.iSocketType), entry->info.iSocketType),
        protocol_cell(&entry->info),
        text_release(&guid),
        text_make("%s", dll == NULL ? "(no DLL)" : dll),
    }};
    free(dll);
    return row;
}

static void row_free(struct row *row) {
    for (size_t i = 0; i < COLUMNS; i++) {
        free(row->cells[i]);
    }
}

static void widen(size_t widths[COLUMNS], const char *const cells[COLUMNS]) {
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t width = width_of(cells[i]);
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void append_row(struct text *text, const size_t widths[COLUMNS], const char *const cells[COLUMNS]) {
    for (size_t i = 0; i < COLUMNS; i++) {
        text_append(text, cells[i]);
        /* Nothing follows the last column, so nothing is aligned with its end. */
        for (size_t pad = width_of(cells[i]); i + 1 < COLUMNS && pad < widths[i] + 2; pad++) {
            text_append_char(text, ' ');
        }
    }
    text_append_char(text, '\n');
}

void table_chain(struct text *text, const struct catalog *catalog, const struct catalog_entry *entry) {
    int length = catalog_chain_length(entry);
    for (int i = 0; i < length; i++) {
        DWORD id = entry->info.ProtocolChain.ChainEntries[i];
        const struct catalog_entry *link = catalog_find_id(catalog, id);
        text_format(text, "%s%lu %s", i == 0 ? "" : " > ", id,
                    link == NULL ? "(not in the catalog)" : catalog_kind_name(link));
    }
}

static void append_details(struct text *text, const struct catalog *catalog, const struct catalog_entry *entry) {
    text_append(text, INDENT "service flags: ");
    names_flags(text, entry->info.dwServiceFlags1, service_flag_names);
    text_append(text, "\n" INDENT "provider flags: ");
    names_flags(text, entry->info.dwProviderFlags, provider_flag_names);
    text_append_char(text, '\n');
    if (entry->info.ProtocolChain.ChainLen > BASE_PROTOCOL) {
        text_append(text, INDENT "chain: ");
        table_chain(text, catalog, entry);
        text_append_char(text, '\n');
    } else if (entry->info.ProtocolChain.ChainLen == LAYERED_PROTOCOL) {
        text_append(text, INDENT "a layer's own entry, used through chains only\n");
    }
    struct error error = {0};
    if (catalog_verify(catalog, entry, &error) != STATUS_OK) {
        text_format(text, INDENT "broken: %s\n", error.message);
    }
    error_clear(&error);
}

void table_append(struct text *text, const struct catalog *catalog, size_t first) {
    struct row *rows = memory_zeroed(catalog->count, sizeof *rows);
    size_t widths[COLUMNS] = {0};
    widen(widths, headings);
    for (size_t i = first; i < catalog->count; i++) {
        rows[i] = row_of(catalog->entries[i]);
        widen(widths, (const char *const *)rows[i].cells);
    }
    append_row(text, widths, headings);
    for (size_t i = first; i < catalog->count; i++) {
        append_row(text, widths, (const char *const *)rows[i].cells);
        append_details(text, catalog, catalog->entries[i]);
        row_free(&rows[i]);
    }
    free(rows);
}
