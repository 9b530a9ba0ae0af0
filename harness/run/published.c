#include "run/published.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "base/wide.h"
#include "results/files.h"

#define CELLS 4
#define ESCAPED "**escaped**"

/* Splits "| a | b | c | d |" and puts ends behind the cells; false for any other line. */
static bool split_row(char *line, const char *cells[CELLS]) {
    size_t count = 0;
    char *at = line;
    while (count < CELLS && strncmp(at, "| ", 2) == 0) {
        cells[count++] = at + 2;
        at = strstr(at + 2, " |");
        if (at == NULL) {
            return false;
        }
        *at++ = '\0';
    }
    return count == CELLS && strcmp(at, "|") == 0;
}

static cJSON *row_to_json(const char *const cells[CELLS]) {
    bool caught = strcmp(cells[3], ESCAPED) != 0;
    cJSON *row = cJSON_CreateObject();
    cJSON_AddStringToObject(row, "fault", cells[0]);
    cJSON_AddStringToObject(row, "title", cells[1]);
    cJSON_AddStringToObject(row, "requirement", cells[2]);
    cJSON_AddBoolToObject(row, "caught", caught);
    cJSON *by = cJSON_AddArrayToObject(row, "by");
    if (caught) {
        cJSON_AddItemToArray(by, cJSON_CreateString(cells[3]));
    }
    return row;
}

cJSON *published_rows(const char *markdown) {
    cJSON *rows = cJSON_CreateArray();
    bool below_head = false;
    while (*markdown != '\0') {
        size_t length = strcspn(markdown, "\n");
        char *line =
            text_make("%.*s", (int)(length > 0 && markdown[length - 1] == '\r' ? length - 1 : length), markdown);
        const char *cells[CELLS];
        if (below_head && split_row(line, cells)) {
            cJSON_AddItemToArray(rows, row_to_json(cells));
        }
        below_head = line[0] == '|' && (below_head || strncmp(line, "|---", 4) == 0);
        free(line);
        markdown += length + (markdown[length] == '\n');
    }
    if (cJSON_GetArraySize(rows) == 0) {
        cJSON_Delete(rows);
        return NULL;
    }
    return rows;
}

void published_add(cJSON *header, const wchar_t *suites) {
    struct text markdown = {0};
    char *folder = wide_to_utf8(suites);
    char *path = files_join(folder, "../docs/proof.md");
    cJSON *rows = files_read(path, &markdown, NULL) == STATUS_OK ? published_rows(text_string(&markdown)) : NULL;
    if (rows != NULL) {
        cJSON_AddItemToObject(header, "proof", rows);
    }
    text_free(&markdown);
    free(path);
    free(folder);
}
