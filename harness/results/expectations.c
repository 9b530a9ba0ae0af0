#include "results/expectations.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "results/files.h"
#include "results/model.h"

/* What can be expected: broken, incomplete and notrun say nothing about a provider. */
static bool can_be_expected(enum verdict verdict) {
    return verdict != VERDICT_BROKEN && verdict != VERDICT_INCOMPLETE && verdict != VERDICT_NOTRUN;
}

static bool is_date(const char *text) {
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) {
        if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i]) {
            return false;
        }
    }
    long month = strtol(text + 5, NULL, 10);
    long day = strtol(text + 8, NULL, 10);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_blank(char character) { return character == ' ' || character == '\t' || character == '\r'; }

/* The next word, quoted or not, for free(); NULL at the end of the line or for a quote that is not closed. */
static char *next_word(const char **at) {
    while (is_blank(**at)) {
        (*at)++;
    }
    bool quoted = **at == '"';
    const char *start = *at + quoted;
    const char *end = start;
    while (*end != '\0' && (quoted ? *end != '"' : !is_blank(*end))) {
        end++;
    }
    if ((quoted && *end != '"') || (!quoted && end == start)) {
        return NULL;
    }
    *at = end + quoted;
    char *word = memory_zeroed((size_t)(end - start) + 1, 1);
    memcpy(word, start, (size_t)(end - start));
    return word;
}

static void free_entry(struct expectation *entry) {
    free(entry->provider);
    free(entry->scenario);
    free(entry->reason);
    free(entry->until);
}

static enum status parse_until(struct expectation *entry, const char **at, struct error *error) {
    const char *before = *at;
    char *word = next_word(at);
    if (word == NULL || strcmp(word, "until") != 0) {
        free(word);
        *at = before;
        entry->until = memory_string("");
        return STATUS_OK;
    }
    free(word);
    entry->until = next_word(at);
    if (entry->until == NULL || !is_date(entry->until)) {
        return error_set(error, STATUS_USAGE, "expected a date such as 2030-12-31 after \"until\", found \"%s\"",
                         entry->until == NULL ? "" : entry->until);
    }
    return STATUS_OK;
}

static enum status parse_entry(struct expectation *entry, const char *line, struct error *error) {
    const char *at = line;
    entry->provider = next_word(&at);
    entry->scenario = next_word(&at);
    char *word = next_word(&at);
    bool known = word != NULL && verdict_from_name(word, &entry->verdict) && can_be_expected(entry->verdict);
    if (entry->provider == NULL || entry->scenario == NULL || !known) {
        error_set(error, STATUS_USAGE,
                  "expected a provider, a scenario, and one of pass, warn, fail, timeout, crash, not-applicable, "
                  "skipped, found \"%s\"",
                  word == NULL ? line : word);
        free(word);
        return STATUS_USAGE;
    }
    free(word);
    enum status status = parse_until(entry, &at, error);
    while (is_blank(*at)) {
        at++;
    }
    if (status == STATUS_OK && *at == '\0') {
        return error_set(error, STATUS_USAGE, "expected a reason or a link at the end of the line");
    }
    entry->reason = memory_string(at);
    size_t length = strlen(entry->reason);
    while (length > 0 && is_blank(entry->reason[length - 1])) {
        entry->reason[--length] = '\0';
    }
    return status;
}

static struct expectation *add(struct expectations *expectations) {
    expectations->entries =
        memory_grow(expectations->entries, expectations->count, &expectations->capacity, sizeof *expectations->entries);
    struct expectation *entry = &expectations->entries[expectations->count++];
    *entry = (struct expectation){0};
    return entry;
}

static bool says_nothing(const char *line) {
    while (is_blank(*line)) {
        line++;
    }
    return *line == '\0' || *line == '#';
}

enum status expectations_parse(struct expectations **expectations, const char *text, const char *name,
                               struct error *error) {
    struct expectations *parsed = memory_zeroed(1, sizeof *parsed);
    enum status status = STATUS_OK;
    *expectations = NULL;
    for (unsigned line = 1; *text != '\0' && status == STATUS_OK; line++) {
        size_t length = strcspn(text, "\n");
        char *copy = memory_zeroed(length + 1, 1);
        memcpy(copy, text, length);
        if (!says_nothing(copy)) {
            struct expectation *entry = add(parsed);
            entry->line = line;
            status = parse_entry(entry, copy, error);
            if (status != STATUS_OK) {
                error_prefix(error, "%s:%u", name, line);
            }
        }
        free(copy);
        text += length + (text[length] == '\n');
    }
    if (status != STATUS_OK) {
        expectations_free(parsed);
        return status;
    }
    *expectations = parsed;
    return STATUS_OK;
}

enum status expectations_load(struct expectations **expectations, const char *path, struct error *error) {
    struct text text = {0};
    *expectations = NULL;
    enum status status = files_read(path, &text, error);
    if (status == STATUS_OK) {
        status = expectations_parse(expectations, text_string(&text), path, error);
    } else {
        error->status = status = STATUS_USAGE;
    }
    text_free(&text);
    return status;
}

void expectations_free(struct expectations *expectations) {
    if (expectations == NULL) {
        return;
    }
    for (size_t i = 0; i < expectations->count; i++) {
        free_entry(&expectations->entries[i]);
    }
    free(expectations->entries);
    free(expectations);
}

cJSON *expectations_to_json(const struct expectations *expectations) {
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < expectations->count; i++) {
        const struct expectation *entry = &expectations->entries[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "provider", entry->provider);
        cJSON_AddStringToObject(object, "scenario", entry->scenario);
        cJSON_AddStringToObject(object, "verdict", verdict_names[entry->verdict]);
        cJSON_AddStringToObject(object, "reason", entry->reason);
        cJSON_AddStringToObject(object, "until", entry->until);
        cJSON_AddNumberToObject(object, "line", entry->line);
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static char *copy_member(const cJSON *object, const char *key) {
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    return memory_string(string == NULL ? "" : string);
}

enum status expectations_from_json(struct expectations **expectations, const cJSON *array, struct error *error) {
    struct expectations *read = memory_zeroed(1, sizeof *read);
    const cJSON *object = NULL;
    *expectations = NULL;
    cJSON_ArrayForEach(object, array) {
        const cJSON *line = cJSON_GetObjectItemCaseSensitive(object, "line");
        const char *verdict = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "verdict"));
        struct expectation *entry = add(read);
        entry->provider = copy_member(object, "provider");
        entry->scenario = copy_member(object, "scenario");
        entry->reason = copy_member(object, "reason");
        entry->until = copy_member(object, "until");
        entry->line = cJSON_IsNumber(line) && line->valueint > 0 ? (unsigned)line->valueint : 0;
        if (!verdict_from_name(verdict, &entry->verdict)) {
            expectations_free(read);
            return error_set(error, STATUS_FAILED, "an expectation in the header has no verdict that is known");
        }
    }
    *expectations = read;
    return STATUS_OK;
}

static bool is_provider(const char *pattern, const struct provider *provider) {
    char *id = text_make("%lu", provider->catalog_id);
    bool matches = text_matches(pattern, provider->name) || text_matches(pattern, provider->guid) ||
                   strcmp(pattern, id) == 0 || strcmp(pattern, "all") == 0;
    free(id);
    return matches;
}

struct expectation *expectations_find(const struct expectations *expectations, const struct provider *provider,
                                      const char *scenario) {
    for (size_t i = 0; expectations != NULL && i < expectations->count; i++) {
        struct expectation *entry = &expectations->entries[i];
        if (text_matches(entry->scenario, scenario) && is_provider(entry->provider, provider)) {
            return entry;
        }
    }
    return NULL;
}

bool expectation_is_asked(const struct results *results, const struct expectation *entry) {
    bool there = !results->chosen;
    for (size_t i = 0; i < results->provider_count; i++) {
        there = there || is_provider(entry->provider, &results->providers[i]);
    }
    return there && !results->narrowed;
}
